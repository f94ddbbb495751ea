/**
 * `node:process`: the object of the same name, made when the kernel starts the thread.
 *
 * @see https://nodejs.org/api/process.html
 */
import { PROCESS_MEMORY } from '../protocol/shared-memory.ts';
import { SIGNALS } from '../protocol/signals.ts';
import { nextTick as queueTick } from '../thread/event-loop.ts';
import { callSync } from '../thread/system-calls.ts';
import { thread } from '../thread/thread-state.ts';
import { EventEmitter } from './events.ts';
import { bindToContext } from './internal/async-context.ts';
import { endResource, runResource, startResource } from './internal/async-resources.ts';
import { invalidArgValue, nodeError } from './internal/errors.ts';
import { createEnvironment } from './internal/process/environment.ts';
import { endWhenIdle, type ExitingProcess, exitWith, halt } from './internal/process/exit.ts';
import {
  availableMemory,
  cpuUsage,
  hrtime,
  memoryUsage,
  resourceUsage,
  uptime,
} from './internal/process/measures.ts';
import { kill, listenForSignals } from './internal/process/signals.ts';
import { followTerminalSize, standardInput, standardOutput } from './internal/process/stdio.ts';
import { handleUncaughtErrors } from './internal/process/uncaught.ts';
import { FEATURES, NODE_VERSION, RELEASE, VERSIONS } from './internal/process/version.ts';
import { warningEmitter } from './internal/process/warnings.ts';
import { validateFunction, validateString, validateUint32 } from './internal/validators.ts';

/** The `process` of this thread, once `createProcess` has run. */
let process: NodeProcess;
export { process, process as default };

/** `process`, as far as the host's own modules use it. */
export interface NodeProcess extends ExitingProcess {
  readonly pid: number;
  readonly argv: string[];
  readonly execArgv: string[];
  readonly execPath: string;
  readonly stdin: ReturnType<typeof standardInput>;
  readonly stdout: ReturnType<typeof standardOutput>;
  readonly stderr: ReturnType<typeof standardOutput>;
  env: Record<string, string | undefined>;
  cwd(): string;
  exit(code?: number | string | null): never;
  nextTick(callback: (...args: never[]) => unknown, ...args: unknown[]): void;
  emitWarning(warning: string | Error, type?: unknown, code?: unknown, ctor?: unknown): void;
}

/** Makes the thread's `process`. `builtInModule` finds a built-in module by its name without `node:`. */
export function createProcess(builtInModule: (name: string) => unknown): NodeProcess {
  const target = Object.create(processPrototype()) as ExitingProcess;
  EventEmitter.call(target);
  target._exiting = false;
  endWhenIdle(target);
  const uncaught = handleUncaughtErrors(target);
  process = Object.assign(target, {
    version: NODE_VERSION,
    versions: VERSIONS,
    arch: 'x64',
    platform: 'linux',
    release: RELEASE,
    features: FEATURES,
    config: Object.freeze({ target_defaults: Object.freeze({}), variables: Object.freeze({}) }),
    title: 'node',
    pid: thread.pid,
    argv: [...thread.argv],
    argv0: thread.argv0,
    execArgv: [...thread.execArgv],
    execPath: thread.execPath,
    debugPort: 9229,
    env: createEnvironment(),
    allowedNodeEnvironmentFlags: new Set<string>(),
    report: undefined,
    sourceMapsEnabled: false,

    cwd: workingDirectory,
    chdir: changeDirectory,
    umask,
    getuid: () => 0,
    geteuid: () => 0,
    getgid: () => 0,
    getegid: () => 0,
    getgroups: () => [0],

    hrtime,
    uptime,
    memoryUsage,
    cpuUsage,
    threadCpuUsage: cpuUsage,
    resourceUsage,
    availableMemory,
    constrainedMemory: availableMemory,

    kill,
    abort,
    exit: (code?: number | string | null) => exitWith(target, code),
    reallyExit: (code?: number) => halt(code ?? 0),
    nextTick,
    emitWarning: warningEmitter(target),
    setUncaughtExceptionCaptureCallback: (callback: unknown) => uncaught.setCapture(callback),
    hasUncaughtExceptionCaptureCallback: () => uncaught.hasCapture(),
    getBuiltinModule: (name: string) => {
      validateString(name, 'id');
      try {
        return builtInModule(name.replace(/^node:/, ''));
      } catch {
        return undefined;
      }
    },
    openStdin() {
      process.stdin.resume();
      return process.stdin;
    },
    getActiveResourcesInfo: () => [],
    setSourceMapsEnabled: () => undefined,
    binding: noBinding,
    _linkedBinding: noBinding,
  }) as unknown as NodeProcess;
  defineGetters(process);
  listenForSignals(process);
  followTerminalSize(() => process.emit('SIGWINCH', 'SIGWINCH', SIGNALS.SIGWINCH));
  return process;
}

