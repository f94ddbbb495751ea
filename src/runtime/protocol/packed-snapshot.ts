/**
 * A memory snapshot of Pyodide's without its empty pages, which are half of it:
 *
 * | Bytes                | Type                   | Meaning                                                    |
 * | -------------------- | ---------------------- | ---------------------------------------------------------- |
 * | 0                    | u32                    | where the pages begin: a multiple of `PAGE_BYTES`          |
 * | 4                    | u32                    | how many bytes Pyodide's own header has                    |
 * | 8                    | u32                    | how many bytes the memory has                              |
 * | 12                   | u32                    | how many runs of pages there are                           |
 * | 16                   | (u32, u32) for each    | the run's first page and how many pages it has             |
 * | behind the runs      | bytes                  | Pyodide's header: what JavaScript needs to know            |
 * | where the pages begin | bytes                 | the pages of all runs, one after the other                 |
 *
 * Numbers are little-endian. Written when the site is built, read by each interpreter.
 */
export interface PackedSnapshot {
  readonly header: Uint8Array;
  readonly memoryBytes: number;
  readonly runs: readonly PageRun[];
}

/** Pages that lie side by side. */
export interface PageRun {
  /** Where in the memory they belong. */
  readonly address: number;
  /** Part of the packed snapshot's own memory. */
  readonly bytes: Uint8Array;
}

/** Of the parts that are left out when they are empty. */
export const PAGE_BYTES = 4096;
const WORD_BYTES = Uint32Array.BYTES_PER_ELEMENT;
const FIRST_RUN = 4;
/** In Pyodide's snapshots, the word that says where the memory's image begins. */
const IMAGE_OFFSET_WORD = 1;

/** Leaves out the empty pages of a snapshot as Pyodide takes it. */
export function packSnapshot(snapshot: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const imageOffset = new Uint32Array(snapshot.buffer, snapshot.byteOffset, IMAGE_OFFSET_WORD + 1)[
    IMAGE_OFFSET_WORD
  ]!;
  const image = snapshot.subarray(imageOffset);
  const runs = runsOf(image);
  const headerStart = (FIRST_RUN + 2 * runs.length) * WORD_BYTES;
  const pagesStart = Math.ceil((headerStart + imageOffset) / PAGE_BYTES) * PAGE_BYTES;
  const pageCount = runs.reduce((sum, { pages }) => sum + pages, 0);
  const packed = new Uint8Array(pagesStart + pageCount * PAGE_BYTES);
  new Uint32Array(packed.buffer).set([
    pagesStart,
    imageOffset,
    image.length,
    runs.length,
    ...runs.flatMap(({ first, pages }) => [first, pages]),
  ]);
  packed.set(snapshot.subarray(0, imageOffset), headerStart);
  for (const { address, bytes } of readSnapshot(packed).runs) {
    bytes.set(image.subarray(address, address + bytes.length));
  }
  return packed;
}

/** @param packed begins where its buffer begins */
export function readSnapshot(packed: Uint8Array): PackedSnapshot {
  const words = new Uint32Array(packed.buffer, 0, packed.length / WORD_BYTES);
  const [pagesStart, headerBytes, memoryBytes, runCount] = words as unknown as [
    number,
    number,
    number,
    number,
  ];
  const headerStart = (FIRST_RUN + 2 * runCount) * WORD_BYTES;
  let offset = pagesStart;
  const runs = Array.from({ length: runCount }, (_, index): PageRun => {
    const [first, pages] = words.subarray(FIRST_RUN + 2 * index) as unknown as [number, number];
    const bytes = packed.subarray(offset, (offset += pages * PAGE_BYTES));
    return { address: first * PAGE_BYTES, bytes };
  });
  return { header: packed.subarray(headerStart, headerStart + headerBytes), memoryBytes, runs };
}

function runsOf(image: Uint8Array): { first: number; pages: number }[] {
  const runs: { first: number; pages: number }[] = [];
  for (let page = 0; page * PAGE_BYTES < image.length; page++) {
    const isEmpty = image.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES).every((byte) => byte === 0);
    if (isEmpty) continue;
    const last = runs.at(-1);
    if (last && last.first + last.pages === page) last.pages += 1;
    else runs.push({ first: page, pages: 1 });
  }
  return runs;
}
