import type { ExitStatus, SpawnedProcess } from '../../protocol/process-calls.ts';
import { enter, macrotask, ref, unref } from '../../thread/event-loop.ts';
import { callSync, onKernelEvent, submit } from '../../thread/system-calls.ts';
import { EventEmitter } from '../events.ts';
import { bindToContext } from './async-context.ts';
import { toSignalNumber } from './child-signals.ts';
import { readStdio, type ChildStdio } from './child-stdio.ts';
import { isLent, readPipe, writePipe } from './child-streams.ts';
import { connectToChild, type IpcControl, type IpcTarget } from './ipc-channel.ts';
import { nextTick } from './next-tick.ts';
import { isReportedByEvent, type ReportedError, spawnError } from './spawn-error.ts';
import { readRawSpawnOptions, type RawSpawnOptions, type SpawnCommand } from './spawn-options.ts';
import type { Readable, Writable } from './stream-types.ts';
import { validateObject, validateOneOf } from './validators.ts';

/** Resolved by the bundler, which evaluates a file at the first call: few children have more than the standard streams. */
declare const require: (file: './net/socket.ts') => typeof import('./net/socket.ts');

const running = new Map<number, ChildProcess>();

/**
 * A process that this thread has started.
 *
 * @see https://nodejs.org/api/child_process.html#class-childprocess
 */
export class ChildProcess extends EventEmitter implements IpcTarget {
  connected = false;
  signalCode: string | null = null;
  exitCode: number | null = null;
  killed = false;
  spawnfile: string | null = null;
  spawnargs: string[] = [];
  declare pid: number | undefined;
  declare stdin: Writable | null;
  declare stdout: Readable | null;
  declare stderr: Readable | null;
  declare stdio: (Readable | Writable | null)[];
  declare channel?: IpcControl | null;
  /** The child itself, and each of its pipes and channels, must be closed before 'close'. */
  #closesNeeded = 1;
  /** Events happen in the context in which the child was started. */
  #inContext = (tell: () => unknown): unknown => tell();
  #alive = false;
  #refed = false;

  /** Starts a child as programs do that make a ChildProcess themselves, which Node does not document. */
  spawn(given: unknown): void {
    validateObject(given, 'options');
    const options = given as RawSpawnOptions;
    const stdio = readStdio(options.stdio ?? 'pipe', { sync: false });
    checkSerialization(options);
    this.start(readRawSpawnOptions(options, stdio.ipcIndex !== null), stdio);
  }

