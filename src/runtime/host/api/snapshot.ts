import type { FileTree, FileTreeNode } from '../../kernel/file-system/file-tree.ts';

/**
 * Reads the file tree in a binary snapshot of `@webcontainer/snapshot`: MessagePack of the same shape as the JSON form,
 * with the contents of files as bytes.
 *
 * @throws TypeError if the bytes are no such snapshot
 * @see https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export function readSnapshot(bytes: Uint8Array): FileTree {
  const tree = new SnapshotReader(bytes).value();
  if (typeof tree !== 'object' || tree === null || !('d' in tree)) throw noSnapshot('it holds no directory');
  return tree as FileTree;
}

/** Writes a file tree as a binary snapshot. */
export function writeSnapshot(tree: FileTreeNode): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  write(tree, parts);
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** The types of MessagePack that a snapshot has: maps, text, bytes and booleans. */
class SnapshotReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(): unknown {
    const type = this.#number(1);
    if (type >= 0x80 && type <= 0x8f) return this.#map(type & 0x0f);
    if (type >= 0xa0 && type <= 0xbf) return this.#text(type & 0x1f);
    switch (type) {
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#take(this.#number(1 << (type - 0xc4)));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#number(1 << (type - 0xd9)));
      case 0xde:
      case 0xdf:
        return this.#map(this.#number(2 << (type - 0xde)));
      default:
        throw noSnapshot(`a value of the type 0x${type.toString(16)} stands at byte ${this.#offset - 1}`);
    }
  }

  #map(size: number): Record<string, unknown> {
    const map = Object.create(null) as Record<string, unknown>;
    for (let index = 0; index < size; index++) map[String(this.value())] = this.value();
    return map;
  }

  #text(size: number): string {
    return new TextDecoder().decode(this.#take(size));
  }

  #number(size: number): number {
    const at = this.#offset;
    this.#take(size);
    if (size === 1) return this.#view.getUint8(at);
    return size === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  #take(size: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#offset, this.#offset + size);
    if (taken.length < size)
      throw noSnapshot(`it ends after ${this.#bytes.length} bytes, in the middle of a value`);
    this.#offset += size;
    return taken;
  }
}

function write(value: unknown, parts: Uint8Array[]): void {
  if (value instanceof Uint8Array) {
    parts.push(
      head(value.length, [
        [0xff, 1, 0xc4],
        [0xffff, 2, 0xc5],
        [0xffffffff, 4, 0xc6],
      ]),
      value,
    );
  } else if (typeof value === 'string') {
    const bytes = new TextEncoder().encode(value);
    parts.push(
      head(bytes.length, [
        [0xff, 1, 0xd9],
        [0xffff, 2, 0xda],
        [0xffffffff, 4, 0xdb],
      ]),
      bytes,
    );
  } else {
    const entries = Object.entries(value as object);
    parts.push(
      head(entries.length, [
        [0xffff, 2, 0xde],
        [0xffffffff, 4, 0xdf],
      ]),
    );
    for (const [key, inner] of entries) {
      write(key, parts);
      write(inner, parts);
    }
  }
}

/** A type with a size, in the first form whose size field is wide enough. */
function head(
  size: number,
  forms: readonly (readonly [largest: number, width: number, type: number])[],
): Uint8Array {
  const [, width, type] = forms.find(([largest]) => size <= largest)!;
  const bytes = new Uint8Array(1 + width);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, type);
  if (width === 1) view.setUint8(1, size);
  else if (width === 2) view.setUint16(1, size);
  else view.setUint32(1, size);
  return bytes;
}

function noSnapshot(why: string): TypeError {
  return new TypeError(
    `Cannot mount the bytes as a snapshot: ${why}. Pass a file tree, or what snapshot() of @webcontainer/snapshot made.`,
  );
}
