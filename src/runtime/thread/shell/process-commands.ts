import { SIGNALS, type SignalName } from '../../protocol/signals.ts';
import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';
import { type CommandIo, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import type { CommonCommand } from './common-commands.ts';
import { findCommand } from './find-command.ts';
import { testExpression } from './test-expression.ts';

/** The commands on processes and their surroundings. */
export const processCommands = {
  '[': bracket,
  env,
  false: () => 1,
  id,
  kill,
  ps,
  sleep,
  test: (args) => testExpression(args),
  true: () => 0,
  which,
} satisfies Record<string, CommonCommand>;

function bracket(args: readonly string[]): number {
  if (args.at(-1) !== ']') throw new Error("missing ']'");
  return testExpression(args.slice(0, -1));
}

/** Everybody is root. */
function id(args: readonly string[], io: CommandIo): number {
  const { flags } = parseOptions(args, 'ugGn');
  const one = flags.has('n') ? 'root' : '0';
  const isOne = ['u', 'g', 'G'].some((letter) => flags.has(letter));
  print(io.output, isOne ? `${one}\n` : 'uid=0(root) gid=0(root) groups=0(root)\n');
  return 0;
}

/** `env` alone lists the environment; `env NAME=value command` runs a command with more in it. */
function env(args: readonly string[], io: CommandIo): number {
  const added: Record<string, string> = {};
  let index = 0;
  for (; index < args.length; index++) {
    const match = /^([^=]+)=(.*)$/s.exec(args[index]!);
    if (!match) break;
    added[match[1]!] = match[2]!;
  }
  const variables = { ...thread.env, ...added };
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

function signalNumber(name: string): number {
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
  let seconds = 0;
  for (const operand of operands) {
    const match = /^(\d*\.?\d+)([smhd]?)$/.exec(operand);
    if (!match) throw new Error(`invalid time interval '${operand}'`);
    seconds += Number(match[1]) * units[match[2]!]!;
  }
  // Nobody wakes it: the thread sleeps its time, unless it is ended.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, seconds * 1000);
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
