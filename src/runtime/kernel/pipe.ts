import type { SharedEnd } from '../protocol/descriptor-calls.ts';
import { systemError } from '../protocol/errno.ts';
import { FULL_BYTES, PIPE_BUF, RING_BYTES } from '../protocol/pipe-ring.ts';
import { POLL } from '../protocol/poll-events.ts';
import type { OpenDescription } from './open-description.ts';
import type { PipeRings } from './shared-memory/pipe-rings.ts';
import type { SharedRing } from './shared-memory/shared-ring.ts';

/** How many unread bytes a pipe holds before its writers wait. */
export const PIPE_CAPACITY_BYTES = 256 * 1024;

interface WaitingReader {
  readonly maxBytes: number;
  readonly resolve: (bytes: Uint8Array) => void;
}

interface WaitingWriter {
  readonly sizeBytes: number;
  /** Position in the stream behind the writer's last byte. */
  readonly endOffset: number;
  readonly resolve: (writtenBytes: number) => void;
  readonly reject: (error: Error) => void;
}

const END = new Uint8Array(0);

/**
 * A stream of bytes between processes. A write is taken over at once but not answered before the reader has come
 * close enough, so that a fast writer waits for a slow reader and memory stays bounded. Reads are answered in order.
 *
 * While nobody but Python processes uses it, its bytes may lie in a ring that they share (`pipe-ring.ts`). Whatever else happens
 * to the pipe, the bytes are taken back first.
 */
export class Pipe {
  readonly #capacityBytes: number;
  #chunks: Uint8Array[] = [];
  #readers: WaitingReader[] = [];
  #writers: WaitingWriter[] = [];
  #writtenBytes = 0;
  #readBytes = 0;
  readonly #watchers = new Set<() => void>();
  #readEndOpen = true;
  #writeEndOpen = true;
  #shared: { readonly rings: PipeRings; readonly ring: SharedRing } | null = null;
  /** Whether somebody uses it who knows no rings. */
  #isUsedByOthers = false;

  readonly readEnd: OpenDescription = {
    kind: 'pipe',
    read: (maxBytes) => this.#read(maxBytes),
    write: () => {
      throw systemError('EBADF', 'write');
    },
    readNow: (maxBytes) => this.#readNow(maxBytes),
    poll: () => this.#pollReadEnd(),
    watch: (onChange) => this.#watch(onChange),
    shareReading: (rings) => this.share(rings),
    unshare: () => this.unshare(),
    unread: (bytes) => this.#unread(bytes),
    cancelReads: () => this.#cancelReads(),
    dispose: () => this.#closeReadEnd(),
  };

  readonly writeEnd: OpenDescription = {
    kind: 'pipe',
    read: () => {
      throw systemError('EBADF', 'read');
    },
    write: (bytes) => this.#write(bytes),
    writeNow: (bytes) => this.#writeNow(bytes),
    poll: () => this.#pollWriteEnd(),
    watch: (onChange) => this.#watch(onChange),
    shareWriting: (rings) => this.share(rings),
    unshare: () => this.unshare(),
    dispose: () => this.#closeWriteEnd(),
  };

  constructor(capacityBytes = PIPE_CAPACITY_BYTES) {
    this.#capacityBytes = capacityBytes;
  }

  /** Bytes written and not yet read. */
  get bufferedBytes(): number {
    return this.#shared?.ring.ring.available ?? this.#writtenBytes - this.#readBytes;
  }

