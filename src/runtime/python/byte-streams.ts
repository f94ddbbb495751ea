import { MOST_WRITTEN_BYTES } from '../protocol/pipe-ring.ts';
import { POLL } from '../protocol/poll-events.ts';
import type { BlockingCalls } from './blocking-calls.ts';
import { CError } from './c-library.ts';
import type { SharedPipes } from './shared-pipes.ts';
import type { SystemCallContext } from './system-call-context.ts';

const END = new Uint8Array(0);

/** Reads and writes of descriptors: in shared memory where the bytes lie there, else by asking the kernel. */
export class ByteStreams {
  readonly #context: SystemCallContext;
  readonly #pipes: SharedPipes;
  readonly #blocking: BlockingCalls;

  constructor(context: SystemCallContext, pipes: SharedPipes, blocking: BlockingCalls) {
    this.#context = context;
    this.#pipes = pipes;
    this.#blocking = blocking;
  }

  /**
   * At most `maxBytes`, as soon as there are any; an empty array is the end.
   * @throws CError EAGAIN when there are none and it may not wait, EINTR when the thread will be suspended
   */
  read(fd: number, maxBytes: number, mayWait: boolean): Uint8Array {
    for (let ring = this.#ring(fd, 'reading'); ring; ring = this.#ring(fd, 'reading')) {
      const { put } = ring;
      const bytes = ring.read(maxBytes);
      if (bytes === 'unshared') continue;
      if (bytes !== 'empty') {
        this.#context.mappings.synchronize();
        return bytes;
      }
      if (ring.isEnded) return END;
      if (!mayWait) throw new CError('EAGAIN');
      if (!this.#blocking.canSuspend) break;
      if (this.#blocking.changesSoon(ring.putIndex, put)) continue;
      this.#blocking.suspend(this.#context.shared.waits.untilNot(ring.putIndex, put));
    }
    const attempt = (): Uint8Array => this.#context.ask('descriptor.read-now', fd, maxBytes);
    return mayWait ? this.#blocking.untilDone(fd, POLL.readable, attempt) : attempt();
  }

  /**
   * Writes all of the bytes when it may wait, and otherwise as many as there is room for. @returns how many
   * @throws CError EAGAIN when there is no room and it may not wait, EINTR when the thread will be suspended
   */
  write(fd: number, bytes: Uint8Array, mayWait: boolean): number {
    for (let ring = this.#ring(fd, 'writing'); ring; ring = this.#ring(fd, 'writing')) {
      if (bytes.length > MOST_WRITTEN_BYTES && mayWait) break;
      this.#context.mappings.synchronize();
      const { taken } = ring;
      const written = ring.write(bytes, mayWait ? 'whole' : 'torn');
      if (written === 'unshared') continue;
      if (written !== 'full') return written;
      if (!mayWait) throw new CError('EAGAIN');
      if (!this.#blocking.canSuspend) break;
      if (this.#blocking.changesSoon(ring.takenIndex, taken)) continue;
      this.#blocking.suspend(this.#context.shared.waits.untilNot(ring.takenIndex, taken));
    }
    const attempt = (): number => this.#context.ask('descriptor.write-now', fd, bytes);
    return mayWait ? this.#blocking.untilDone(fd, POLL.writable, attempt) : attempt();
  }

  #ring(fd: number, direction: 'reading' | 'writing') {
    return this.#pipes.ring(fd, direction);
  }
}
