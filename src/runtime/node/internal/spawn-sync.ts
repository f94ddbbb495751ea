import type { FinishedProcess } from '../../protocol/process-calls.ts';
import { callSync } from '../../thread/system-calls.ts';
import { Buffer } from './buffer/buffer.ts';
import { readKillSignal } from './child-signals.ts';
import { readStdio } from './child-stdio.ts';
import { invalidArgType } from './errors.ts';
import { readExecArguments, readExecCommand } from './exec-file.ts';
import { processObject } from './process-object.ts';
import { isReportedByEvent, type ReportedError, spawnError } from './spawn-error.ts';
import {
  readMaxBuffer,
  readSpawnArguments,
  readTimeout,
  type SpawnCommand,
  type SpawnOptions,
} from './spawn-options.ts';

type Output = string | Uint8Array | null;

/** What `spawnSync` returns. */
export interface SpawnSyncResult {
  error?: Error;
  status: number | null;
  signal: string | null;
  output: Output[] | null;
  pid: number;
  stdout?: Output | undefined;
  stderr?: Output | undefined;
}

/** What ended a child before its time, as the error that Node reports. */
const endings = {
  timeout: { code: 'ETIMEDOUT' },
  maxBytes: { code: 'ENOBUFS' },
} as const;

/** @see https://nodejs.org/api/child_process.html#child_processspawnsynccommand-args-options */
export function spawnSync(file: unknown, args?: unknown, options?: unknown): SpawnSyncResult {
  const command = readSpawnArguments(file, args, options);
  const finished = runToEnd(command);
  const result = describe(finished, command.options.encoding);
  const ending = 'code' in finished ? finished : endings[finished.endedBy as keyof typeof endings];
  if (!ending) return result;
  return { error: spawnError(ending.code, 'spawnSync', command.file, command.args.slice(1)), ...result };
}

/** @see https://nodejs.org/api/child_process.html#child_processexecfilesyncfile-args-options */
export function execFileSync(file: unknown, ...rest: unknown[]): Output | undefined {
  const { args, options } = readExecArguments(rest);
  const result = spawnSync(file, args, options);
  const command = [options.argv0 ?? file, ...args].join(' ');
  return outputOf(result, command, options);
}

/** @see https://nodejs.org/api/child_process.html#child_processexecsynccommand-options */
export function execSync(command: unknown, options?: unknown): Output | undefined {
  const read = readExecCommand(command, options);
  return outputOf(spawnSync(read.file, read.options), read.file, read.options);
}

function outputOf(result: SpawnSyncResult, command: string, options: SpawnOptions): Output | undefined {
  if (!options.stdio && result.stderr) processObject().stderr.write(result.stderr);
  if (result.error) throw Object.assign(result.error, result);
  if (result.status === 0) return result.stdout;
  const { stderr } = result;
  const details = stderr && stderr.length > 0 ? `\n${String(stderr)}` : '';
  throw Object.assign(new Error(`Command failed: ${command}${details}`), result);
}

/** Runs the child, or tells why it could not be started. */
function runToEnd({ file, args, cwd, env, options }: SpawnCommand): FinishedProcess | ReportedError {
  const timeoutMs = readTimeout(options.timeout);
  const maxBytes = readMaxBuffer(options.maxBuffer);
  const killSignal = readKillSignal(options.killSignal);
  const { targets } = readStdio(options.stdio ? options.stdio : 'pipe', { sync: true });
  const input = readInput(options);
  const [argv0 = file, ...rest] = args;
  try {
    return callSync('process.spawn-and-wait', {
      command: file,
      args: rest,
      ...(argv0 === file ? {} : { argv0 }),
      cwd,
      env,
      stdio: input ? [{ type: 'pipe' }, ...targets.slice(1)] : targets,
      input,
      timeoutMs,
      killSignal,
      maxBytes,
    });
  } catch (error) {
    if (isReportedByEvent(error)) return error;
    throw error;
  }
}

function describe(finished: FinishedProcess | ReportedError, encoding: unknown): SpawnSyncResult {
  if ('code' in finished)
    return { status: null, signal: null, output: null, pid: 0, stdout: undefined, stderr: undefined };
  const output = finished.output.map((bytes) => decode(bytes, encoding));
  const { exitCode: status, signal, pid } = finished;
  return { status, signal, output, pid, stdout: output[1], stderr: output[2] };
}

function decode(bytes: Uint8Array | null, encoding: unknown): Output {
  if (!bytes) return null;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return typeof encoding === 'string' && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
}

/** @throws ERR_INVALID_ARG_TYPE */
function readInput({ input, stdio, encoding }: SpawnOptions): Uint8Array | null {
  const given: unknown = input ? input : Array.isArray(stdio) ? inputInStdio(stdio[0]) : null;
  if (given === null || given === undefined) return null;
  if (typeof given === 'string')
    return Buffer.from(given, typeof encoding === 'string' ? encoding : undefined);
  if (ArrayBuffer.isView(given))
    return new Uint8Array(given.buffer, given.byteOffset, given.byteLength).slice();
  throw invalidArgType('options.stdio[0]', ['Buffer', 'TypedArray', 'DataView', 'string'], given);
}

/** A buffer in the place of the descriptor is the child's input. */
function inputInStdio(entry: unknown): unknown {
  return ArrayBuffer.isView(entry) ? entry : null;
}
