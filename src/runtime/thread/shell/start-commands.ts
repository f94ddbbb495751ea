import { openFlags } from '../../protocol/open-flags.ts';
import { callSync } from '../system-calls.ts';
import { statusOf } from './process-commands.ts';
import type { ShellState } from './shell-state.ts';

/** The pid of what runs, or in a list the status of what could not be started. */
export type Started = number | [status: number];

/** Starts a command that is a program. @param added variables that only it sees */
export function startCommand(
  name: string,
  args: readonly string[],
  added: Readonly<Record<string, string>>,
  line: number,
  state: ShellState,
): Started {
  try {
    return spawn(name, { args, env: { ...state.environment(), ...added } }, state);
  } catch (error) {
    const { code } = error as { code?: string };
    // A file without a first line that names its interpreter is a script of ours.
    if (code === 'ENOEXEC') return startCommand('sh', [name, ...args], added, line, state);
    const reason = { ENOENT: 'not found', EACCES: 'Permission denied' }[code ?? ''];
    if (reason === undefined) throw error;
    state.complain(line, `${name}: ${reason}`);
    return [code === 'ENOENT' ? 127 : 126];
  }
}

/** Starts a shell of its own for some text, and answers its pid. */
export function startSubshell(text: string, state: ShellState): number {
  return spawn('sh', state.subshell(text), state);
}

/** Runs text in a shell of its own, which reads nothing, and goes on. */
export function startJob(text: string, state: ShellState): void {
  const nothing = callSync('fs.open', '/dev/null', openFlags.readOnly, 0);
  const pid = state.descriptors.with({ input: nothing }, () => startSubshell(text, state));
  callSync('close', nothing);
  state.jobs.add(pid, text);
  state.status = 0;
}

/** Waits for a command, and answers its status. */
export function waitFor(started: Started): number {
  return typeof started === 'number' ? statusOf(callSync('process.wait', started)) : started[0];
}

/** The command takes the shell's place: what ends it ends the shell. */
export function become(pid: number): never {
  callSync('process.become', pid);
  throw new Error('The kernel let a shell go on that had ended.');
}

function spawn(
  command: string,
  { args, env }: { args: readonly string[]; env: Record<string, string> },
  { descriptors }: ShellState,
): number {
  const cwd = callSync('process.directory');
  return callSync('process.spawn', { command, args, env, cwd, stdio: descriptors.stdio() }).pid;
}
