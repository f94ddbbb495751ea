import { SIGNALS, type SignalName } from '../../protocol/signals.ts';
import { SYSTEM } from '../../protocol/system-identity.ts';
import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';
import { type CommandIo, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import type { CommonCommand } from './common-commands.ts';
import { date } from './date-command.ts';
import { findCommand } from './find-command.ts';
import { testExpression } from './test-expression.ts';

/** The commands on processes and their surroundings. */
export const processCommands = {
  '[': bracket,
  date,
  env,
  false: () => 1,
  hostname: (_args, io) => tell(io, SYSTEM.nodename),
  id,
  kill,
  nproc,
  ps,
  sleep,
  test: (args) => testExpression(args),
  true: () => 0,
  uname,
  which,
  whoami: (_args, io) => tell(io, 'root'),
} satisfies Record<string, CommonCommand>;

function bracket(args: readonly string[]): number {
  if (args.at(-1) !== ']') throw new Error("missing ']'");
  return testExpression(args.slice(0, -1));
}

function tell(io: CommandIo, text: string): number {
  print(io.output, `${text}\n`);
  return 0;
}

/** What `node:os` says of the system. */
function uname(args: readonly string[], io: CommandIo): number {
  const { flags } = parseOptions(args, 'amnrsvo');
  const { sysname, nodename, release, version, machine } = SYSTEM;
  const parts = { s: sysname, n: nodename, r: release, v: version, m: machine, o: 'GNU/Linux' };
  const wanted = Object.entries(parts).filter(([letter]) => flags.has('a') || flags.has(letter));
  return tell(io, wanted.map(([, part]) => part).join(' ') || sysname);
}

/** Everybody is root. */
function id(args: readonly string[], io: CommandIo): number {
  const { flags } = parseOptions(args, 'ugGn');
  const one = flags.has('n') ? 'root' : '0';
  const isOne = ['u', 'g', 'G'].some((letter) => flags.has(letter));
  print(io.output, isOne ? `${one}\n` : 'uid=0(root) gid=0(root) groups=0(root)\n');
  return 0;
}

/** `env` alone lists the environment; `env [-i] [-u NAME] NAME=value command` runs a command in a changed one. */
function env(args: readonly string[], io: CommandIo): number {
  const variables: Record<string, string> = { ...thread.env };
  let index = 0;
  for (; index < args.length; index++) {
    if (args[index] === '-i' || args[index] === '-') {
      for (const name of Object.keys(variables)) delete variables[name];
      continue;
    }
    if (args[index] === '-u') {
      delete variables[args[++index] ?? ''];
      continue;
    }
    const match = /^([^=]+)=(.*)$/s.exec(args[index]!);
    if (!match) break;
    variables[match[1]!] = match[2]!;
  }
  const [command, ...rest] = args.slice(index);
  if (command === undefined) {
    for (const [name, value] of Object.entries(variables)) print(io.output, `${name}=${value}\n`);
    return 0;
  }
  try {
    const { pid } = callSync('process.spawn', {
      command,
      args: rest,
      cwd: callSync('process.directory'),
      env: variables,
      stdio: [io.input, io.output, io.errors].map((fd) => ({ type: 'inherit', fd })),
    });
    return statusOf(callSync('process.wait', pid));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    print(io.errors, `env: '${command}': No such file or directory\n`);
    return 127;
  }
}

/** The status by which a shell knows how a process ended. */
export function statusOf({
  exitCode,
  signal,
}: {
  exitCode: number | null;
  signal: SignalName | null;
}): number {
  return exitCode ?? 128 + SIGNALS[signal!];
}

function kill(args: readonly string[], io: CommandIo): number {
  const [first = '', second = ''] = args;
  if (first === '-l') {
    const names = Object.keys(SIGNALS).map((name) => name.slice('SIG'.length));
    print(io.output, `${names.join(' ')}\n`);
    return 0;
  }
  const named = first === '-s' ? second : /^-(\w+)$/.exec(first)?.[1];
  const pids = args.slice(first === '-s' ? 2 : named === undefined ? 0 : 1);
  const signal = named === undefined ? SIGNALS.SIGTERM : signalNumber(named);
  if (pids.length === 0) throw new Error('usage: kill [-signal] pid ...');
  let status = 0;
  for (const pid of pids) {
    try {
      callSync('process.kill', Number(pid), signal);
    } catch {
      print(io.errors, `kill: (${pid}) - No such process\n`);
      status = 1;
    }
  }
  return status;
}

/** @throws Error when there is no such signal */
export function signalNumber(name: string): number {
  if (/^\d+$/.test(name)) return Number(name);
  const full = name.toUpperCase().replace(/^(SIG)?/, 'SIG');
  if (full in SIGNALS) return SIGNALS[full as SignalName];
  throw new Error(`${name}: invalid signal specification`);
}

function ps(_args: readonly string[], io: CommandIo): number {
  print(io.output, '    PID    PPID THREADS COMMAND\n');
  for (const { pid, ppid, threads, command } of callSync('process.list')) {
    const columns = [String(pid).padStart(7), String(ppid).padStart(7), String(threads).padStart(7)];
    print(io.output, `${columns.join(' ')} ${command}\n`);
  }
  return 0;
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

function sleep(args: readonly string[]): number {
  const { operands } = parseOptions(args, '');
  if (operands.length === 0) throw new Error('missing operand');
  const seconds = operands.reduce((sum, operand) => sum + secondsOf(operand), 0);
  // Nobody wakes it: the thread sleeps its time, unless it is ended.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
  return 0;
}

/** `1.5`, `2m`. @throws Error */
export function secondsOf(interval: string): number {
  const match = /^(\d*\.?\d+)([smhd]?)$/.exec(interval);
  if (!match) throw new Error(`invalid time interval '${interval}'`);
  return Number(match[1]) * units[match[2]!]!;
}

function nproc(_args: readonly string[], io: CommandIo): number {
  print(io.output, `${thread.processorCount}\n`);
  return 0;
}

function which(args: readonly string[], io: CommandIo): number {
  let status = 0;
  for (const name of args) {
    const path = findCommand(name, thread.env?.['PATH']);
    if (path === undefined) status = 1;
    else print(io.output, `${path}\n`);
  }
  return status;
}
