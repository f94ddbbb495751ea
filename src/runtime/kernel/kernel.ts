import { systemError } from '../protocol/errno.ts';
import type { PortId, PortPayload } from '../protocol/port-messages.ts';
import type { SpawnRequest } from '../protocol/process-calls.ts';
import { serializeError } from '../protocol/serialized-error.ts';
import type { ThreadRequest } from '../protocol/thread-calls.ts';
import type { ThreadToKernel } from '../protocol/thread-messages.ts';
import type { IpcChannel, Program, TerminalSize } from '../protocol/thread-start.ts';
import { answerSystemCall, type Handler } from './answer-system-call.ts';
import { descriptorCalls } from './calls/descriptor-calls.ts';
import { fileLockCalls } from './calls/file-lock-calls.ts';
import { poolCalls } from './calls/pool-calls.ts';
import { portCalls } from './calls/port-calls.ts';
import { lockCalls } from './calls/lock-calls.ts';
import { processCalls } from './calls/process-calls.ts';
import { sharedMemoryCalls } from './calls/shared-memory-calls.ts';
import { socketCalls } from './calls/socket-calls.ts';
import { threadCalls } from './calls/thread-calls.ts';
import { installInterpreters, lookUpCommand } from './commands/command-lookup.ts';
import { type NodeOption, parseNodeOptions, parseNodeOptionsVariable } from './commands/node-options.ts';
import { fileCallHandlers } from './file-system/file-call-handlers.ts';
import { FileSystem } from './file-system/file-system.ts';
import { roomAfter } from './room-after.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { MessageRouter } from './message-router.ts';
import { weightOf } from './message-weight.ts';
import { moduleCallHandlers } from './modules/module-call-handlers.ts';
import { parser } from './modules/parser.ts';
import type { OpenDescription } from './open-description.ts';
import type { Process } from './process.ts';
import { ProcessTable } from './process-table.ts';
import { PythonSpare } from './python-spare.ts';
import { NO_PYTHON, type PythonSupply } from './python-supply.ts';
import { RunningThreads } from './running-threads.ts';
import { SharedMemory } from './shared-memory/shared-memory.ts';
import { startThread } from './start-thread.ts';
import type { Thread } from './thread.ts';
import { ThreadPool, type ThreadWorker } from './thread-pool.ts';
import { ThreadWaits } from './thread-waits.ts';

/** What a kernel is given by the realm that it runs in. */
export interface KernelOptions {
  /** Makes a Worker that runs `thread/main.ts`. */
  readonly createWorker: () => ThreadWorker;
  readonly processorCount: number;
  readonly limits?: Limits;
  readonly python?: PythonSupply;
}

/** A process to be started. */
export interface ProcessRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly argv0?: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the new process's descriptors lead to, from 0; `null` where it has none. */
  readonly descriptors: readonly (OpenDescription | null)[];
  /** `null` for what the page starts. */
  readonly parent: Process | null;
  readonly group?: SpawnRequest['group'];
  readonly terminal?: TerminalSize | null;
  readonly ipc?: { readonly serialization: IpcChannel['serialization']; readonly owner: Thread };
}

/** How long a Python program has the processors to itself, to print its first line. */
const AFTER_START_MS = 50;

/** By this argument, CPython's `multiprocessing` knows the processes that it has started. */
const MULTIPROCESSING_CHILD = '--multiprocessing-fork';

/**
 * The one authority over processes, threads, files and messages. It never blocks: whatever must wait is a promise,
 * and the thread that asked waits, or not, on its own side.
 */
