import { callSync } from '../system-calls.ts';

/** What a command reads and writes: the process's descriptors that stand for its standard ones. */
export interface CommandIo {
  readonly input: number;
  readonly output: number;
  readonly errors: number;
}

/** The descriptors of a process that was started as the command itself. */
export const standardIo: CommandIo = { input: 0, output: 1, errors: 2 };

const encoder = new TextEncoder();

/** Writes text, and waits until the reader has room. */
export function print(fd: number, text: string): void {
  printBytes(fd, encoder.encode(text));
}

/** Writes bytes, and waits until the reader has room. */
export function printBytes(fd: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    written += callSync('write', fd, written === 0 ? bytes : bytes.slice(written));
  }
}

/** The bytes of a descriptor as they come. */
export function* chunksOf(fd: number): Generator<Uint8Array, void> {
  for (;;) {
    const chunk = callSync('read', fd, 65536);
    if (chunk.length === 0) return;
    yield chunk;
  }
}

/** The lines of a descriptor as they come, without their line breaks. */
export function* linesOf(fd: number): Generator<string, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for (const chunk of chunksOf(fd)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