/** `process instanceof process.constructor`, and `process` is an emitter: Node's own chain of prototypes. */
function processPrototype(): object {
  // V8's messages name it after the property, which a minifier leaves alone.
  const constructors = {
    process: class {
      constructor() {
        throw nodeError('ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor', TypeError);
      }
    },
  };
  const { prototype } = constructors.process;
  Object.setPrototypeOf(prototype, EventEmitter.prototype);
  Object.defineProperty(prototype, Symbol.toStringTag, { value: 'process', configurable: true });
  return prototype;
}

function defineGetters(target: object): void {
  const getters: Record<string, () => unknown> = {
    ppid: () => callSync('process.parent'),
    stdin: standardInput,
    stdout: () => standardOutput(1),
    stderr: () => standardOutput(2),
  };
  for (const [name, get] of Object.entries(getters)) {
    Object.defineProperty(target, name, { get, enumerable: true, configurable: true });
  }
}

let directory: string | undefined;
let directoryChanges = 0;

/** The directory is the process's; a worker asks again after its main thread has changed it. */
function workingDirectory(): string {
  const changes = Atomics.load(thread.processMemory, PROCESS_MEMORY.directoryChanges);
  if (directory === undefined || changes !== directoryChanges) {
    directory = changes === 0 ? thread.cwd : callSync('process.directory');
    directoryChanges = changes;
  }
  return directory;
}

function changeDirectory(path: string): void {
  refuseInWorkers('chdir');
  validateString(path, 'directory');
  callSync('process.change-directory', path);
}

function abort(): never {
  refuseInWorkers('abort');
  callSync('process.kill', thread.pid, SIGNALS.SIGABRT);
  return halt(128 + SIGNALS.SIGABRT);
}

function nextTick(callback: (...args: unknown[]) => unknown, ...args: unknown[]): void {
  validateFunction(callback, 'callback');
  const bound = bindToContext(callback);
  const resource = startResource('TickObject', { callback, args });
  if (resource === 0) {
    queueTick(bound, ...args);
    return;
  }
  queueTick(() => {
    runResource(resource, () => bound(...args));
    endResource(resource);
  });
}

/** What new files are not allowed; with `mask`, that from now on. @see https://nodejs.org/api/process.html#processumaskmask */
function umask(mask?: unknown): number {
  if (mask === undefined) {
    const current = callSync('fs.umask', 0);
    callSync('fs.umask', current);
    return current;
  }
  refuseInWorkers('umask');
  const bits = typeof mask === 'string' && /^[0-7]+$/.test(mask) ? Number.parseInt(mask, 8) : mask;
  if (typeof bits === 'string')
    throw invalidArgValue('mask', mask, 'must be a 32-bit unsigned integer or an octal string');
  const number: unknown = bits;
  validateUint32(number, 'mask');
  return callSync('fs.umask', number);
}

function refuseInWorkers(method: string): void {
  if (thread.isMainThread) return;
  throw nodeError(
    'ERR_WORKER_UNSUPPORTED_OPERATION',
    `process.${method}() is not supported in workers`,
    TypeError,
  );
}

function noBinding(name: string): never {
  throw nodeError('ERR_INVALID_MODULE', `No such binding: ${name}`);
}
