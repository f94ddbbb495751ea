import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Kernel } from '../../../src/runtime/kernel/kernel.ts';
import { NULL_DEVICE } from '../../../src/runtime/kernel/pipe.ts';
import type { Process } from '../../../src/runtime/kernel/process.ts';
import type { LoadedPython, PythonSupply } from '../../../src/runtime/kernel/python-supply.ts';
import type { PythonRuntime } from '../../../src/runtime/protocol/python-runtime.ts';
import { FakeWorker } from './fake-workers.ts';

const runtime = { loaderUrl: 'blob:loader' } as PythonRuntime;
const machine = {} as WebAssembly.Module;
const loaded: LoadedPython = { runtime, machine: Promise.resolve(machine), complete: Promise.resolve() };
const loadLibrary = vi.fn();
const supply: PythonSupply = {
  load: () => Promise.resolve(loaded),
  loadLibrary,
  onProgress: () => () => undefined,
  onHint: () => undefined,
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('an interpreter boots in the first Worker, from the scripts, then with its machine code', async () => {
  const { start, booting } = hostWithPython(supply);
  start();
  await settle();
  expect(booting()).toHaveLength(1);
  expect(booting()[0]!.received.map(({ type }) => type)).toEqual([
    'warm-up',
    'start',
    'prepare-python',
    'python-machine',
  ]);
});

it('a spare interpreter boots when a Python program has had time for its first line, runs the next one, and goes with the kernel', async () => {
  const { kernel, workers, start, booting } = hostWithPython(supply);
  const first = start();
  await settle();
  kernel.programStarts(first);
  await settle();
  expect(booting()).toHaveLength(1);
  expect(loadLibrary).not.toHaveBeenCalled();

  await vi.runAllTimersAsync();
  expect(loadLibrary).toHaveBeenCalled();
  const [program, spare] = booting();
  expect(kernel.threadCount).toBe(1);
  expect([program, spare].map(isSpare)).toEqual([false, true]);

  start();
  await settle();
  expect(booting()).toHaveLength(2);
  expect(spare!.received.at(-1)).toMatchObject({ type: 'start' });

  kernel.programStarts(first);
  kernel.dispose();
  await vi.runAllTimersAsync();
  expect(workers.filter(({ terminated }) => !terminated)).toEqual([]);
});

it('an interpreter boots when the page expects a program, and is the one that runs it', async () => {
  let hint = (): void => undefined;
  const { start, booting } = hostWithPython({ ...supply, onHint: (listener) => (hint = listener) });
  hint();
  hint();
  await settle();
  expect(booting().map(isSpare)).toEqual([false]);
  start();
  await settle();
  expect(booting()).toHaveLength(1);
  expect(booting()[0]!.received.at(-1)).toMatchObject({ type: 'start' });
});

it.each([
  ['the scripts', { load: () => Promise.reject(new Error('there is none today.')) }],
  [
    'the machine code',
    {
      load: () => Promise.resolve({ ...loaded, machine: Promise.reject(new Error('there is none today.')) }),
    },
  ],
  [
    'the snapshot',
    {
      load: () => Promise.resolve({ ...loaded, complete: Promise.reject(new Error('there is none today.')) }),
    },
  ],
])('a Python program says why %s could not be had and ends with 1', async (_part, failing) => {
  const { start } = hostWithPython({ ...supply, ...failing });
  const written: string[] = [];
  const process = start(written);
  await settle();
  expect(written).toEqual(['python3: there is none today.\n']);
  expect(process.exitStatus).toEqual({ exitCode: 1, signal: null });
});

it('an interpreter that booted on a hint and got nothing to boot from is no spare', async () => {
  let hint = (): void => undefined;
  const load = vi.fn(() => Promise.resolve(loaded)).mockRejectedValueOnce(new Error('there is none today.'));
  const { start, booting } = hostWithPython({ ...supply, load, onHint: (listener) => (hint = listener) });
  hint();
  await settle();
  const process = start();
  await settle();
  expect(booting()).toHaveLength(1);
  expect(process.exitStatus).toBeNull();
});

/** Whether a Worker's interpreter was told that no program is expected soon. */
function isSpare(worker: FakeWorker | undefined): boolean | undefined {
  return worker?.received.find((message) => message.type === 'prepare-python')?.isSpare;
}

/** Lets promises follow one another, and no timer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

function hostWithPython(python: PythonSupply): {
  kernel: Kernel;
  workers: FakeWorker[];
  /** Those in which an interpreter boots or has booted. */
  booting: () => FakeWorker[];
  start: (errors?: string[]) => Process;
} {
  const workers: FakeWorker[] = [];
  const createWorker = (): FakeWorker => {
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  };
  const kernel = new Kernel({ createWorker, processorCount: 2, python });
  const start = (errors: string[] = []): Process => {
    const stderr = {
      ...NULL_DEVICE,
      write: (bytes: Uint8Array) => {
        errors.push(new TextDecoder().decode(bytes));
        return bytes.length;
      },
    };
    return kernel.startProcess({
      command: 'python3',
      args: ['-c', 'pass'],
      cwd: '/',
      env: {},
      descriptors: [NULL_DEVICE, NULL_DEVICE, stderr],
      parent: null,
    }).process;
  };
  const booting = (): FakeWorker[] =>
    workers.filter(({ received }) => received.some(({ type }) => type === 'prepare-python'));
  return { kernel, workers, booting, start };
}
