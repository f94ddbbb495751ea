const DATA_SECTION = 11;
/** Behind the magic number and the version. */
const FIRST_SECTION = 8;
/** In Pyodide's snapshots, the word that says where the memory's image begins. */
const IMAGE_OFFSET_WORD = 1;

/**
 * Combines a memory snapshot with the initial data of its program by exclusive or, which undoes itself. Most of that data
 * has not changed, so that zeros are left of what would travel twice: 1.5 MB gzipped.
 *
 * @see https://webassembly.github.io/spec/core/binary/modules.html#data-section
 */
export function xorWithDataSegments(snapshot: Uint8Array, machine: Uint8Array): void {
  const image = new Uint32Array(snapshot.buffer, snapshot.byteOffset, IMAGE_OFFSET_WORD + 1)[
    IMAGE_OFFSET_WORD
  ]!;
  for (const { address, start, size } of dataSegments(machine)) {
    const at = image + address;
    for (let index = 0; index < size; index++) snapshot[at + index]! ^= machine[start + index]!;
  }
}

interface DataSegment {
  /** In the program's memory. */
  readonly address: number;
  /** In the file. */
  readonly start: number;
  readonly size: number;
}

/** A place in a file that is being read. */
interface Cursor {
  readonly bytes: Uint8Array;
  position: number;
}

function dataSegments(machine: Uint8Array): DataSegment[] {
  const cursor: Cursor = { bytes: machine, position: FIRST_SECTION };
  for (;;) {
    const id = machine[cursor.position++];
    if (id === undefined) return [];
    const sizeBytes = readNumber(cursor);
    if (id === DATA_SECTION) break;
    cursor.position += sizeBytes;
  }
  return Array.from({ length: readNumber(cursor) }, () => readSegment(cursor));
}

function readSegment(cursor: Cursor): DataSegment {
  const mode = readNumber(cursor);
  if (mode !== 0) throw new Error(`A data segment has the mode ${mode}; only active ones are known.`);
  cursor.position += 1; // i32.const
  const address = readNumber(cursor);
  cursor.position += 1; // end
  const size = readNumber(cursor);
  const start = cursor.position;
  cursor.position += size;
  return { address, start, size };
}

/** LEB128. Addresses are signed in the format, and positive here. */
function readNumber(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = cursor.bytes[cursor.position++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
}
