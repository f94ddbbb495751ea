import { loadPyodide } from 'pyodide';
import { Kernel } from '../../src/runtime/kernel/kernel.ts';
import { NULL_DEVICE, Pipe } from '../../src/runtime/kernel/pipe.ts';
import type { Process } from '../../src/runtime/kernel/process.ts';
import { decodeValue } from '../../src/runtime/protocol/encoded-value.ts';
import { reviveError, type SerializedError } from '../../src/runtime/protocol/serialized-error.ts';
import { REPLY, REPLY_HEADER_BYTES } from '../../src/runtime/protocol/shared-memory.ts';
import type { KernelToThread } from '../../src/runtime/protocol/thread-messages.ts';
import { DescriptorFlags } from '../../src/runtime/python/descriptor-flags.ts';
import { type CreateModule, kernelImports } from '../../src/runtime/python/kernel-imports.ts';
import { ProcessFacility } from '../../src/runtime/python/process-facility.ts';
import type { LoadPyodide, Pyodide } from '../../src/runtime/python/pyodide.ts';
import { sharingFacilities } from '../../src/runtime/python/sharing-facilities.ts';
import { startInterpreter } from '../../src/runtime/python/start-interpreter.ts';
import type { KernelGate } from '../../src/runtime/python/system-call-context.ts';
import { FakeWorker } from '../unit/kernel/fake-workers.ts';
import { shimSources } from './python-in-node.ts';

/** An interpreter in this Node whose operating system is a kernel of ours, and what a test needs to look behind it. */
export interface PythonOnKernel {
  readonly python: Pyodide;
  readonly kernel: Kernel;
  readonly process: Process;
  /** Runs lines of Python and returns the value of the last one. */
  run(code: string): unknown;
  /** What was printed to descriptor 1 since it was asked last. */
  output(): string;
}

/** Starts an interpreter as a process in `/home/project`. Its standard output is a pipe, its input is empty. */
export async function pythonOnKernel(): Promise<PythonOnKernel> {
  // eslint-disable-next-line @typescript-eslint/ban-ts-comment
  // @ts-ignore: Emscripten's module has no types.
  const glue = (await import('pyodide/pyodide.asm.mjs')) as { readonly default: CreateModule };
  const kernel = new Kernel({
    createWorker: () => new SilentWorker(),
    processorCount: 2,
  });
  kernel.files.mkdir('/home/project', 0o777, true);
  const stdout = new Pipe();
  const { process } = kernel.startProcess({
    command: 'node',
    args: ['main.mjs'],
    cwd: '/home/project',
    env: {},
    descriptors: [NULL_DEVICE, stdout.writeEnd, NULL_DEVICE],
    parent: null,
  });
  const flags = new DescriptorFlags();
  const segmentMemory = kernel.sharedMemory.memory.buffer;
  const imports = kernelImports(glue.default, {
    flags,
    suspension: () => ({
      canSuspend: () => false,
      suspendAtNextCheck: () => undefined,
      blockBriefly: () => false,
      processorTime: undefined,
    }),
    terminal: { write: () => undefined, size: () => null },
  });
  const { pyodide: python } = await startInterpreter({
    loadPyodide: loadPyodide as unknown as LoadPyodide,
    source: { createPyodideModule: imports.createModule },
    shims: shimSources(),
    connect: () => {
      const context = imports.context();
      context.connect(gateOf(kernel, process), segmentMemory);
      const identity = { pid: process.pid, processorCount: 2, env: { HOME: '/home' } };
      return {
        processes: new ProcessFacility(context.kernel, identity, flags),
        ...sharingFacilities(context, flags),
      };
    },
  });
  return {
    python,
    kernel,
    process,
    run: (code) => python.runPython(code),
    output: () => new TextDecoder().decode(stdout.readEnd.readNow?.(1 << 20) ?? new Uint8Array(0)),
  };
}

/** Never says that it is warm, upon which the kernel would make another. */
class SilentWorker extends FakeWorker {
  override postMessage(message: KernelToThread): void {
    this.received.push(message);
  }
}

/** System calls as the process's main thread makes them, without a Worker: one that would block is an error. */
function gateOf(kernel: Kernel, process: Process): KernelGate {
  const thread = process.mainThread!;
  const words = new Int32Array(thread.reply.buffer, 0, REPLY_HEADER_BYTES / 4);
  const chunk = new Uint8Array(thread.reply.buffer, REPLY_HEADER_BYTES);
  const takeChunk = (): Uint8Array => {
    if (words[REPLY.ready] === 0) throw new Error('The system call blocks.');
    words[REPLY.ready] = 0;
    return chunk.slice(0, words[REPLY.chunkBytes]);
  };
  return {
    callSync: (name, ...args) => {
      kernel.handle(thread, { type: 'system-call', answer: 'sync', id: 0, name, args });
      const reply = new Uint8Array(words[REPLY.totalBytes]!);
      for (let received = 0; received < reply.length;) {
        if (received > 0) kernel.handle(thread, { type: 'continue-reply' });
        const part = takeChunk();
        reply.set(part, received);
        received += part.length;
      }
      const value = decodeValue(reply);
      if (words[REPLY.thrown] === 1) throw reviveError(value as SerializedError);
      return value as never;
    },
    submit: () => {
      throw new Error('Nothing answers later here.');
    },
  };
}
