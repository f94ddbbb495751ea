import type { KernelEvents } from '../../protocol/kernel-events.ts';
import type { PortPayload } from '../../protocol/port-messages.ts';
import { PROCESS_MEMORY } from '../../protocol/shared-memory.ts';
import type { ThreadRequest } from '../../protocol/thread-calls.ts';
import { enter, macrotask, ref, unref } from '../../thread/event-loop.ts';
import { newPortId, onKernelEvent, send, sendTransferring } from '../../thread/system-calls.ts';
import { thread } from '../../thread/thread-state.ts';
import { bindToContext } from './async-context.ts';
import { endResource, runResource, startResource } from './async-resources.ts';
import { EventEmitter } from '../events.ts';
import { environmentDataEntries } from './environment-data.ts';
import { invalidArgType, nodeError, unavailable } from './errors.ts';
import type { MessagePortState } from './message-port-state.ts';
import { openKernelPort } from './port-transfer.ts';
import { notEnoughArguments, postMessage, readMessageTransfer, sendPacked } from './post-message.ts';
import { refuseUncloneable } from './transfer-marks.ts';
import { noteThrownByEvent } from './process/fatal-error-text.ts';
import { environmentCopy, shareEnvironment } from './process/environment.ts';
import { processObject } from './process-object.ts';
import { readResourceLimits, type ResourceLimits } from './resource-limits.ts';
import type { Readable, Writable } from './stream-types.ts';
import { startError, unpackError, type PackedError } from './thread-error.ts';
import { validateArray, validateString } from './validators.ts';
import { checkExecArgv, checkNodeOptions } from './worker-exec-argv.ts';
import { openWorkerInput } from './worker-input.ts';
import { WorkerOutput } from './worker-output.ts';
import { workerSource } from './worker-source.ts';

/** `worker_threads.SHARE_ENV`. */
export const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

/** The second argument of `new Worker()`, before it is checked. */
export interface WorkerOptions {
  argv?: unknown;
  env?: unknown;
  eval?: unknown;
  execArgv?: unknown;
  name?: unknown;
  resourceLimits?: unknown;
  stdin?: unknown;
  stdout?: unknown;
  stderr?: unknown;
  transferList?: unknown;
  workerData?: unknown;
}

const running = new Map<number, Worker>();

/**
 * A thread of this process, seen by the thread that started it.
 *
 * @see https://nodejs.org/api/worker_threads.html#class-worker
 */
