import pathModule from '../path.ts';
import { emitWarning } from './emit-warning.ts';
import { invalidArgType, invalidArgValue, unavailable } from './errors.ts';
import { processObject } from './process-object.ts';
import { fileURLToPath } from './url/file-urls.ts';
import {
  validateArray,
  validateBoolean,
  validateInt32,
  validateInteger,
  validateNumber,
  validateObject,
  validateString,
} from './validators.ts';

/** What `spawn` and its kin accept; each is checked when it is used. */
export interface SpawnOptions {
  argv0?: unknown;
  cwd?: unknown;
  detached?: unknown;
  encoding?: unknown;
  env?: unknown;
  execArgv?: unknown;
  execPath?: unknown;
  gid?: unknown;
  input?: unknown;
  killSignal?: unknown;
  maxBuffer?: unknown;
  serialization?: unknown;
  shell?: unknown;
  signal?: unknown;
  silent?: unknown;
  stdio?: unknown;
  timeout?: unknown;
  uid?: unknown;
  windowsHide?: unknown;
  windowsVerbatimArguments?: unknown;
}

/** A checked command line with its surroundings. */
export interface SpawnCommand {
  readonly file: string;
  /** With the program's own name in front: `spawnargs`. */
  readonly args: string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly options: SpawnOptions;
}

let warnedOfShellArguments = false;

/**
 * Checks the arguments of `spawn(file, args, options)` in the order in which Node does.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/child_process.js
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
export function readSpawnArguments(file: unknown, args: unknown, options: unknown): SpawnCommand {
  validateString(file, 'file');
  refuseNullBytes(file, 'file');
  if (file.length === 0) throw invalidArgValue('file', file, 'cannot be empty');
  const [list, given] = splitArguments(args, options);
  list.forEach((argument, index) => {
    refuseNullBytes(argument, `args[${index}]`);
  });
  if (given !== undefined) validateObject(given, 'options');
  const checked = ownOptions(given);
  const cwd = readDirectory(checked.cwd);
  checkSpawnOptions(checked);
  const command = inShell(file, list.map(String), checked.shell);
  const argv0 = typeof checked.argv0 === 'string' ? checked.argv0 : command.file;
  return {
    file: command.file,
    args: [argv0, ...command.args],
    cwd,
    env: readVariables(checked.env),
    options: checked,
  };
}

/** A copy that does not see what a program has put on `Object.prototype`. */
export function ownOptions(options: SpawnOptions | null | undefined): SpawnOptions {
  return Object.assign(Object.create(null) as SpawnOptions, options);
}

/** What `ChildProcess.prototype.spawn` takes: a file, arguments with the program's own name in front, `NAME=value` pairs. */
export interface RawSpawnOptions extends SpawnOptions {
  file?: unknown;
  args?: unknown;
  envPairs?: unknown;
}

/**
 * Checks the options of `ChildProcess.prototype.spawn`.
 *
 * @throws ERR_INVALID_ARG_TYPE
 */
export function readRawSpawnOptions(options: RawSpawnOptions, hasChannel: boolean): SpawnCommand {
  const { file, args = [], envPairs } = options;
  if (hasChannel && envPairs !== undefined) validateArray(envPairs, 'options.envPairs');
  validateString(file, 'options.file');
  validateArray(args, 'options.args');
  const pairs = (envPairs as string[] | undefined)?.map((pair) => pair.split(/=(.*)/s, 2));
  return {
    file,
    args: args.map(String),
    cwd: readDirectory(options.cwd),
    env: pairs ? (Object.fromEntries(pairs) as Record<string, string>) : readVariables(undefined),
    options,
  };
}

/** @throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE */
export function readTimeout(option: unknown): number {
  if (option === undefined || option === null) return 0;
  validateInteger(option, 'timeout', 0);
  return option;
}

/** @throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE */
export function readMaxBuffer(option: unknown): number {
  if (option === undefined || option === null) return 1024 * 1024;
  validateNumber(option, 'options.maxBuffer', 0);
  return option;
}

/** @throws ERR_INVALID_ARG_VALUE if a string could not be an argument of a program */
export function refuseNullBytes(value: unknown, name: string): void {
  if (typeof value === 'string' && value.includes('\0'))
    throw invalidArgValue(name, value, 'must be a string without null bytes');
}

/**
 * A path given as a string, a Buffer or a file URL.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
 */
export function readPath(value: unknown, name: string): string {
  const path = pathText(value, name);
  if (path.includes('\0'))
    throw invalidArgValue(name, value, 'must be a string, Uint8Array, or URL without null bytes');
  return path;
}

function pathText(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof URL) return fileURLToPath(value);
  throw invalidArgType(name, ['string', 'Buffer', 'URL'], value);
}

function splitArguments(args: unknown, options: unknown): [unknown[], SpawnOptions | undefined] {
  if (Array.isArray(args)) return [args, options as SpawnOptions | undefined];
  if (args === undefined || args === null) return [[], options as SpawnOptions | undefined];
  if (typeof args !== 'object') throw invalidArgType('args', 'object', args);
  return [[], args];
}

function checkSpawnOptions(options: SpawnOptions): void {
  const { detached, uid, gid, shell, argv0, windowsHide, windowsVerbatimArguments } = options;
  if (isGiven(detached)) validateBoolean(detached, 'options.detached');
  if (isGiven(uid)) checkIdentity(uid, 'options.uid');
  if (isGiven(gid)) checkIdentity(gid, 'options.gid');
  if (isGiven(shell) && typeof shell !== 'boolean' && typeof shell !== 'string')
    throw invalidArgType('options.shell', ['boolean', 'string'], shell);
  if (isGiven(argv0)) {
    validateString(argv0, 'options.argv0');
    refuseNullBytes(argv0, 'options.argv0');
  }
  if (isGiven(windowsHide)) validateBoolean(windowsHide, 'options.windowsHide');
  if (isGiven(windowsVerbatimArguments))
    validateBoolean(windowsVerbatimArguments, 'options.windowsVerbatimArguments');
}

/** Every process of the host is root's. */
function checkIdentity(id: unknown, name: string): void {
  validateInt32(id, name);
  if (id !== 0) throw unavailable(name);
}

function inShell(file: string, args: string[], shell: unknown): { file: string; args: string[] } {
  if (shell !== true && (typeof shell !== 'string' || shell === '')) return { file, args };
  refuseNullBytes(shell, 'options.shell');
  if (args.length > 0 && !warnedOfShellArguments) {
    warnedOfShellArguments = true;
    emitWarning(
      'Passing args to a child process with shell option true can lead to security ' +
        'vulnerabilities, as the arguments are not escaped, only concatenated.',
      'DeprecationWarning',
      'DEP0190',
    );
  }
  return { file: shell === true ? '/bin/sh' : shell, args: ['-c', [file, ...args].join(' ')] };
}

function readDirectory(option: unknown): string {
  const cwd = processObject().cwd();
  return isGiven(option) ? pathModule.resolve(cwd, readPath(option, 'options.cwd')) : cwd;
}

function readVariables(option: unknown): Record<string, string> {
  const variables: Record<string, string> = {};
  const source = (option ? option : processObject().env) as Record<string, unknown>;
  // Inherited properties count, too.
  for (const name in source) {
    const value = source[name];
    if (value === undefined) continue;
    refuseNullBytes(name, `options.env['${name}']`);
    refuseNullBytes(value, `options.env['${name}']`);
    variables[name] = `${value as string}`;
  }
  return variables;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
