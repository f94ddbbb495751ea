import { SIGNALS } from '../../protocol/signals.ts';
import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';
import { chunksOf, type CommandIo, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import type { CommonCommand } from './common-commands.ts';
import { secondsOf, signalNumber, statusOf } from './process-commands.ts';

/** The commands that run another command. */
export const wrapperCommands = { timeout, xargs } satisfies Record<string, CommonCommand>;

const TIMED_OUT = 124;

function timeout(args: readonly string[], io: CommandIo): number {
  const { values, operands } = parseOptions(args, 's:k:');
  const [duration = '', command, ...rest] = operands;
  if (command === undefined) throw new Error('missing operand');
  const signal = signalNumber(values.get('s') ?? 'TERM');
  const result = runAndWait(command, rest, io, secondsOf(duration) * 1000, signal);
  if (result === undefined) return 127;
  // What was killed could not tell why it ended.
  return result.timedOut && signal !== SIGNALS.SIGKILL ? TIMED_OUT : result.status;
}

/** Reads words from standard input, and runs a command with them. */
function xargs(args: readonly string[], io: CommandIo): number {
  const { flags, values, operands } = parseOptions(args, '0n:I:L:rt');
  const [command = 'echo', ...rest] = operands;
  const decoder = new TextDecoder();
  let text = '';
  for (const chunk of chunksOf(io.input)) text += decoder.decode(chunk, { stream: true });
  const placeholder = values.get('I');
  const words = flags.has('0')
    ? text.split('\0').filter(Boolean)
    : placeholder !== undefined || values.has('L')
      ? text.split('\n').filter((line) => line.trim() !== '')
      : wordsOf(text);
  const size = placeholder !== undefined ? 1 : Number(values.get('n') ?? values.get('L') ?? Infinity);
  if (words.length === 0 && (flags.has('r') || placeholder !== undefined)) return 0;
  let status = 0;
  for (let from = 0; from === 0 || from < words.length; from += size) {
    const group = words.slice(from, from + size);
    const all =
      placeholder === undefined
        ? [...rest, ...group]
        : rest.map((argument) => argument.replaceAll(placeholder, group[0]!.trimStart()));
    if (flags.has('t')) print(io.errors, `${[command, ...all].join(' ')}\n`);
    const result = runAndWait(command, all, { ...io, input: -1 }, 0, 0);
    if (result === undefined) return 127;
    if (result.status === 255) return 124;
    if (result.status !== 0) status = 123;
  }
  return status;
}

/** Blanks apart, quotes and backslashes join. */
function wordsOf(text: string): string[] {
  const found = text.match(/(?:'[^']*'|"[^"]*"|\\[^]|[^\s'"\\])+/g) ?? [];
  return found.map((word) =>
    word.replace(/'([^']*)'|"([^"]*)"|\\([^])/g, (_all, single, double, escaped) =>
      String(single ?? double ?? escaped),
    ),
  );
}

/** Undefined when there is no such command, which is told. */
function runAndWait(
  command: string,
  args: readonly string[],
  io: CommandIo,
  timeoutMs: number,
  killSignal: number,
): { status: number; timedOut: boolean } | undefined {
  try {
    const { endedBy, ...ended } = callSync('process.spawn-and-wait', {
      command,
      args,
      cwd: callSync('process.directory'),
      env: thread.env ?? {},
      stdio: [io.input, io.output, io.errors].map((fd) =>
        fd < 0 ? { type: 'null' } : { type: 'inherit', fd },
      ),
      input: null,
      timeoutMs,
      killSignal,
      maxBytes: Infinity,
    });
    return { status: statusOf(ended), timedOut: endedBy === 'timeout' };
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
    print(io.errors, `${command}: No such file or directory\n`);
    return undefined;
  }
}