export class Kernel {
  readonly files = new FileSystem();
  readonly processes: ProcessTable;
  readonly pool: ThreadPool;
  readonly python: PythonSupply;
  readonly sharedMemory = new SharedMemory(this.files);
  readonly #pythonSpare: PythonSpare;
  readonly processorCount: number;
  readonly #router = new MessageRouter<Thread>(
    (thread, delivery, transfer, weight) => thread.post(delivery, transfer, weight),
    (thread) => thread.untakenWeight,
  );
  readonly #handlers: Readonly<Record<string, Handler>>;
  readonly #threads: RunningThreads;
  #afterStart: ReturnType<typeof setTimeout> | undefined;
  /** Ports that the kernel itself names have the ids below those of the first thread. */
  #nextPortId: PortId = 1;

  constructor({ createWorker, processorCount, limits = DEFAULT_LIMITS, python = NO_PYTHON }: KernelOptions) {
    installInterpreters(this.files);
    this.processorCount = processorCount;
    this.python = python;
    this.processes = new ProcessTable(limits.processes);
    this.#threads = new RunningThreads(limits.threads, {
      onMessage: (thread, message) => {
        this.handle(thread, message);
        return roomAfter(message, thread, this.#router);
      },
      onEnd: (thread) => {
        this.#router.dropThread(thread);
        if (thread.tid === 0) thread.process.end({ exitCode: 1, signal: null });
      },
    });
    this.pool = new ThreadPool(createWorker, processorCount);
    this.#pythonSpare = new PythonSpare(this.pool, python);
    python.onHint(() => this.#pythonSpare.prepare(false));
    const waits = new ThreadWaits();
    this.#handlers = {
      ...descriptorCalls(this.sharedMemory.rings, waits, this.processes),
      ...fileLockCalls(waits),
      ...processCalls(this),
      ...threadCalls(this),
      ...lockCalls(),
      ...poolCalls(this),
      ...portCalls(this.#router),
      ...fileCallHandlers(),
      ...moduleCallHandlers(this.files),
      ...sharedMemoryCalls(this.sharedMemory),
      ...socketCalls(),
    } as unknown as Record<string, Handler>;
  }

  /**
   * Starts a process and its main thread.
   * @throws ENOENT when there is no such command or directory, EAGAIN when the host is full
   */
  startProcess(request: ProcessRequest): { process: Process; ipcPort?: PortId } {
    const { parent, env, args } = request;
    const files = this.#filesIn(request.cwd);
    if (parent) files.umask = parent.files.umask;
    const command = lookUpCommand(request.command, args, files, env);
    this.#threads.checkMayStart(parent, 'spawn');
    const process = this.processes.add(
      {
        commandLine: [request.command, ...args].join(' '),
        program: command.program,
        env,
        files,
        terminal: request.terminal ?? parent?.terminal ?? null,
      },
      parent,
      request.group,
    );
    this.sharedMemory.tracked.join(process, args.includes(MULTIPROCESSING_CHILD) ? parent : null);
    request.descriptors.forEach((description, fd) => {
      if (description) process.descriptors.set(fd, description);
    });
    const python = startsInterpreter(command.program) ? this.#pythonSpare.take() : undefined;
    const thread = this.#threads.add(python?.warm ?? this.pool.take(), process, 0, null);
    python?.supplied.catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      this.#threads.endWith(thread, `${request.argv0 ?? request.command}: ${message}\n`);
    });
    const ipc = request.ipc && this.#connectIpc(request.ipc, thread);
    const argv0 = request.argv0 ?? request.command;
    startThread(thread, { ...command, argv0, env: process.env, ipc: ipc?.child ?? null, worker: null }, this);
    // While the thread begins, there is time for what reads its program.
    if (command.program.interpreter === 'node') setTimeout(parser);
    return { process, ...(ipc ? { ipcPort: ipc.parentPort } : {}) };
  }

  /** Starts a worker thread; a failure is told to its owner as an exit. */
  startWorker(owner: Thread, request: ThreadRequest): void {
    const { tid, worker } = request;
    try {
      this.#threads.checkMayStart(owner.process, 'uv_thread_create');
    } catch (error) {
      owner.emit('thread-exit', { tid, exitCode: 1, terminated: false, error: serializeError(error) });
      return;
    }
    const thread = this.#threads.add(this.pool.take(), owner.process, tid, owner);
    this.#router.connect({ id: request.parentPort, owner }, { id: worker.port, owner: thread });
    this.#router.carry(owner, thread, worker.data);
    startThread(
      thread,
      {
        program: { interpreter: 'node', source: request.source, options: workerOptions(request) },
        argv: request.argv,
        argv0: request.argv[0] ?? '',
        execArgv: request.execArgv,
        execPath: request.argv[0] ?? '',
        env: request.env,
        ipc: null,
        worker,
      },
      this,
      worker.data.transfer,
    );
  }

  /**
   * Starts a thread of a process's pool. Programs never see its id, which is negative.
   * @throws EAGAIN when the host is full
   */
  startPoolThread(process: Process, index: number): Thread {
    this.#threads.checkMayStart(process, 'uv_thread_create');
    const thread = this.#threads.add(this.pool.take(), process, -1 - index, null);
    const nothing = { argv: [], argv0: '', execArgv: [], execPath: '', env: {}, ipc: null, worker: null };
    startThread(thread, { ...nothing, program: { interpreter: 'pool' } }, this);
    return thread;
  }

  /** Delivers what one thread of a process sends to another by its id. */
  sendToThread(sender: Thread, tid: number, id: number, payload: PortPayload): void {
    const receiver = sender.process.threads.get(tid);
    if (!receiver) {
      this.#router.drop(sender, payload);
      sender.emit('thread-message-result', { id, result: 'no-listener' });
      return;
    }
    this.#router.carry(sender, receiver, payload);
    const detail = { source: sender.tid, id, payload };
    receiver.post({ type: 'event', event: 'thread-message', detail }, payload.transfer);
  }

  /** Handles a message of a running thread. */
  handle(thread: Thread, message: ThreadToKernel): void {
    switch (message.type) {
      case 'system-call':
        answerSystemCall(this.#handlers, thread, message);
        return;
      case 'continue-reply':
        thread.reply.continue();
        return;
      case 'warm':
        if (!startsInterpreter(thread.process.program)) this.pool.refill();
        return;
      case 'output':
        // What it announces has been taken by now.
        return;
      case 'port.post':
        thread.sentWeight = weightOf(message.value);
        this.#router.handle(thread, message);
        return;
      case 'port.start':
      case 'port.close':
      case 'port.return':
      case 'port.offer-ring':
      case 'port.accept-ring':
        this.#router.handle(thread, message);
        return;
    }
  }

  /** A process's interpreter is ready and begins with the program: soon there is time for what may be needed next. */
  programStarts(process: Process): void {
    process.programStarts();
    if (process.program.interpreter !== 'python') return;
    this.#afterStart ??= setTimeout(() => {
      this.#afterStart = undefined;
      this.#pythonSpare.prepare(true);
      this.pool.refill();
      this.python.loadLibrary();
    }, AFTER_START_MS);
  }

  /** How many threads run. */
  get threadCount(): number {
    return this.#threads.count;
  }

  /** The processes that descend from one that the page started, that one included. */
  *session(leader: Process): Generator<Process> {
    for (const process of this.processes) if (process.session === leader.session) yield process;
  }

  /** From now on nothing new starts in this session: it is about to be ended, and must not outrun that. */
  closeSession(leader: Process): void {
    this.#threads.closeSession(leader);
  }

  /** Ends everything that runs and the Workers that stand ready. */
  dispose(): void {
    for (const process of [...this.processes]) process.end({ exitCode: null, signal: 'SIGKILL' });
    clearTimeout(this.#afterStart);
    this.#pythonSpare.dispose();
    this.pool.dispose();
  }

  #connectIpc(
    { serialization, owner }: NonNullable<ProcessRequest['ipc']>,
    child: Thread,
  ): { child: IpcChannel; parentPort: PortId } {
    const parentPort = this.#nextPortId++;
    const port = this.#nextPortId++;
    this.#router.connect({ id: parentPort, owner }, { id: port, owner: child });
    return { child: { port, serialization }, parentPort };
  }

  #filesIn(cwd: string): FileSystem {
    try {
      return this.files.view(cwd);
    } catch {
      throw systemError('ENOENT', 'spawn');
    }
  }
}

/** A worker that has its own environment has its own `NODE_OPTIONS`. */
function workerOptions({ env, execArgv }: ThreadRequest): readonly NodeOption[] {
  const inherited = parseNodeOptionsVariable(env?.['NODE_OPTIONS'] ?? '');
  return [...inherited.options, ...parseNodeOptions(execArgv).options];
}

function startsInterpreter(program: Program): boolean {
  return program.interpreter === 'python' && program.source.kind !== 'notice';
}
