/**
 * Brings the server-rendered playgrounds to life: tabs, copying, and buttons that load what they need. This is all that
 * a page loads before a reader acts; the session, the editor and the runtime come on use.
 */

import type { HostName } from '#site';
import { chosenHost, chooseHost, onHostChosen } from './chosen-host.ts';
import { copyText } from './copy-text.ts';
import { editsKey } from './edits-key.ts';
import type { PlaygroundSession } from './playground-session.ts';
import { hasRunPython } from './python-history.ts';
import { browsersWithPython, runsPython } from './python-support.ts';

/** How long a pointer must rest on Run to be more than on its way. */
const REST_MS = 50;

/** `<code-playground>`, as `Playground.astro` renders it. */
export class CodePlayground extends HTMLElement {
  #session: Promise<PlaygroundSession> | undefined;

  connectedCallback(): void {
    this.#enableTabs();
    this.addEventListener('click', (event) => this.#onClick(event));
    if (this.dataset['runtime'] === 'python' && !runsPython()) {
      this.#showRecordingOnly();
      return;
    }
    this.#enableControls();
  }

  #enableControls(): void {
    this.toggleAttribute('data-live', true);
    for (const button of this.querySelectorAll<HTMLButtonElement>('button[disabled]')) {
      button.disabled = false;
      button.ariaDisabled = String(button.dataset['do'] === 'stop');
    }
    this.addEventListener('keydown', (event) => this.#onKeydown(event));
    this.#prepareOnHint(this.querySelector('[data-do=run]'));
    this.#enableHostChoice();
    if (hasKeptEdits(this.dataset['example'] ?? '')) void this.#withSession(() => undefined);
    if (this.dataset['runtime'] === 'python' && hasRunPython()) this.#keepPythonWarm();
  }

  #prepareOnHint(run: Element | null): void {
    const prepare = (): void => void this.#withSession((session) => session.preload());
    run?.addEventListener('focus', prepare, { once: true });
    run?.addEventListener('pointerenter', () => {
      const timer = setTimeout(prepare, REST_MS);
      run.addEventListener('pointerleave', () => clearTimeout(timer), { once: true });
    });
    run?.addEventListener('pointerdown', (event) => {
      if ((event as PointerEvent).button === 0) void this.#withSession((session) => session.boot());
    });
  }

  /** For a reader who has run Python before, whose browser has everything: other readers load nothing before they act. */
  #keepPythonWarm(): void {
    if (document.readyState === 'complete') {
      void import('./python-warmth.ts').then(({ pythonWarmth }) => pythonWarmth.watch(this));
    } else addEventListener('load', () => this.#keepPythonWarm(), { once: true });
  }

  /** Nothing that looks runnable may be dead, so the controls go; the reason takes their place. */
  #showRecordingOnly(): void {
    for (const part of this.querySelectorAll('[data-do]:not([data-do=copy]), .pg-edited, .pg-host'))
      part.remove();
    this.#say(
      `This browser cannot run Python’s threads. These can: ${browsersWithPython}. Below is what CPython printed.`,
    );
  }

  #onClick(event: MouseEvent): void {
    const target = event.target as Element;
    const action = target.closest<HTMLElement>('[data-do]')?.dataset['do'];
    if (action === 'copy') void this.#copy(target as HTMLElement);
    if (action === 'run') this.#run();
    if (action === 'stop') void this.#withSession((session) => session.stop());
    if (action === 'edit') void this.#withSession((session) => session.edit(this.#currentPath));
    const clickedCode = this.hasAttribute('data-live') && target.closest('.pg-code') !== null;
    // A reader who has just selected some code wants to copy it.
    if (clickedCode && getSelection()?.isCollapsed !== false) {
      const { clientX: x, clientY: y } = event;
      void this.#withSession((session) => session.edit(this.#currentPath, { x, y }));
    }
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#run();
    } else if ((event.target as Element).matches('.pg-code pre')) {
      event.preventDefault();
      void this.#withSession((session) => session.edit(this.#currentPath));
    }
  }

  #run(): void {
    if (!this.#session) this.#say('Starting…'); // At once, before anything has loaded: the press was heard.
    void this.#withSession((session) => session.run());
  }

  async #withSession(use: (session: PlaygroundSession) => unknown): Promise<void> {
    this.#session ??= this.#loadSession();
    try {
      await use(await this.#session);
    } catch (error) {
      this.#say('A part of the playground did not load. Check the network and try again.');
      throw error;
    }
  }

  async #loadSession(): Promise<PlaygroundSession> {
    try {
      const { PlaygroundSession } = await import('./playground-session.ts');
      return new PlaygroundSession(this);
    } catch (error) {
      this.#session = undefined; // A network that failed once may be back.
      throw error;
    }
  }

  #say(text: string): void {
    const status = this.querySelector('.pg-status');
    if (status) status.textContent = text;
  }

  get #currentPath(): string {
    return this.querySelector<HTMLElement>('.pg-file[data-current]')?.dataset['path'] ?? '';
  }

  async #copy(button: HTMLElement): Promise<void> {
    const edited = this.#session && (await this.#session).textOf(this.#currentPath);
    const code = this.querySelector('.pg-file[data-current] code')?.textContent ?? '';
    await copyText(button, edited ?? `${code}\n`);
  }

  #enableHostChoice(): void {
    const select = this.querySelector('select');
    if (!select) return;
    const show = (): void => void (select.value = chosenHost());
    show();
    onHostChosen(show);
    select.addEventListener('change', () => chooseHost(select.value as HostName));
  }

  /** Tabs by the ARIA pattern: one stop for Tab, arrows between them. */
  #enableTabs(): void {
    const tabs = [...this.querySelectorAll<HTMLElement>('button.pg-tab')];
    const panels = [...this.querySelectorAll<HTMLElement>('.pg-file')];
    const list = this.querySelector('.pg-tabs');
    if (!list || tabs.length === 0) return;
    const show = (index: number): void => {
      tabs.forEach((tab, at) => {
        tab.ariaSelected = String(at === index);
        tab.tabIndex = at === index ? 0 : -1;
        tab.toggleAttribute('data-current', at === index);
        panels[at]?.toggleAttribute('data-current', at === index);
      });
    };

    list.role = 'tablist';
    tabs.forEach((tab, index) => {
      tab.role = 'tab';
      tab.addEventListener('click', () => show(index));
      tab.addEventListener('keydown', ({ key }) => {
        const next = nextTab(key, index, tabs.length);
        if (next === undefined) return;
        show(next);
        tabs[next]?.focus();
      });
    });
    for (const panel of panels) panel.role = 'tabpanel';
    show(
      Math.max(
        0,
        tabs.findIndex((tab) => tab.hasAttribute('data-current')),
      ),
    );
  }
}

function nextTab(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowLeft') return (index + count - 1) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

function hasKeptEdits(example: string): boolean {
  try {
    return localStorage.getItem(editsKey(example)) !== null;
  } catch {
    return false;
  }
}

customElements.define('code-playground', CodePlayground);
