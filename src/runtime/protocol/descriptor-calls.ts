import type { RingPlace } from './pipe-ring.ts';
import type { PollRequest } from './poll-events.ts';

/** System calls on file descriptors: pipes, terminals, files, `/dev/null`. Descriptors belong to the process. */
export interface DescriptorCalls {
  /**
   * Waits for bytes and returns at most `maxBytes` of them; an empty array is the end of the stream.
   * @throws EBADF
   */
  read(fd: number, maxBytes: number): Uint8Array;
  /**
   * Returns when the reader's side has room for the bytes: a full pipe blocks its writers.
   * @throws EBADF
   * @throws EPIPE when nobody can ever read them
   */
  write(fd: number, bytes: Uint8Array): number;
  /** @throws EBADF */
  close(fd: number): void;
  /** Answers the reads of a pipe that wait with an empty array: another process is going to read it. @throws EBADF */
  'descriptor.cancel-reads'(fd: number): void;
  /**
   * Like `read`, but never waits.
   * @throws EBADF
   * @throws EAGAIN when there is nothing to read yet
   */
  'descriptor.read-now'(fd: number, maxBytes: number): Uint8Array;
  /**
   * Like `write`, but never waits: a pipe takes over all of the bytes or, when it is full, none.
   * @throws EBADF
   * @throws EPIPE when nobody can ever read them
   * @throws EAGAIN when there is no room
   */
  'descriptor.write-now'(fd: number, bytes: Uint8Array): number;
  /** The events that hold now, for each request, as `poll(2)` with a timeout of 0 tells them. */
  'descriptor.poll'(requests: readonly PollRequest[]): number[];
  /**
   * Waits until an event of some request holds, or the time is over, and answers as `descriptor.poll`.
   * @param timeoutMs negative = no limit
   * @param wait the caller's own number for this wait, for `descriptor.cancel-wait`
   */
  'descriptor.wait'(requests: readonly PollRequest[], timeoutMs: number, wait: number): number[];
  /** Answers a `descriptor.wait` of this thread at once. */
  'descriptor.cancel-wait'(wait: number): void;
  /**
   * Makes the lowest free descriptor that is not below `atLeast` lead where `fd` leads.
   * @throws EBADF, EMFILE
   */
  'descriptor.duplicate'(fd: number, atLeast: number): number;
  /** Makes `target` lead where `fd` leads, after closing it. @throws EBADF */
  'descriptor.duplicate-to'(fd: number, target: number): void;
  /**
   * Gives this process's parent, or a child of it, a descriptor that leads where `fd` leads, and returns its number there. It is
   * open at once, so that whatever tells the other process of it may come later.
   * @throws EBADF, EMFILE of the other process, EPERM when it is neither, ESRCH
   */
  'descriptor.give'(fd: number, pid: number): number;
  /** Makes a pipe and returns its two descriptors. */
  pipe(): readonly [readFd: number, writeFd: number];
  /**
   * Asks to read and write a pipe's bytes in segment memory, without the kernel, until the sharing ends.
   * @throws EBADF
   */
  'descriptor.share'(fd: number): SharedDescriptor;
  /** @throws EBADF */
  'descriptor.kind'(fd: number): DescriptorKind;
  /** Has a terminal send every key as it is, or edit lines again. @throws EBADF */
  'terminal.set-raw'(fd: number, isRaw: boolean): void;
}

export type DescriptorKind = 'file' | 'pipe' | 'socket' | 'terminal' | 'null';

/** Where a descriptor's bytes can be read and written without the kernel. */
export interface SharedDescriptor {
  readonly reading: SharedEnd;
  readonly writing: SharedEnd;
}

/** `later` = not as it is now, but asking again may help; `never` = as long as the descriptor leads there. */
export type SharedEnd = RingPlace | 'later' | 'never';
