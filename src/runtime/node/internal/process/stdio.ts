import type { TerminalSize } from '../../../protocol/thread-start.ts';
import { writeOutput, writeText } from '../../../thread/output-ring.ts';
import { onKernelEvent } from '../../../thread/system-calls.ts';
import { thread } from '../../../thread/thread-state.ts';
import { Buffer } from '../buffer/buffer.ts';
import { callError } from '../call-error.ts';
import { nextTick } from '../next-tick.ts';
import streamProcess from '../stream-process.ts';
import type { DoneCallback, Readable, Writable } from '../stream-types.ts';
import { streams } from '../streams.ts';
import { threadInput } from './standard-input.ts';

/** `process.stdout` and `process.stderr`. */
export interface StandardOutput extends Writable {
  readonly fd: 1 | 2;
  isTTY?: boolean;
  columns?: number;
  rows?: number;
}

/** What the console needs of a stream. */
export interface OutputSink {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const opened: { 1?: StandardOutput; 2?: StandardOutput; 0?: Readable } = {};
const sinks: Partial<Record<1 | 2, OutputSink>> = {};

/** Writes to standard output or error at once, as Node writes to pipes and terminals. */
export function writeStandard(fd: 1 | 2, data: string | Uint8Array): void {
  if (typeof data === 'string') writeText(fd, data);
  else writeOutput(fd, data);
}

/** The stream itself if the program has asked for it, else something that only writes: streams cost 8 ms to load. */
export function outputSink(fd: 1 | 2): OutputSink {
  return (
    opened[fd] ??
    (sinks[fd] ??= {
      ...(isTerminal() ? { isTTY: true } : {}),
      write: (text) => writeStandard(fd, text),
    })
  );
}

/** `process.stdout` (1) or `process.stderr` (2), made when first asked for. */
export function standardOutput(fd: 1 | 2): StandardOutput {
  return (opened[fd] ??= openOutput(fd));
}

/** `process.stdin`, made when first asked for. */
export function standardInput(): Readable {
  return (opened[0] ??= threadInput());
}

/** Passes the terminal's new size on. */
export function followTerminalSize(onChange: () => void): void {
  onKernelEvent('resize', (size) => {
    for (const stream of [opened[1], opened[2]]) {
      if (!stream?.isTTY) continue;
      Object.assign(stream, { columns: size.cols, rows: size.rows });
      stream.emit('resize');
    }
    onChange();
  });
}

function isTerminal(): boolean {
  return thread.isMainThread && thread.terminal !== null;
}

function openOutput(fd: 1 | 2): StandardOutput {
  let isShut = false;
  const stream = new (streams().Writable)({
    decodeStrings: false,
    emitClose: false,
    write: (chunk: string | Uint8Array, encoding: string, callback: DoneCallback) => {
      if (isShut) {
        callback(callError('write', 'EPIPE'));
        return;
      }
      writeStandard(fd, typeof chunk === 'string' ? encoded(chunk, encoding) : chunk);
      callback();
    },
    final: (callback: DoneCallback) => {
      isShut = !isTerminal();
      callback();
    },
  });
  // Node's standard streams are never destroyed: what looks like it only tells of it.
  stream._destroy = (error, callback) => {
    callback(error);
    (stream as unknown as { _undestroy(): void })._undestroy();
    nextTick(() => stream.emit('close'));
  };
  Object.assign(stream, {
    fd,
    _type: isTerminal() ? 'tty' : 'pipe',
    _isStdio: true,
    destroySoon: stream.destroy.bind(stream),
  });
  if (isTerminal() && thread.terminal) Object.assign(stream, terminalMembers(stream, thread.terminal));
  streamProcess[fd === 1 ? 'stdout' : 'stderr'] = stream;
  return stream as StandardOutput;
}

function encoded(text: string, encoding: string): string | Uint8Array {
  return encoding === 'utf8' || encoding === 'utf-8' ? text : Buffer.from(text, encoding);
}

/** What `tty.WriteStream` adds. */
function terminalMembers(stream: Writable, { cols, rows }: TerminalSize): object {
  const control = (sequence: string, callback?: () => void): boolean => stream.write(sequence, callback);
  return {
    isTTY: true,
    columns: cols,
    rows,
    getWindowSize(this: StandardOutput) {
      return [this.columns, this.rows];
    },
    getColorDepth: () => 24,
    hasColors: (count = 16) => count <= 2 ** 24,
    clearLine: (direction: number, callback?: () => void) =>
      control(direction < 0 ? '\x1b[1K' : direction > 0 ? '\x1b[0K' : '\x1b[2K', callback),
    clearScreenDown: (callback?: () => void) => control('\x1b[0J', callback),
    cursorTo: (x: number, y?: number | (() => void), callback?: () => void) =>
      typeof y === 'number'
        ? control(`\x1b[${y + 1};${x + 1}H`, callback)
        : control(`\x1b[${x + 1}G`, y ?? callback),
    moveCursor: (dx: number, dy: number, callback?: () => void) =>
      control(move(dx, 'C', 'D') + move(dy, 'B', 'A'), callback),
  };
}

function move(distance: number, forward: string, backward: string): string {
  if (distance === 0) return '';
  return `\x1b[${Math.abs(distance)}${distance > 0 ? forward : backward}`;
}
