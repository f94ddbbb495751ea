/** The capabilities that the check names, each with how to ask for it. */
const capabilities: Record<string, () => boolean | Promise<boolean>> = {
  isolation: () => crossOriginIsolated,
  'shared-memory': () => typeof SharedArrayBuffer === 'function',
  workers: startsModuleWorker,
  jspi: () => 'Suspending' in WebAssembly,
};

/** Capabilities whose absence costs nothing today. */
const optional = new Set(['jspi']);

/** Fills in the check's answers and sums them up in one sentence. */
export async function showBrowserCheck(): Promise<void> {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-check]')];
  const answers = await Promise.all(rows.map(showAnswer));
  const verdict = document.querySelector('[data-verdict]');
  if (verdict === null) return;
  verdict.textContent = answers.includes('no')
    ? 'Not as it is. The programs still show what the real interpreter printed.'
    : 'Yes. Press Run anywhere.';
}

async function showAnswer(row: HTMLElement): Promise<'yes' | 'no' | 'later'> {
  const name = row.dataset['check'] ?? '';
  const present = (await capabilities[name]?.()) ?? false;
  const state = present ? 'yes' : optional.has(name) ? 'later' : 'no';
  row.querySelector<HTMLElement>('[data-state]')!.dataset['state'] = state;
  row.querySelector<HTMLElement>('[data-remedy]')!.hidden = present;
  return state;
}

/** Starts a worker and waits for its first message, since some policies let the constructor pass and then load nothing. */
async function startsModuleWorker(): Promise<boolean> {
  const address = URL.createObjectURL(new Blob(['postMessage(0)'], { type: 'text/javascript' }));
  try {
    const worker = new Worker(address, { type: 'module' });
    const started = await new Promise<boolean>((resolve) => {
      worker.onmessage = () => resolve(true);
      worker.onerror = () => resolve(false);
    });
    worker.terminate();
    return started;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(address);
  }
}