  /** Starts the child. What Node reports by an 'error' event does not throw. */
  start(command: SpawnCommand, stdio = readStdio(command.options.stdio ?? 'pipe', { sync: false })): void {
    const { options, file, args } = command;
    checkSerialization(options);
    this.#inContext = bindToContext((tell: () => unknown) => tell());
    const serialization = options.serialization === 'advanced' ? 'advanced' : 'json';
    this.spawnfile = file;
    this.spawnargs = args;
    try {
      const started = startProcess(command, stdio, serialization);
      this.#begin(started, stdio);
      if (started.ipcPort === undefined) return;
      this.#closesNeeded += 1;
      connectToChild(this, { port: started.ipcPort, serialization }, () => this.#closed());
    } catch (error) {
      if (!isReportedByEvent(error)) throw error;
      this.#fail(error, stdio);
    }
  }

  /**
   * Sends a signal.
   *
   * @throws ERR_UNKNOWN_SIGNAL
   */
  kill(signal: unknown = 'SIGTERM'): boolean {
    const number = signal === 0 ? 0 : toSignalNumber(signal);
    if (!this.#alive || this.pid === undefined) return false;
    try {
      callSync('process.kill', this.pid, number);
    } catch (error) {
      if ((error as { code?: string }).code === 'ESRCH') return false;
      throw error;
    }
    this.killed = true;
    return true;
  }

  [Symbol.dispose](): void {
    if (!this.killed) this.kill();
  }

  /** Lets the child keep this process alive. */
  ref(): void {
    if (this.#refed || !this.#alive) return;
    this.#refed = true;
    ref();
  }

  /** Lets this process end before the child. */
  unref(): void {
    if (!this.#refed) return;
    this.#refed = false;
    unref();
  }

  /** Whether a pipe from the child has not ended yet. */
  get isRead(): boolean {
    return [this.stdout, this.stderr].some(
      (stream) => stream !== null && !stream.readableEnded && !stream.destroyed,
    );
  }

  /** The kernel says that the child has ended. */
  exited({ exitCode, signal }: ExitStatus): void {
    if (signal === null) this.exitCode = exitCode;
    else this.signalCode = signal;
    this.#end(() => this.emit('exit', this.exitCode, this.signalCode));
  }

  #begin({ pid, descriptors }: SpawnedProcess, stdio: ChildStdio): void {
    this.pid = pid;
    this.#alive = true;
    this.ref();
    running.set(pid, this);
    this.#openStreams(stdio, descriptors);
    nextTick(() => this.emit('spawn'));
  }

  #fail(cause: ReportedError, stdio: ChildStdio): void {
    this.pid = undefined;
    this.#openStreams(stdio, []);
    const { spawnfile, spawnargs } = this;
    const error = spawnError(cause.code, 'spawn', spawnfile ?? '', spawnargs.slice(1));
    nextTick(() => {
      this.exitCode = cause.errno;
      this.#end(() => this.emit('error', error));
    });
  }

  #end(tell: () => void): void {
    this.#alive = false;
    this.#inContext(() => this.stdin?.destroy());
    enter(() => this.#inContext(tell));
    // A program may still begin to read when it hears of the exit; what it leaves is read away, for 'close'.
    this.#inContext(() => {
      nextTick(() => this.#drain());
    });
    // What awaits the end, and then 'close', has its microtasks in between.
    macrotask(() => {
      enter(() => {
        this.unref();
        this.#inContext(() => {
          this.#closed();
        });
      });
    });
  }

  #openStreams({ targets, ipcIndex }: ChildStdio, descriptors: SpawnedProcess['descriptors']): void {
    this.stdio = targets.map(({ type }, index) => {
      if ((type !== 'pipe' && type !== 'socket') || index === ipcIndex) return null;
      const fd = descriptors[index] ?? null;
      if (index === 0) return writePipe(fd);
      const stream =
        fd !== null && type === 'socket' ? new (require('./net/socket.ts').Socket)({ fd }) : readPipe(fd);
      this.#closesNeeded += 1;
      stream.on('close', () => this.#closed());
      return stream;
    });
    const [stdin, stdout, stderr] = this.stdio;
    this.stdin = (stdin ?? null) as Writable | null;
    this.stdout = (stdout ?? null) as Readable | null;
    this.stderr = (stderr ?? null) as Readable | null;
  }

  #drain(): void {
    for (const stream of this.stdio as (Partial<Readable> | null)[])
      if (stream?.readable && !isLent(stream)) stream.resume?.();
  }

  #closed(): void {
    this.#closesNeeded -= 1;
    if (this.#closesNeeded === 0) this.emit('close', this.exitCode, this.signalCode);
  }
}

// The ends of the child's pipes are on their way in the same moment, and libuv, too, looks at pipes before it reaps
// children. The kernel answers in order, so its answer to any call comes after them.
onKernelEvent('child-exit', ({ pid, ...status }) => {
  const child = running.get(pid);
  running.delete(pid);
  if (child?.isRead) submit('process.parent', [], () => child.exited(status));
  else child?.exited(status);
});

function checkSerialization({ serialization }: { serialization?: unknown }): void {
  validateOneOf(serialization, 'options.serialization', [undefined, 'json', 'advanced']);
}

function startProcess(
  { file, args, cwd, env, options }: SpawnCommand,
  stdio: ChildStdio,
  serialization: 'json' | 'advanced',
): SpawnedProcess {
  const [argv0 = file, ...rest] = args;
  return callSync('process.spawn', {
    command: file,
    args: rest,
    ...(argv0 === file ? {} : { argv0 }),
    cwd,
    env,
    stdio: stdio.targets,
    ...(stdio.ipcIndex === null ? {} : { ipc: serialization }),
    ...(options.detached ? { group: 'session' as const } : {}),
  });
}
