import type { DescriptorKind, SharedEnd } from '../protocol/descriptor-calls.ts';
import type { PipeRings } from './shared-memory/pipe-rings.ts';

/**
 * What a file descriptor leads to, and what every copy of the descriptor shares: a pipe's end, a file and its
 * position, a terminal, `/dev/null`. POSIX's open file description.
 */
export interface OpenDescription {
  readonly kind: DescriptorKind;
  /** At most `maxBytes`, as soon as there are any; an empty array is the end. */
  read(maxBytes: number): Uint8Array | Promise<Uint8Array>;
  /** Resolves to the number of bytes written when there is room for them. */
  write(bytes: Uint8Array): number | Promise<number>;
  /** Like `read`, or `null` when that would wait. Absent where no read waits. */
  readNow?(maxBytes: number): Uint8Array | null;
  /** Takes over all of the bytes if there is room for some, else none. Absent where no write waits. */
  writeNow?(bytes: Uint8Array): boolean;
  /** The events that hold now, as bits of `POLL`. Absent where reads and writes never wait. */
  poll?(): number;
  /** Calls back when what `poll` says may have changed, until the function that comes back is called. */
  watch?(onChange: () => void): () => void;
  /** Puts back what was read for a thread that ended before it got it. */
  unread?(bytes: Uint8Array): void;
  /** Answers the reads that wait with an empty array, though it is not the end. */
  cancelReads?(): void;
  /** Lets processes read or write the bytes without the kernel. Absent where that cannot be. */
  shareReading?(rings: PipeRings): SharedEnd;
  shareWriting?(rings: PipeRings): SharedEnd;
  /** Takes the bytes back: from now on all who share them ask the kernel again. */
  unshare?(): void;
  /** Of a terminal: whether every key goes to the program as it is, and no line is edited. */
  setRaw?(isRaw: boolean): void;
  /** Called when a process, which is known by its descriptors, closes one that leads here. */
  closedBy?(process: object): void;
  /** Called once, when the last descriptor is closed. */
  dispose(): void;
}
