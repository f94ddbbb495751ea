import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { embeddedHost } from '../../tests/contract/hosts/embedded-host.ts';
import type { Figure } from './figure.ts';

const programs = path.join(import.meta.dirname, 'programs');

/** Programs that time one thing and print it, here and on the machine's python3. */
const MEASURED_IN_PROGRAM = [
  { title: 'Thread start → join', program: 'thread_start_join.py', unit: 'µs' },
  { title: 'Switch between two threads', program: 'thread_switch.py', unit: 'µs' },
  { title: 'Lock, taken and released', program: 'lock.py', unit: 'µs' },
  { title: 'Queue, a value from thread to thread', program: 'thread_queue.py', unit: 'µs' },
  { title: 'Pipe, an object from process to process', program: 'process_pipe.py', unit: 'µs' },
] as const;

/**
 * Times Python's threads and processes in the embedded host, each program between runs of the machine's python3.
 *
 * @param stockStartMs what a process of its own costs with stock Pyodide, which has no other kind
 */
export async function measurePython(stockStartMs: number): Promise<Figure[]> {
  const host = await embeddedHost();
  try {
    await host.mount('bench', programs);
    const here = async (program: string): Promise<number[]> => {
      const { output } = await host.run({ folder: 'bench', command: 'python3', args: [program] });
      return numbersIn(program, output);
    };
    const figures: Figure[] = [];
    const [startMs] = await here('process_start_join.py');
    const [nativeStartMs] = await onMachine('process_start_join.py');
    const start = { title: 'Process start → join', ours: startMs!, unit: 'ms' } as const;
    figures.push(
      { ...start, theirs: stockStartMs, beside: 'stock Pyodide, started anew', limit: { ratio: 0.1 } },
      { ...start, theirs: nativeStartMs!, beside: 'python3, spawn' },
    );
    for (const { program, ...figure } of MEASURED_IN_PROGRAM) {
      const [ours] = await here(program);
      const [theirs] = await onMachine(program);
      figures.push({ ...figure, ours: ours!, theirs: theirs!, beside: 'python3' });
    }
    const [together, apart] = await here('two_processes.py');
    const [nativeTogether, nativeApart] = await onMachine('two_processes.py');
    const title = 'Two CPU-bound tasks in two processes';
    figures.push(
      { title, ours: together!, theirs: apart!, unit: 'ms', beside: 'the same two in one process, here' },
      {
        title: 'The same on python3',
        ours: nativeTogether!,
        theirs: nativeApart!,
        unit: 'ms',
        beside: 'the same two in one process, on python3',
      },
    );
    return figures;
  } finally {
    await host.dispose();
  }
}

async function onMachine(program: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('python3', [program], { cwd: programs });
  return numbersIn(program, stdout);
}

/** @throws {Error} if a program printed anything but numbers */
function numbersIn(program: string, output: string): number[] {
  const numbers = output.trim().split(/\s+/).map(Number);
  if (output.trim() === '' || numbers.some(Number.isNaN))
    throw new Error(`"${program}" printed no times:\n${output}`);
  return numbers;
}
