import { ARRIVAL, type ArrivingFile } from '../protocol/python-runtime.ts';
import type { Pyodide } from './pyodide.ts';

/**
 * Has an interpreter that stands ready do what the end of a program needs: print a traceback, cancel a task, collect garbage.
 * Browsers compile WebAssembly function by function, at the first call, for all Workers that share the code; a reader who
 * presses Stop would wait for that.
 *
 * @param isIdle whether no program has come; it would wait for what is being done
 */
export async function rehearse(
  pyodide: Pyodide,
  library: ArrivingFile,
  isIdle: () => boolean,
): Promise<void> {
  const rehearsal = pyodide.pyimport('_interleave.rehearsal');
  const perform = async (part: string): Promise<void> => {
    // A program that has come while we were busy goes first.
    await new Promise((resolve) => setTimeout(resolve));
    if (isIdle()) (rehearsal[part] as () => void)();
  };
  for (const part of ['print_traceback', 'cancel_task', 'collect_garbage']) await perform(part);
  await Atomics.waitAsync(library.state, 0, ARRIVAL.awaited).value;
  if (Atomics.load(library.state, 0) === ARRIVAL.here) await perform('print_line_of_library');
}
