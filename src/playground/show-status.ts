import type { RunState } from './run-state.ts';
import { loadedText, statusText } from './status-text.ts';

/**
 * Shows what a playground is doing in its status line, a polite live region. Screen readers hear each sentence once; the
 * bytes behind it, and the line that grows with them, are for the eyes.
 */
export function showStatus(status: HTMLElement, state: RunState): void {
  const sentence = statusText(state);
  let bytes = status.querySelector('.pg-bytes');
  if (bytes === null || status.firstChild?.textContent !== sentence) {
    bytes = document.createElement('span');
    bytes.className = 'pg-bytes';
    bytes.ariaHidden = 'true';
    status.replaceChildren(sentence, bytes);
  }
  bytes.textContent = loadedText(state);
  const share = state.kind === 'loading' ? state.loadedBytes / state.totalBytes : 0;
  status.parentElement?.style.setProperty('--pg-loaded', String(share));
}
