import { Buffer } from './buffer/buffer.ts';
import type { ChildProcess } from './child-process-class.ts';
import { readKillSignal } from './child-signals.ts';
import { nodeError } from './errors.ts';
import { promisifyCustom } from './promisify.ts';
import { spawn } from './spawn.ts';
import {
  ownOptions,
  readMaxBuffer,
  readTimeout,
  refuseNullBytes,
  type SpawnOptions,
} from './spawn-options.ts';
import type { Readable } from './stream-types.ts';
import { getSystemErrorName } from './system-error-names.ts';
import { clearTimeout, setTimeout } from './timeouts.ts';
import { validateFunction, validateObject, validateString } from './validators.ts';

type Output = string | Uint8Array;
type ExecCallback = (error: ExecError | null, stdout: Output, stderr: Output) => void;

/** What `exec` reports when the child failed. */
export interface ExecError extends Error {
  code?: unknown;
  killed?: boolean;
  signal?: string | null;
  cmd?: string;
  stdout?: Output;
  stderr?: Output;
}

/** @see https://nodejs.org/api/child_process.html#child_processexecfilefile-args-options-callback */
export function execFile(file: unknown, ...rest: unknown[]): ChildProcess {
  const { args, options, callback } = readExecArguments(rest);
  const killSignal = readKillSignal(options.killSignal);
  const timeoutMs = readTimeout(options.timeout);
  const maxBytes = readMaxBuffer(options.maxBuffer);
  const { cwd, env, gid, shell, signal, uid } = options;
  const child = spawn(file, args, {
    cwd,
    env,
    gid,
    shell: shell ?? false,
    uid,
    ...(signal === undefined ? {} : { signal }),
  });
  const encoding = 'encoding' in options ? options.encoding : 'utf8';
  const collector = new OutputCollector(child, [file as string, ...args].join(' '), callback);
  collector.collect(isEncoding(encoding) ? encoding : null, maxBytes, killSignal);
  collector.limitTime(timeoutMs, killSignal);
  return child;
}

/** @see https://nodejs.org/api/child_process.html#child_processexeccommand-options-callback */
export function exec(command: unknown, options?: unknown, callback?: unknown): ChildProcess {
  const read = readExecCommand(command, options);
  return execFile(read.file, read.options, typeof options === 'function' ? options : callback);
}

/** Adds what `util.promisify` makes of `exec` and `execFile`: a promise of both outputs, with the child upon it. */
function promised(run: (...args: unknown[]) => ChildProcess): void {
  const promising = (
    ...args: unknown[]
  ): Promise<{ stdout: Output; stderr: Output }> & { child?: ChildProcess } => {
    const { promise, resolve, reject } = Promise.withResolvers<{ stdout: Output; stderr: Output }>();
    const child = run(...args, (error: ExecError | null, stdout: Output, stderr: Output) => {
      if (error) reject(Object.assign(error, { stdout, stderr }));
      else resolve({ stdout, stderr });
    });
    return Object.assign(promise, { child });
  };
  Object.defineProperty(promising, 'name', { value: run.name, configurable: true });
  Object.defineProperty(run, promisifyCustom, { value: promising, enumerable: false });
}

promised(execFile);
promised(exec);

/**
 * Reads the arguments of `exec` and `execSync`.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
export function readExecCommand(command: unknown, options: unknown): { file: string; options: SpawnOptions } {
  validateString(command, 'command');
  refuseNullBytes(command, 'command');
  const given = ownOptions(typeof options === 'function' ? null : (options as SpawnOptions));
  return {
    file: command,
    options: ownOptions({ ...given, shell: typeof given.shell === 'string' ? given.shell : true }),
  };
}

/** What `execFile` and `execFileSync` were called with. */
export interface ExecArguments {
  readonly args: unknown[];
  readonly options: SpawnOptions;
  readonly callback: ExecCallback | null;
}

/**
 * Reads `(args?, options?, callback?)`, where each may be left out.
 *
 * @throws ERR_INVALID_ARG_TYPE
 */
