import { proxy, type ProxyMarked } from 'comlink';
import { SEARCH_PATH } from '../../kernel/commands/command-lookup.ts';
import type { FileSystem } from '../../kernel/file-system/file-system.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { OpenDescription } from '../../kernel/open-description.ts';
import { Pipe } from '../../kernel/pipe.ts';
import type { Process } from '../../kernel/process.ts';
import { deliverSignal } from '../../kernel/signals.ts';
import type { ExitStatus } from '../../protocol/process-calls.ts';
import {
  END_OF_INPUT,
  INTERRUPT,
  loadingMark,
  MARK_STDERR_VARIABLE,
  PROGRAM_STARTS,
  STDERR_BEGINS,
  STDERR_ENDS,
} from '../../protocol/output-marks.ts';
import { SIGNALS } from '../../protocol/signals.ts';
import type { TerminalSize } from '../../protocol/thread-start.ts';
import { OutputPump, type OutputListener } from './output-pump.ts';
import { type TerminalEffects, TerminalInput } from './terminal-input.ts';

/** What the client passes to `run`. */
export interface RunRequest {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  readonly terminal?: TerminalSize;
}

/** A process as the client sees it. */
export interface HostProcess extends ProxyMarked {
  readonly onExit: Promise<number>;
  write(data: string): void;
  kill(): void;
  resize(size: TerminalSize): void;
}

const BASE_ENVIRONMENT = {
  PATH: SEARCH_PATH,
  HOME: '/home',
  SHELL: '/bin/sh',
  TERM: 'xterm-256color',
  LANG: 'en_US.UTF-8',
};

/** How long programs that handle SIGTERM may take to end once the page wants them gone. */
const KILL_GRACE_MS = 50;
/** How long the output of a killed program may take to the page before the rest of it is dropped. */
const LAST_OUTPUT_MS = 20;

/**
 * How long what the program has started may outlive it. The client lets go of a process that has exited, so that nobody
 * could end its orphans later; the page shows no later output either.
 */
const ORPHAN_GRACE_MS = 1000;

/** Starts a process for the page, with pipes for its input and its merged output. */
export function runProcess(
  kernel: Kernel,
  files: FileSystem,
  { command, args, cwd = '.', env = {}, terminal }: RunRequest,
  listener: OutputListener | undefined,
): HostProcess {
  const { [MARK_STDERR_VARIABLE]: mark, ...variables } = env;
  const output = new Pipe();
  const stdout = asTerminal(output.writeEnd, terminal);
  const effects: TerminalEffects = {
    echo: (text) => print(output.writeEnd, text),
    interrupt: () => {
      for (const member of [...kernel.session(process)]) deliverSignal(member, SIGNALS.SIGINT);
    },
  };
  // Who has stderr marked has an input line, which shows and edits what is typed, and sends whole lines.
  const input = terminal && !mark ? new TerminalInput(effects) : pipedInput(terminal, effects);
  const { process } = kernel.startProcess({
    command,
    args,
    cwd: directoryFrom(files, cwd),
    env: {
      ...BASE_ENVIRONMENT,
      ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])),
    },
    descriptors: [input.description, stdout, mark ? marked(stdout) : stdout],
    parent: null,
    terminal: terminal ?? null,
  });
  if (mark) markLoading(kernel, process, output.writeEnd);
  const pump = new OutputPump(output, listener);
  const onExit = new Promise<number>((resolve) => {
    process.onExit((status) => {
      void pump.delivered().then(() => resolve(exitCodeOf(status)));
      setTimeout(() => killSession(kernel, process), ORPHAN_GRACE_MS);
    });
  });
  return proxy({
    onExit,
    write: (data: string) => input.type(data),
    kill: () => {
      killSession(kernel, process);
      // What is still on its way must not delay the end; a handler's last words may.
      process.onExit(() => setTimeout(() => pump.stop(), LAST_OUTPUT_MS));
    },
    resize: (size: TerminalSize) => {
      process.terminal = size;
      process.mainThread?.emit('resize', size);
    },
  });
}

function directoryFrom(files: FileSystem, cwd: string): string {
  return cwd.startsWith('/') ? cwd : `${files.cwd()}/${cwd}`;
}

/** The same stream, as what a terminal would be when the page has one. */
function asTerminal(end: OpenDescription, terminal: TerminalSize | undefined): OpenDescription {
  return terminal ? { ...end, kind: 'terminal' } : end;
}

function marked(stream: OpenDescription): OpenDescription {
  const encoder = new TextEncoder();
  const [begin, end] = [encoder.encode(STDERR_BEGINS), encoder.encode(STDERR_ENDS)];
  return {
    ...stream,
    write: async (bytes) => {
      await stream.write(between(begin, bytes, end));
      return bytes.length;
    },
    writeNow: (bytes) => stream.writeNow?.(between(begin, bytes, end)) ?? true,
    // The merged stream is closed through its unmarked descriptor.
    dispose: () => undefined,
  };
}

/** Tells in the output how an interpreter loads, until it begins with the program. */
function markLoading(kernel: Kernel, process: Process, output: OpenDescription): void {
  if (process.program.interpreter !== 'python') return;
  const endListening = kernel.python.onProgress(({ loadedBytes, totalBytes }) =>
    print(output, loadingMark(loadedBytes, totalBytes)),
  );
  process.onProgramStart(() => {
    endListening();
    print(output, PROGRAM_STARTS);
  });
  process.onExit(endListening);
}

function between(begin: Uint8Array, bytes: Uint8Array, end: Uint8Array): Uint8Array {
  const whole = new Uint8Array(begin.length + bytes.length + end.length);
  whole.set(begin);
  whole.set(bytes, begin.length);
  whole.set(end, begin.length + bytes.length);
  return whole;
}

/** Whole lines, through a pipe: with the two control characters that stand for what a pipe cannot carry. */
function pipedInput(terminal: TerminalSize | undefined, effects: TerminalEffects) {
  const { readEnd, writeEnd } = new Pipe();
  return {
    description: asTerminal(readEnd, terminal),
    type(data: string): void {
      if (data === END_OF_INPUT) writeEnd.dispose();
      else if (data === INTERRUPT || (terminal && data.includes(INTERRUPT))) effects.interrupt();
      else print(writeEnd, data);
    },
  };
}

/** Writes what nobody may be there to read: the program has ended, or the page does not listen any more. */
function print(end: OpenDescription, text: string): void {
  try {
    void Promise.resolve(end.write(new TextEncoder().encode(text))).catch(() => undefined);
  } catch {
    // As above.
  }
}

/** Asks the process and all that descends from it to end, and after a moment ends what is left. */
function killSession(kernel: Kernel, leader: Process): void {
  kernel.closeSession(leader);
  for (const member of [...kernel.session(leader)]) deliverSignal(member, SIGNALS.SIGTERM);
  setTimeout(() => {
    for (const member of [...kernel.session(leader)]) deliverSignal(member, SIGNALS.SIGKILL);
  }, KILL_GRACE_MS);
}

function exitCodeOf({ exitCode, signal }: ExitStatus): number {
  return signal === null ? (exitCode ?? 0) : 128 + SIGNALS[signal];
}
