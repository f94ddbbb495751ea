/** The capabilities that the check on the home page names, each with how to ask for it. */
const capabilities: Record<string, () => boolean> = {
  isolation: () => crossOriginIsolated,
  'shared-memory': () => typeof SharedArrayBuffer === 'function',
  workers: canStartWorkers,
  jspi: () => 'Suspending' in WebAssembly,
};

/** Capabilities whose absence costs nothing today. */
const optional = new Set(['jspi']);

/** Fills in the check's answers and sums them up in one sentence. */
export function showBrowserCheck(): void {
  const missing = [...document.querySelectorAll<HTMLElement>('[data-check]')].filter(showAnswer);
  const verdict = document.querySelector('[data-verdict]');
  if (verdict === null) return;
  verdict.textContent =
    missing.length === 0
      ? 'Yes. Press Run anywhere.'
      : 'Not as it is. The programs still show what the real interpreter printed.';
}

/** Shows one answer; returns whether something that is needed is missing. */
function showAnswer(row: HTMLElement): boolean {
  const name = row.dataset['check'] ?? '';
  const present = capabilities[name]?.() ?? false;
  const state = present ? 'yes' : optional.has(name) ? 'later' : 'no';
  row.querySelector<HTMLElement>('[data-state]')!.dataset['state'] = state;
  if (!present) row.querySelector<HTMLElement>('[data-remedy]')!.hidden = false;
  return state === 'no';
}

function canStartWorkers(): boolean {
  const address = URL.createObjectURL(new Blob([''], { type: 'text/javascript' }));
  try {
    new Worker(address).terminate();
    return true;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(address);
  }
}
