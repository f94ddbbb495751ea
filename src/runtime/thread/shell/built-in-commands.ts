import { callSync } from '../system-calls.ts';
import { print } from './command-io.ts';
import { runCommonCommand } from './common-commands.ts';
import { findCommand } from './find-command.ts';
import { Leave } from './leave.ts';
import { readFields } from './read-fields.ts';
import type { ShellState } from './shell-state.ts';
import { become, startCommand, waitFor } from './start-commands.ts';

/** The shell that runs a built-in command. */
export interface CommandShell {
  readonly state: ShellState;
  /** Runs text as a part of the script. @throws ShellSyntaxError */
  evaluate(text: string): number;
}

type BuiltInCommand = (args: readonly string[], shell: CommandShell, line: number) => number;

/** Commands that are not worth a process. */
const inProcess = new Set(['echo', 'printf', 'true', 'false', 'pwd', 'test', '[', 'kill']);

/** Commands that change or ask the shell itself. */
const builtIn: Readonly<Record<string, BuiltInCommand>> = {
  '.': ([path = ''], shell) => shell.evaluate(new TextDecoder().decode(callSync('fs.read-file', path, 0))),
  ':': () => 0,
  break: ([count = '']) => leaveLoops('break', count),
  cd,
  command,
  continue: ([count = '']) => leaveLoops('continue', count),
  eval: (args, shell) => shell.evaluate(args.join(' ')),
  exec,
  exit: ([status = ''], { state }) => leaveWith('exit', status, state),
  export: exportVariables,
  jobs,
  local,
  read,
  return: ([status = ''], { state }) => leaveWith('return', status, state),
  set,
  shift,
  type,
  umask,
  unset,
  wait: (args, { state }) => state.jobs.wait(args),
};

/** Whether a command changes or asks the shell itself, so that in a pipeline it needs a shell of its own. */
export function isBuiltIn(name: string): boolean {
  return Object.hasOwn(builtIn, name);
}

/** Runs what needs no process of its own, and answers its status; `undefined` for any other command. */
export function runBuiltIn(
  name: string,
  args: readonly string[],
  shell: CommandShell,
  line: number,
): number | undefined {
  if (isBuiltIn(name)) return builtIn[name]!(args, shell, line);
  if (!inProcess.has(name)) return undefined;
  const { jobs, descriptors } = shell.state;
  const resolved = name === 'kill' ? args.map((arg) => jobs.pidOf(arg)) : args;
  return runCommonCommand(name, resolved, descriptors.io);
}

function leaveLoops(what: 'break' | 'continue', count: string): never {
  throw new Leave(what, count === '' ? 1 : Number(count));
}

function leaveWith(what: 'exit' | 'return', status: string, state: ShellState): never {
  throw new Leave(what, status === '' ? state.status : Number(status) & 0xff);
}

function cd([path]: readonly string[], { state }: CommandShell, line: number): number {
  const target = path === '-' ? state.get('OLDPWD') : (path ?? state.get('HOME'));
  const before = callSync('process.directory');
  try {
    callSync('process.change-directory', target ?? '/');
    state.set('OLDPWD', before);
    return 0;
  } catch {
    state.complain(line, `cd: can't cd to ${target}`);
    return 2;
  }
}

/** `command -v name` tells where a command is; `command name …` runs it, and no function. */
function command(args: readonly string[], shell: CommandShell, line: number): number {
  const { state } = shell;
  const [first = '', second = ''] = args;
  if (first !== '-v') {
    const rest = args.slice(1);
    return runBuiltIn(first, rest, shell, line) ?? waitFor(startCommand(first, rest, {}, line, state));
  }
  const isKnown = state.functions.has(second) || inProcess.has(second) || isBuiltIn(second);
  const place = isKnown ? second : findCommand(second, state.get('PATH'));
  if (place === undefined) return 127;
  print(state.descriptors.io.output, `${place}\n`);
  return 0;
}

/** What the shell takes each name for. */
function type(args: readonly string[], { state }: CommandShell): number {
  let status = 0;
  for (const name of args) {
    const place = findCommand(name, state.get('PATH'));
    let what = place === undefined ? 'not found' : `is ${place}`;
    if (state.functions.has(name)) what = 'is a shell function';
    else if (inProcess.has(name) || isBuiltIn(name)) what = 'is a shell builtin';
    else if (place === undefined) status = 127;
    print(state.descriptors.io.output, `${name}${what === 'not found' ? ':' : ''} ${what}\n`);
  }
  return status;
}

function exec(args: readonly string[], { state }: CommandShell, line: number): number {
  const [name, ...rest] = args;
  if (name === undefined) return 0;
  const started = startCommand(name, rest, {}, line, state);
  if (typeof started !== 'number') throw new Leave('exit', started[0]);
  return become(started);
}

function exportVariables(args: readonly string[], { state }: CommandShell): number {
  for (const argument of args) {
    const [name = '', ...value] = argument.split('=');
    if (value.length > 0) state.set(name, value.join('='));
    state.export(name);
  }
  return 0;
}

function jobs(_args: readonly string[], { state }: CommandShell): number {
  print(state.descriptors.io.output, state.jobs.list());
  return 0;
}

function local(args: readonly string[], { state }: CommandShell): number {
  for (const argument of args) {
    const [name = '', ...value] = argument.split('=');
    state.cover(name);
    if (value.length > 0) state.set(name, value.join('='));
  }
  return 0;
}

function read(args: readonly string[], { state }: CommandShell): number {
  const isRaw = args[0] === '-r';
  const names = isRaw ? args.slice(1) : args;
  const { values, isAtEnd } = readFields(state.descriptors.io.input, names, isRaw);
  for (const [name, value] of values) state.set(name, value);
  return isAtEnd ? 1 : 0;
}

/** `set -e`, `set -- a b`. @throws Error about an option that this shell lacks */
function set(args: readonly string[], { state }: CommandShell): number {
  const [first = ''] = args;
  if (!/^[-+]\w/.test(first)) {
    state.args = first === '--' ? args.slice(1) : args;
    return 0;
  }
  if (!/^[-+]e$/.test(first)) throw new Error(`set: Illegal option ${first}`);
  state.stopsAtErrors = first === '-e';
  return 0;
}

function shift([count = '']: readonly string[], { state }: CommandShell): number {
  state.args = state.args.slice(count === '' ? 1 : Number(count));
  return 0;
}

/** `umask` shows what new files are not allowed, `umask 077` sets it. */
function umask([mask]: readonly string[], { state }: CommandShell, line: number): number {
  if (mask === undefined) {
    const current = callSync('fs.umask', 0);
    callSync('fs.umask', current);
    print(state.descriptors.io.output, `${current.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (!/^[0-7]{1,4}$/.test(mask)) {
    state.complain(line, `umask: Illegal number: ${mask}`);
    return 2;
  }
  callSync('fs.umask', Number.parseInt(mask, 8));
  return 0;
}

function unset(args: readonly string[], { state }: CommandShell): number {
  for (const name of args) state.unset(name);
  return 0;
}