export function readExecArguments(rest: unknown[]): ExecArguments {
  const [first] = rest;
  const hasArgs = Array.isArray(first) || first === undefined || first === null;
  const [options, callback] = hasArgs ? rest.slice(1) : rest;
  const given = typeof options === 'function' ? null : (options ?? null);
  if (given !== null) validateObject(given, 'options');
  const listener = typeof options === 'function' ? options : callback;
  if (listener !== undefined && listener !== null) validateFunction(listener, 'callback');
  const checked = ownOptions(given);
  if (checked.argv0 !== undefined && checked.argv0 !== null) {
    validateString(checked.argv0, 'options.argv0');
    refuseNullBytes(checked.argv0, 'options.argv0');
  }
  return {
    args: Array.isArray(first) ? [...(first as unknown[])] : [],
    options: checked,
    callback: (listener ?? null) as ExecCallback | null,
  };
}

/** Gathers what a child prints until it ends, is too slow, or prints too much. */
class OutputCollector {
  readonly #child: ChildProcess;
  readonly #command: string;
  readonly #callback: ExecCallback | null;
  readonly #chunks: { stdout: Output[]; stderr: Output[] } = { stdout: [], stderr: [] };
  #encoding: string | null = null;
  #error: ExecError | null = null;
  #killed = false;
  #finished = false;
  #timer: unknown;

  constructor(child: ChildProcess, command: string, callback: ExecCallback | null) {
    this.#child = child;
    this.#command = command;
    this.#callback = callback;
    child.on('close', (code: number | null, signal: string | null) => this.#finish(code, signal));
    child.on('error', (error: Error) => {
      this.#error = error;
      this.#stopReading();
      this.#finish(null, null);
    });
  }

  collect(encoding: string | null, maxBytes: number, killSignal: number): void {
    this.#encoding = encoding;
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = this.#child[name];
      if (encoding) stream?.setEncoding(encoding);
      if (stream) this.#collectFrom(stream, name, maxBytes, killSignal);
    }
  }

  limitTime(timeoutMs: number, killSignal: number): void {
    if (timeoutMs > 0) this.#timer = setTimeout(() => this.#kill(killSignal), timeoutMs);
  }

  #collectFrom(stream: Readable, name: 'stdout' | 'stderr', maxBytes: number, killSignal: number): void {
    let sizeBytes = 0;
    stream.on('data', (chunk: Output) => {
      const before = sizeBytes;
      sizeBytes +=
        typeof chunk === 'string' ? Buffer.byteLength(chunk, this.#encoding ?? 'utf8') : chunk.length;
      const fits = sizeBytes <= maxBytes;
      this.#chunks[name].push(fits ? chunk : chunk.slice(0, maxBytes - before));
      if (fits) return;
      this.#error = nodeError(
        'ERR_CHILD_PROCESS_STDIO_MAXBUFFER',
        `${name} maxBuffer length exceeded`,
        RangeError,
      );
      this.#kill(killSignal);
    });
  }

  #kill(signal: number): void {
    this.#stopReading();
    this.#killed = true;
    try {
      this.#child.kill(signal);
    } catch (error) {
      this.#error = error as Error;
      this.#finish(null, null);
    }
  }

  #stopReading(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #finish(code: number | null, signal: string | null): void {
    if (this.#finished) return;
    this.#finished = true;
    clearTimeout(this.#timer);
    // Not called as a method, so that stacks do not name this class.
    const callback = this.#callback;
    if (!callback) return;
    const [stdout, stderr] = [this.#output('stdout'), this.#output('stderr')];
    if (!this.#error && code === 0 && signal === null) {
      callback(null, stdout, stderr);
      return;
    }
    const error: ExecError = this.#error ?? this.#failure(code, signal, stderr);
    error.cmd = this.#command;
    callback(error, stdout, stderr);
  }

  #failure(code: number | null, signal: string | null, stderr: Output): ExecError {
    return Object.assign(new Error(`Command failed: ${this.#command}\n${String(stderr)}`), {
      code: code !== null && code < 0 ? getSystemErrorName(code) : code,
      killed: this.#child.killed || this.#killed,
      signal,
    });
  }

  #output(name: 'stdout' | 'stderr'): Output {
    const chunks = this.#chunks[name];
    const decoded = this.#encoding ?? this.#child[name]?.readableEncoding;
    return decoded ? chunks.join('') : Buffer.concat(chunks as Uint8Array[]);
  }
}

function isEncoding(encoding: unknown): encoding is string {
  return encoding !== 'buffer' && typeof encoding === 'string' && Buffer.isEncoding(encoding);
}
