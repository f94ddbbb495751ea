import { Kernel } from '../../../src/runtime/kernel/kernel.ts';
import type { Limits } from '../../../src/runtime/kernel/limits.ts';
import { NULL_DEVICE } from '../../../src/runtime/kernel/pipe.ts';
import type { Process } from '../../../src/runtime/kernel/process.ts';
import type { Thread } from '../../../src/runtime/kernel/thread.ts';
import type { ThreadWorker } from '../../../src/runtime/kernel/thread-pool.ts';
import type { SystemCallArguments, SystemCallName } from '../../../src/runtime/protocol/system-calls.ts';
import type { KernelToThread } from '../../../src/runtime/protocol/thread-messages.ts';

/** A Worker that runs nothing and remembers what the kernel told it. */
export class FakeWorker implements ThreadWorker {
  readonly received: KernelToThread[] = [];
  terminated = false;
  onmessage: ThreadWorker['onmessage'] = null;
  onerror: ThreadWorker['onerror'] = null;

  postMessage(message: KernelToThread): void {
    this.received.push(message);
    // Later, as a Worker does: who hears of it may make another.
    if (message.type === 'warm-up') {
      queueMicrotask(() => this.onmessage?.({ data: { type: 'warm', printed: 0 } }));
    }
  }

  terminate(): void {
    this.terminated = true;
  }
}

/** A kernel whose threads a test plays itself. */
export class TestKernel {
  readonly workers: FakeWorker[] = [];
  readonly kernel: Kernel;
  #nextCallId = 1;

  constructor(limits?: Limits) {
    this.kernel = new Kernel({
      createWorker: () => {
        const worker = new FakeWorker();
        this.workers.push(worker);
        return worker;
      },
      processorCount: 2,
      ...(limits ? { limits } : {}),
    });
    this.kernel.files.mkdir('/home/project', 0o777, true);
  }

  /** Starts `node main.mjs`, as the page does. */
  start(parent: Process | null = null): Process {
    const { process } = this.kernel.startProcess({
      command: 'node',
      args: ['main.mjs'],
      cwd: '/home/project',
      env: {},
      descriptors: [NULL_DEVICE, NULL_DEVICE, NULL_DEVICE],
      parent,
    });
    return process;
  }

  /** The Worker that a thread runs in. */
  workerOf(thread: Thread): FakeWorker {
    return this.workers[thread.uid - 1]!;
  }

  /** What a thread was told, by the type of the message. */
  received<Type extends KernelToThread['type']>(
    thread: Thread,
    type: Type,
  ): Extract<KernelToThread, { type: Type }>[] {
    return this.workerOf(thread).received.filter(
      (message): message is Extract<KernelToThread, { type: Type }> => message.type === type,
    );
  }

  /** Makes a system call as the thread would. */
  send<Name extends SystemCallName>(thread: Thread, name: Name, ...args: SystemCallArguments<Name>): void {
    this.kernel.handle(thread, { type: 'system-call', answer: 'none', id: 0, name, args });
  }

  /** Makes a system call as the thread would and resolves to its answer. */
  async call<Name extends SystemCallName>(
    thread: Thread,
    name: Name,
    ...args: SystemCallArguments<Name>
  ): Promise<unknown> {
    const id = this.#nextCallId++;
    this.kernel.handle(thread, { type: 'system-call', answer: 'async', id, name, args });
    for (;;) {
      const reply = this.received(thread, 'reply').find((message) => message.id === id);
      if (reply && 'error' in reply)
        throw Object.assign(new Error(reply.error.message), reply.error.properties);
      if (reply) return reply.value;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
