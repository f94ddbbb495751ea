import { runsPython } from '#playground/python-support.ts';

/** The capabilities that the check names, each with how to ask for it. */
const capabilities: Record<string, () => boolean | Promise<boolean>> = {
  isolation: () => crossOriginIsolated,
  'shared-memory': () => typeof SharedArrayBuffer === 'function',
  workers: startsModuleWorker,
  jspi: runsPython,
};

/** Fills in the check's answers and sums them up in one sentence. */
export async function showBrowserCheck(): Promise<void> {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-check]')];
  const missing = (await Promise.all(rows.map(showAnswer))).filter((name) => name !== undefined);
  const verdict = document.querySelector('[data-verdict]');
  if (verdict !== null) verdict.textContent = verdictOn(missing);
}

function verdictOn(missing: readonly string[]): string {
  if (missing.length === 0) return 'Yes, Python and Node. Press Run anywhere.';
  if (missing.every((name) => name === 'jspi')) return 'Node yes, Python not as it is.';
  return 'Not as it is. The programs still show what the real interpreter printed.';
}

/** Returns the capability's name if the browser lacks it. */
async function showAnswer(row: HTMLElement): Promise<string | undefined> {
  const name = row.dataset['check'] ?? '';
  const isPresent = (await capabilities[name]?.()) ?? false;
  row.querySelector<HTMLElement>('[data-state]')!.dataset['state'] = isPresent ? 'yes' : 'no';
  row.querySelector<HTMLElement>('[data-remedy]')!.hidden = isPresent;
  return isPresent ? undefined : name;
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
