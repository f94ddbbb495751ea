import { expect, it } from 'vitest';
import { Kernel } from '../../../src/runtime/kernel/kernel.ts';
import { NULL_DEVICE } from '../../../src/runtime/kernel/pipe.ts';
import type { Process } from '../../../src/runtime/kernel/process.ts';
import type { PythonSupply } from '../../../src/runtime/kernel/python-supply.ts';
import type { PythonRuntime } from '../../../src/runtime/protocol/python-runtime.ts';
import { FakeWorker } from './fake-workers.ts';

const runtime = { loaderUrl: 'blob:loader' } as PythonRuntime;
const supply: PythonSupply = {
  load: () => Promise.resolve(runtime),
  loadLibrary: () => undefined,
  onProgress: () => () => undefined,
};

it('a spare interpreter boots when a Python program has started, runs the next one, and goes with the kernel', async () => {
  const { kernel, workers, start } = hostWithPython(supply);
  const first = start();
  await Promise.resolve();
  expect(typesOf(workers)).not.toContain('prepare-python');

  kernel.programStarts(first);
  await Promise.resolve();
  const spare = workers.find(({ received }) => received.some(({ type }) => type === 'prepare-python'))!;
  expect(kernel.threadCount).toBe(1);

  start();
  await Promise.resolve();
  expect(spare.received.at(-1)).toMatchObject({ type: 'start', python: runtime });

  kernel.programStarts(first);
  await Promise.resolve();
  kernel.dispose();
  expect(workers.filter(({ terminated }) => !terminated)).toEqual([]);
});

it('a Python program says why there is no Python and ends with 1', async () => {
  const reason = Promise.reject(new Error('there is none today.'));
  const { start } = hostWithPython({ ...supply, load: () => reason });
  const written: string[] = [];
  const process = start(written);
  await reason.catch(() => undefined);
  expect(written).toEqual(['python3: there is none today.\n']);
  expect(process.exitStatus).toEqual({ exitCode: 1, signal: null });
});

function hostWithPython(python: PythonSupply): {
  kernel: Kernel;
  workers: FakeWorker[];
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
  return { kernel, workers, start };
}

function typesOf(workers: readonly FakeWorker[]): string[] {
  return workers.flatMap(({ received }) => received.map(({ type }) => type));
}
