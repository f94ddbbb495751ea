import {
  OUTPUT,
  OUTPUT_HEADER_BYTES,
  OUTPUT_RECORD_HEADER_BYTES,
  OUTPUT_RING_BYTES,
  UNHANDLED_MESSAGES,
} from '../protocol/shared-memory.ts';
import { copyIntoRing } from '../protocol/ring-bytes.ts';
import { native } from './native.ts';

/** A large write goes in parts, so that the kernel can take the first while the thread puts in the next. */
const PART_BYTES = OUTPUT_RING_BYTES / 4;

/** In UTF-8, of a unit of UTF-16. */
const BYTES_PER_UNIT = 3;

const encoder = new native.TextEncoder();
const encodeInto = encoder.encodeInto.bind(encoder);
const scratch = new native.Uint8Array(4096);
let words = new Int32Array(new SharedArrayBuffer(OUTPUT_HEADER_BYTES));
words[OUTPUT.messageLimit] = UNHANDLED_MESSAGES.ofOneAtMost;
let ring: Uint8Array = new Uint8Array(0);
let announce = (): void => undefined;
let sentMessages = 0;

/** Takes over the memory that output goes through. `announce` tells the kernel that there is some. */
export function connectOutput(outputMemory: SharedArrayBuffer, announceOutput: () => void): void {
  words = new Int32Array(outputMemory, 0, OUTPUT_HEADER_BYTES / 4);
  ring = new Uint8Array(outputMemory, OUTPUT_HEADER_BYTES, OUTPUT_RING_BYTES);
  announce = announceOutput;
}

/**
 * Prints to standard output (1) or error (2). It returns when the bytes are in the ring, and waits while the ring is
 * full, as a write to a full pipe does.
 */
export function writeOutput(fd: 1 | 2, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; offset += PART_BYTES) {
    putRecord(fd, bytes.subarray(offset, offset + PART_BYTES));
  }
}

/** Prints a text, as `writeOutput` prints its bytes. */
export function writeText(fd: 1 | 2, text: string): void {
  // Memory of its own for each line would cost more than all else. A browser encodes into no shared memory.
  const fits = text.length <= scratch.length / BYTES_PER_UNIT;
  writeOutput(fd, fits ? scratch.subarray(0, encodeInto(text, scratch).written) : encoder.encode(text));
}

/** How much was ever printed, as the ring counts it. */
export function printedBytes(): number {
  return words[OUTPUT.put]!;
}

/** Waits until the kernel has caught up with the messages of this thread, and counts one more. */
export function countMessage(): void {
  for (;;) {
    const handled = native.atomics.load(words, OUTPUT.messagesHandled);
    if (((sentMessages - handled) | 0) < words[OUTPUT.messageLimit]!) break;
    native.atomics.wait(words, OUTPUT.messagesHandled, handled);
  }
  sentMessages = (sentMessages + 1) | 0;
}

/** Whether the kernel has handled all messages of this thread, and taken all that it has printed. */
export function kernelHasCaughtUp(): boolean {
  return (
    native.atomics.load(words, OUTPUT.messagesHandled) === sentMessages &&
    native.atomics.load(words, OUTPUT.taken) === words[OUTPUT.put]
  );
}

function putRecord(fd: 1 | 2, bytes: Uint8Array): void {
  const { length } = bytes;
  const start = words[OUTPUT.put]!;
  awaitRoom(start, OUTPUT_RECORD_HEADER_BYTES + length);
  copyIntoRing(ring, start + OUTPUT_RECORD_HEADER_BYTES, bytes);
  publish(fd, start, length);
}

/** Puts the header before a record's bytes, and lets the kernel see it. */
function publish(fd: 1 | 2, start: number, length: number): void {
  const mask = OUTPUT_RING_BYTES - 1;
  ring[start & mask] = fd;
  ring[(start + 1) & mask] = length;
  ring[(start + 2) & mask] = length >> 8;
  ring[(start + 3) & mask] = length >> 16;
  ring[(start + 4) & mask] = length >> 24;
  native.atomics.store(words, OUTPUT.put, start + OUTPUT_RECORD_HEADER_BYTES + length);
  if (native.atomics.exchange(words, OUTPUT.announced, 1) === 0) announce();
}

function awaitRoom(put: number, neededBytes: number): void {
  for (;;) {
    const taken = native.atomics.load(words, OUTPUT.taken);
    if (((put - taken) | 0) + neededBytes <= OUTPUT_RING_BYTES) return;
    native.atomics.wait(words, OUTPUT.taken, taken);
  }
}