  /** All bytes ever written, but for those that the kernel has not seen. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Lets processes read and write the bytes in segment memory. */
  share(rings: PipeRings): SharedEnd {
    if (this.#shared) return this.#shared.ring.place;
    const isEnded = !this.#writeEndOpen;
    if (this.#isUsedByOthers || !this.#readEndOpen || (isEnded && this.bufferedBytes === 0)) return 'never';
    if (this.bufferedBytes > RING_BYTES) return 'later';
    const ring = rings.share(concatenate(this.#chunks, this.bufferedBytes), isEnded);
    if (!ring) return 'never';
    this.#chunks = [];
    this.#readBytes = this.#writtenBytes;
    this.#shared = { rings, ring };
    this.#watchRing();
    return ring.place;
  }

  /** Takes the bytes back. */
  unshare(): void {
    if (!this.#shared) return;
    const { rings, ring } = this.#shared;
    this.#shared = null;
    const rest = rings.end(ring);
    if (rest.length === 0) return;
    this.#chunks.push(rest);
    this.#writtenBytes += rest.length;
  }

  #takeForOthers(): void {
    this.#isUsedByOthers = true;
    this.unshare();
  }

  #read(maxBytes: number): Uint8Array | Promise<Uint8Array> {
    this.#takeForOthers();
    if (this.#chunks.length > 0) return this.#take(maxBytes);
    if (!this.#writeEndOpen) return END;
    return new Promise((resolve) => this.#readers.push({ maxBytes, resolve }));
  }

  #readNow(maxBytes: number): Uint8Array | null {
    this.unshare();
    if (this.#chunks.length > 0) return this.#take(maxBytes);
    return this.#writeEndOpen ? null : END;
  }

  #writeNow(bytes: Uint8Array): boolean {
    this.unshare();
    if (this.#readEndOpen && bytes.length > 0 && !this.#hasRoomFor(this.#writtenBytes + 1)) return false;
    this.#accept(bytes);
    return true;
  }

  #pollReadEnd(): number {
    return (this.bufferedBytes > 0 ? POLL.readable : 0) | (this.#writeEndOpen ? 0 : POLL.hangUp);
  }

  #pollWriteEnd(): number {
    if (!this.#readEndOpen) return POLL.writable | POLL.error;
    const hasRoom = this.#shared
      ? FULL_BYTES - this.bufferedBytes >= PIPE_BUF
      : this.#hasRoomFor(this.#writtenBytes + 1);
    return hasRoom ? POLL.writable : 0;
  }

  #watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    this.#watchRing();
    return () => this.#watchers.delete(onChange);
  }

  #changed(): void {
    for (const onChange of [...this.#watchers]) onChange();
  }

  /** The kernel has no part in what happens in a ring, and must look. */
  #watchRing(): void {
    if (this.#watchers.size === 0) return;
    this.#shared?.ring.watch(
      () => this.#watchers.size > 0,
      () => this.#changed(),
    );
  }

  #write(bytes: Uint8Array): number | Promise<number> {
    this.#takeForOthers();
    this.#accept(bytes);
    const endOffset = this.#writtenBytes;
    if (this.#hasRoomFor(endOffset)) return bytes.length;
    return new Promise((resolve, reject) => {
      this.#writers.push({ sizeBytes: bytes.length, endOffset, resolve, reject });
    });
  }

  #accept(bytes: Uint8Array): void {
    if (!this.#readEndOpen) throw systemError('EPIPE', 'write');
    if (bytes.length === 0) return;
    this.#chunks.push(bytes);
    this.#writtenBytes += bytes.length;
    this.#serveReaders();
    this.#changed();
  }

  #unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#chunks.unshift(bytes);
    this.#readBytes -= bytes.length;
    this.#serveReaders();
    this.#changed();
  }

  #cancelReads(): void {
    for (const reader of this.#readers.splice(0)) reader.resolve(END);
  }

  #serveReaders(): void {
    while (this.#chunks.length > 0) {
      const reader = this.#readers.shift();
      if (!reader) return;
      reader.resolve(this.#take(reader.maxBytes));
    }
  }

  #take(maxBytes: number): Uint8Array {
    const parts: Uint8Array[] = [];
    let sizeBytes = 0;
    while (this.#chunks.length > 0 && sizeBytes < maxBytes) {
      const chunk = this.#chunks.shift()!;
      const room = maxBytes - sizeBytes;
      if (chunk.length > room) this.#chunks.unshift(chunk.subarray(room));
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
      parts.push(part);
      sizeBytes += part.length;
    }
    this.#readBytes += sizeBytes;
    this.#serveWriters();
    this.#changed();
    return concatenate(parts, sizeBytes);
  }

  #serveWriters(): void {
    while (this.#writers.length > 0 && this.#hasRoomFor(this.#writers[0]!.endOffset)) {
      const writer = this.#writers.shift()!;
      writer.resolve(writer.sizeBytes);
    }
  }

  #hasRoomFor(endOffset: number): boolean {
    return endOffset - this.#readBytes <= this.#capacityBytes;
  }

  #closeWriteEnd(): void {
    this.unshare();
    this.#writeEndOpen = false;
    this.#cancelReads();
    this.#changed();
  }

  #closeReadEnd(): void {
    this.unshare();
    this.#readEndOpen = false;
    this.#chunks = [];
    this.#readBytes = this.#writtenBytes;
    this.#cancelReads();
    for (const writer of this.#writers.splice(0)) writer.reject(systemError('EPIPE', 'write'));
    this.#changed();
  }
}

/** `/dev/null`: always at its end, and room for everything. */
export const NULL_DEVICE: OpenDescription = {
  kind: 'null',
  read: () => END,
  write: (bytes) => bytes.length,
  dispose: () => undefined,
};

function concatenate(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(sizeBytes);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
