import { workerData } from 'node:worker_threads';
import { PipeRing } from '../../../src/runtime/protocol/pipe-ring.ts';

/** What a writer is told. */
export interface WriterStart {
  readonly memories: readonly SharedArrayBuffer[];
  /** The sharing that lasts, or 0; in which memory it is; which one a writer asks to be ended, as it would the kernel. */
  readonly current: Int32Array<SharedArrayBuffer>;
  readonly writer: number;
}

/** Writes records of 16 bytes, numbered, until it is terminated. */
const { memories, current, writer } = workerData as WriterStart;
let ring: PipeRing | undefined;
let known = 0;
for (let number = 0; ;) {
  const record = new Uint8Array(Int32Array.of(writer, number, writer ^ number, 16).buffer);
  const written = ring?.write(record, 'whole') ?? 'unshared';
  if (typeof written === 'number') number += 1;
  if (written !== 'unshared') continue;
  const sharing = Atomics.load(current, 0);
  if (sharing !== 0 && sharing !== known) {
    known = sharing;
    ring = new PipeRing(memories[Atomics.load(current, 1)]!, { offset: 0, sharing, isEnded: false });
    continue;
  }
  if (sharing === known) Atomics.store(current, 2, sharing);
  Atomics.wait(current, 0, sharing);
}