export class Worker extends EventEmitter {
  readonly performance = { eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }) };
  readonly #tid: number;
  readonly #name: string;
  readonly #limits: ResourceLimits;
  readonly #port: MessagePortState;
  readonly #stdin: Writable | null;
  readonly #stdout: WorkerOutput;
  readonly #stderr: WorkerOutput;
  /** Events happen in the context in which the worker was made. */
  readonly #inContext = bindToContext((tell: () => unknown) => runResource(this.#resource, tell));
  #alive = true;
  #refed = false;
  #resource = 0;
  #isGone = false;

  constructor(filename: unknown, options: WorkerOptions = {}) {
    super();
    if (options.execArgv) validateArray(options.execArgv, 'options.execArgv');
    if (options.argv) validateArray(options.argv, 'options.argv');
    const execArgv = readStrings(options.execArgv) ?? processObject().execArgv;
    const { source, argument } = workerSource(filename, { eval: options.eval, execArgv });
    const env = readEnvironment(options.env);
    this.#name = readName(options.name);
    if (env && options.env) checkNodeOptions(env['NODE_OPTIONS']);
    checkExecArgv(options.execArgv ? execArgv : []);
    this.#limits = readResourceLimits(options.resourceLimits);
    this.#tid = Atomics.add(thread.processMemory, PROCESS_MEMORY.nextThreadId, 1);
    this.#stdin = options.stdin ? openWorkerInput(this.#tid) : null;
    this.#stdout = new WorkerOutput(1, Boolean(options.stdout));
    this.#stderr = new WorkerOutput(2, Boolean(options.stderr));

    // As Node's handle does, it tells whether the worker keeps its owner alive, until it is gone.
    const handle = { hasRef: () => (this.#isGone ? undefined : this.#refed || !this.#alive) };
    this.#resource = startResource('WORKER', handle);
    const [parentPort, port] = [newPortId(), newPortId()];
    const { execPath } = processObject();
    const argv = [execPath, ...(argument === null ? [] : [argument]), ...(readStrings(options.argv) ?? [])];
    this.#start(options, (data) => ({
      tid: this.#tid,
      source,
      argv,
      execArgv,
      env,
      parentPort,
      worker: {
        name: this.#name,
        port,
        data,
        environmentData: environmentDataEntries(),
        resourceLimits: { ...this.#limits },
        hasStdin: Boolean(options.stdin),
      },
    }));
    this.#port = openKernelPort(parentPort, port);
    this.#relayMessages();
    this.ref();
    running.set(this.#tid, this);
    processObject().nextTick(() => processObject().emit('worker', this));
  }

  /** The id of the thread, -1 once it has ended. */
  get threadId(): number {
    return this.#alive ? this.#tid : -1;
  }

  /** The name of the thread, null once it has ended. */
  get threadName(): string | null {
    return this.#alive ? this.#name : null;
  }

  get resourceLimits(): ResourceLimits | Record<string, never> {
    return this.#alive ? { ...this.#limits } : {};
  }

  get stdin(): Writable | null {
    return this.#stdin;
  }

  get stdout(): Readable {
    return this.#stdout.stream;
  }

  get stderr(): Readable {
    return this.#stderr.stream;
  }

  /** Sends a message that the worker's `parentPort` receives. */
  postMessage(...args: [message?: unknown, transfer?: unknown]): void {
    if (!this.#alive) return;
    if (args.length === 0) throw notEnoughArguments();
    postMessage(this.#port, args[0], args[1]);
  }

  /** Ends the thread wherever it is; the promise holds its exit code. */
  terminate(): Promise<number | undefined> {
    this.ref();
    if (!this.#alive) return Promise.resolve(undefined);
    send('thread.terminate', this.#tid);
    return new Promise((resolve) => this.once('exit', resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.terminate();
  }

  /** Lets the worker keep this thread alive. */
  ref(): void {
    if (!this.#alive) return;
    if (!this.#refed) ref();
    this.#refed = true;
    this.#port.setRef(this.listenerCount('message') > 0);
  }

  /** Lets this thread end before the worker. */
  unref(): void {
    if (this.#refed) unref();
    this.#refed = false;
    this.#port.setRef(false);
  }

  getHeapSnapshot(): Promise<never> {
    return this.#refuse('getHeapSnapshot');
  }

  getHeapStatistics(): Promise<never> {
    return this.#refuse('getHeapStatistics');
  }

  cpuUsage(): Promise<never> {
    return this.#refuse('cpuUsage');
  }

  startCpuProfile(): Promise<never> {
    return this.#refuse('startCpuProfile');
  }

  startHeapProfile(): Promise<never> {
    return this.#refuse('startHeapProfile');
  }

  /** Hears what the kernel tells of this worker. */
  handleEvent<Type extends WorkerEvent>(type: Type, detail: KernelEvents[Type]): void {
    switch (type) {
      case 'thread-online':
        this.#inContext(() => this.emit('online'));
        return;
      case 'thread-output':
        this.#print(detail as KernelEvents['thread-output']);
        return;
      case 'thread-exit':
        this.#end(detail as KernelEvents['thread-exit']);
    }
  }

  /** No browser tells how another Worker is doing. */
  #refuse(method: string): Promise<never> {
    const error = this.#alive
      ? unavailable(`worker.${method}()`)
      : nodeError('ERR_WORKER_NOT_RUNNING', 'Worker instance not running');
    return Promise.reject(error);
  }

  #start(options: WorkerOptions, request: (data: PortPayload) => ThreadRequest): void {
    const transfer = readMessageTransfer(options.transferList ?? []);
    refuseUncloneable(options.workerData, transfer);
    sendPacked(options.workerData, transfer, (data) => {
      sendTransferring(data.transfer, 'thread.start', request(data));
    });
  }

  /**
   * Messages flow from the start, and are lost while nobody listens; only after a listener has come and gone do they wait
   * in the port for the next one. So it is in Node.
   */
  #relayMessages(): void {
    this.on('newListener', (name: unknown) => {
      if (name !== 'message' || this.listenerCount('message') > 0) return;
      this.#port.setRef(true);
      this.#port.start();
    });
    this.on('removeListener', (name: unknown) => {
      if (name !== 'message' || this.listenerCount('message') > 0) return;
      this.#port.stop();
      this.#port.setRef(false);
    });
    this.#port.onMessage = (message) => {
      this.emit('message', message.value);
    };
    this.#port.start();
  }

  #print({ fd, bytes, sizesBytes }: KernelEvents['thread-output']): void {
    this.#inContext(() => (fd === 1 ? this.#stdout : this.#stderr).push(bytes, sizesBytes));
    send('thread.output-taken', this.#tid, bytes.byteLength);
  }

  #fail(error: unknown): void {
    if (this.listenerCount('error') > 0) {
      this.emit('error', error);
      return;
    }
    try {
      this.emit('error', error);
    } catch (uncaught) {
      noteThrownByEvent(uncaught);
      throw uncaught;
    }
  }

  /** All messages and output of the worker have arrived before this. */
  #end({ exitCode, error }: KernelEvents['thread-exit']): void {
    this.#inContext(() => {
      for (let message = this.#port.takeNext(); message; message = this.#port.takeNext())
        this.emit('message', message.value);
    });
    running.delete(this.#tid);
    if (error === undefined) {
      this.#exit(exitCode);
      return;
    }
    // In a turn of its own: an 'error' that nobody listens to is an uncaught exception of this thread.
    enter(() => this.#inContext(() => this.#fail(errorOf(error))));
    // What awaits the error, and then 'exit', has its microtasks in between.
    macrotask(() => {
      enter(() => {
        this.#exit(exitCode);
      });
    });
  }

  #exit(exitCode: number): void {
    this.removeAllListeners('message');
    this.unref();
    this.#alive = false;
    this.#port.close();
    this.#inContext(() => {
      this.#stdout.end();
      this.#stderr.end();
    });
    enter(() => this.#inContext(() => this.emit('exit', exitCode)));
    this.removeAllListeners();
    macrotask(() => {
      this.#isGone = true;
      endResource(this.#resource);
    });
  }
}

type WorkerEvent = 'thread-online' | 'thread-output' | 'thread-exit';

for (const type of ['thread-online', 'thread-output', 'thread-exit'] as const)
  onKernelEvent(type, (detail) => running.get(detail.tid)?.handleEvent(type, detail));

function readStrings(list: unknown): string[] | undefined {
  return list ? (list as unknown[]).map(String) : undefined;
}

/** The worker's own variables, or null to share those of this thread. */
function readEnvironment(option: unknown): Record<string, string> | null {
  if (option === SHARE_ENV) {
    shareEnvironment();
    return null;
  }
  if (option === undefined || option === null) return environmentCopy();
  if (typeof option !== 'object') {
    const expected = ['object', 'undefined', 'null', 'worker_threads.SHARE_ENV'];
    throw invalidArgType('options.env', expected, option);
  }
  return Object.fromEntries(Object.entries(option).map(([name, value]) => [name, String(value)]));
}

function readName(option: unknown): string {
  if (!option) return 'WorkerThread';
  validateString(option, 'options.name');
  return option.trim();
}

function errorOf(error: unknown): unknown {
  const packed = error as Partial<PackedError> | null;
  return packed?.kind === undefined ? startError(error) : unpackError(packed as PackedError);
}
