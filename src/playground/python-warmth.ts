import { coolPython, warmPython } from '#runtime/client/host.ts';
import { site } from '#site';
import { chosenHost } from './chosen-host.ts';

/** How long an interpreter stays warm where no reader is: one may only look something up elsewhere. */
const AWAY_MS = 60_000;
/** How long it waits for a reader who is there, and does nothing with it. */
const PATIENCE_MS = 10 * 60_000;
/** Below it, an interpreter is too much to take unasked. Browsers that do not tell are taken to have it. */
const LEAST_MEMORY_GIB = 4;

/**
 * Keeps an interpreter warm while a reader is near a playground that runs Python: it boots when the browser has nothing
 * else to do, of what the browser's cache holds. It ends when all playgrounds have been far, or the page hidden, for a
 * while; and for good when nobody has scrolled or run anything for long.
 */
class PythonWarmth {
  readonly #near = new Set<Element>();
  readonly #observer = new IntersectionObserver((entries) => this.#look(entries), { rootMargin: '100%' });
  #isWarm = false;
  #isOver = hasLittleMemory();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Is told of each playground that runs Python. */
  watch(playground: Element): void {
    if (this.#isOver) return;
    document.addEventListener('visibilitychange', this.#plan);
    this.#observer.observe(playground);
  }

  /** Leaves the interpreter to the reader, who runs something. */
  end(): void {
    this.#isOver = true;
    document.removeEventListener('visibilitychange', this.#plan);
    this.#observer.disconnect();
    clearTimeout(this.#timer);
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#near.add(target);
      else this.#near.delete(target);
    }
    this.#plan();
  }

  get #isWanted(): boolean {
    return this.#near.size > 0 && !document.hidden && !this.#isOver;
  }

  readonly #plan = (): void => {
    clearTimeout(this.#timer);
    if (this.#isWarm) {
      const isWanted = this.#isWanted;
      this.#timer = setTimeout(
        () => (isWanted ? this.#giveUp() : this.#cool()),
        isWanted ? PATIENCE_MS : AWAY_MS,
      );
    } else if (this.#isWanted) whenIdle(() => this.#warm());
  };

  #warm(): void {
    // StackBlitz's host would have to go for ours.
    if (!this.#isWanted || this.#isWarm || chosenHost() === 'stackblitz') return;
    this.#isWarm = true;
    // Whatever is wrong, a run will say.
    warmPython(site.bootTimeoutMs).catch(() => undefined);
    import('./playground-session.ts').catch(() => undefined);
    this.#plan();
  }

  #cool(): void {
    this.#isWarm = false;
    void coolPython();
  }

  #giveUp(): void {
    this.end();
    this.#cool();
  }
}

/** The page's. */
export const pythonWarmth = new PythonWarmth();

function whenIdle(act: () => void): void {
  // Safari has no such callback.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(act);
  else setTimeout(act, 1000);
}

function hasLittleMemory(): boolean {
  // Only Chromium tells.
  const { deviceMemory = LEAST_MEMORY_GIB } = navigator as { readonly deviceMemory?: number };
  return deviceMemory < LEAST_MEMORY_GIB;
}
