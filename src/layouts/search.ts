/** What Pagefind's component UI offers to a script: a `<pagefind-modal>` opens its own dialog. */
interface PagefindModal extends HTMLElement {
  open(): void;
}

/**
 * Opens the search from its button, `/` and Ctrl or Cmd with K. Pagefind's component UI, its styles and the
 * index come over the network at the first use; until then a page pays only for this file.
 */
export function connectSearch(): void {
  const button = document.querySelector<HTMLButtonElement>('button[data-search]');
  if (button === null) return;
  let modal: Promise<PagefindModal> | undefined;

  const open = async (): Promise<void> => {
    button.setAttribute('aria-busy', 'true');
    const typedMeanwhile = keepTyping();
    try {
      modal ??= loadModal(button.dataset['search'] ?? '/pagefind/');
      (await modal).open();
      enter(typedMeanwhile(), await modal);
      button.removeAttribute('data-failed');
    } catch (error) {
      typedMeanwhile();
      modal = undefined;
      button.setAttribute('data-failed', '');
      throw error;
    } finally {
      button.removeAttribute('aria-busy');
    }
  };

  button.addEventListener('click', () => void open());
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !isSearchShortcut(event)) return;
    event.preventDefault();
    void open();
  });
}

/** `/` types a slash in a field and in the editor; Ctrl or Cmd with K means search everywhere. */
function isSearchShortcut(event: KeyboardEvent): boolean {
  if (event.key.toLowerCase() === 'k')
    return (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return false;
  // The editor is in a shadow root, which hides it from `event.target`.
  const target = event.composedPath()[0] as HTMLElement;
  return !target.isContentEditable && target.closest('input, textarea, select, dialog') === null;
}

/** Collects the letters that the reader types while the search is on its way; the function that it returns ends that. */
function keepTyping(): () => string {
  let typed = '';
  const keep = (event: KeyboardEvent): void => {
    if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    typed += event.key;
  };
  document.addEventListener('keydown', keep);
  return () => {
    document.removeEventListener('keydown', keep);
    return typed;
  };
}

function enter(typed: string, modal: PagefindModal): void {
  const input = modal.querySelector('input');
  if (input === null || typed === '') return;
  input.value += typed;
  input.dispatchEvent(new Event('input'));
}

async function loadModal(bundlePath: string): Promise<PagefindModal> {
  await Promise.all([
    loadStylesheet(`${bundlePath}pagefind-component-ui.css`),
    loadScript(`${bundlePath}pagefind-component-ui.js`),
  ]);
  await customElements.whenDefined('pagefind-modal');
  const config = document.createElement('pagefind-config');
  config.setAttribute('bundle-path', bundlePath);
  const modal = document.createElement('pagefind-modal') as PagefindModal;
  document.body.append(config, modal);
  modal.querySelector('pagefind-input')?.setAttribute('placeholder', 'Search the text and the programs');
  modal.querySelector('pagefind-results')?.setAttribute('max-sub-results', '5');
  return modal;
}

function loadStylesheet(address: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  return loaded(link);
}

function loadScript(address: string): Promise<void> {
  const script = document.createElement('script');
  script.src = address;
  return loaded(script);
}

function loaded(element: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    element.addEventListener('load', () => resolve());
    element.addEventListener('error', () => {
      element.remove();
      reject(new Error('Cannot load the search: the browser could not fetch its files.'));
    });
    document.head.append(element);
  });
}
