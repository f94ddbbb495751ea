import type { CMemory } from './c-memory.ts';

const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
/** Size, level and type of a control message. */
const HEADER_BYTES = 12;

/**
 * A `struct msghdr`, whose control messages may carry descriptors.
 *
 * | offset | type | field |
 * |---|---|---|
 * | 0, 4 | u32 | the other side's address and its size |
 * | 8, 12 | u32 | the pieces of the data, and how many |
 * | 16, 20 | u32 | the control messages, and their size in bytes |
 * | 24 | i32 | flags |
 */
export class ControlMessages {
  readonly #memory: CMemory;
  readonly #address: number;

  constructor(memory: CMemory, address: number) {
    this.#memory = memory;
    this.#address = address;
  }

  get vectors(): number {
    return this.#field(8);
  }

  get vectorCount(): number {
    return this.#field(12);
  }

  /** The descriptors that the message is to take along. */
  descriptors(): number[] {
    const { view } = this.#memory;
    const end = this.#field(16) + this.#field(20);
    const fds: number[] = [];
    for (let at = this.#field(16); at + HEADER_BYTES <= end;) {
      const sizeBytes = view.getUint32(at, true);
      if (sizeBytes < HEADER_BYTES) break;
      const isRights =
        view.getInt32(at + 4, true) === SOL_SOCKET && view.getInt32(at + 8, true) === SCM_RIGHTS;
      for (let fd = at + HEADER_BYTES; isRights && fd + 4 <= at + sizeBytes; fd += 4) {
        fds.push(view.getInt32(fd, true));
      }
      at += (sizeBytes + 3) & ~3;
    }
    return fds;
  }

  /** Writes descriptors that have come, and returns those for which there is no room. */
  putDescriptors(fds: readonly number[]): number[] {
    const { view } = this.#memory;
    const [control, room] = [this.#field(16), this.#field(20)];
    const count = Math.max(Math.min(fds.length, (room - HEADER_BYTES) >> 2), 0);
    const sizeBytes = count === 0 ? 0 : HEADER_BYTES + 4 * count;
    if (count > 0) {
      view.setUint32(control, sizeBytes, true);
      view.setInt32(control + 4, SOL_SOCKET, true);
      view.setInt32(control + 8, SCM_RIGHTS, true);
      fds.slice(0, count).forEach((fd, index) => view.setInt32(control + HEADER_BYTES + 4 * index, fd, true));
    }
    view.setUint32(this.#address + 4, 0, true);
    view.setUint32(this.#address + 20, sizeBytes, true);
    view.setInt32(this.#address + 24, 0, true);
    return fds.slice(count);
  }

  #field(offset: number): number {
    return this.#memory.view.getUint32(this.#address + offset, true);
  }
}
