import { ERRORS, TAG, VIEWS } from './clone-tags.ts';

/**
 * Decodes what `encodeClone` made.
 *
 * @param ports what to put in the place of the ports
 */
export function decodeClone(bytes: Uint8Array, ports: readonly MessagePort[] = []): unknown {
  return new CloneReader(bytes, ports).read();
}

const { defineProperty } = Object;
const { fromCharCode } = String;

/** How many code units become a string at once: all are arguments of one call. */
const UNITS_AT_ONCE = 4096;
const doubles = new Float64Array(1);
const doubleBytes = new Uint8Array(doubles.buffer);

class CloneReader {
  readonly #bytes: Uint8Array;
  readonly #ports: readonly MessagePort[];
  readonly #seen: unknown[] = [];
  #at = 0;

  constructor(bytes: Uint8Array, ports: readonly MessagePort[]) {
    this.#bytes = bytes;
    this.#ports = ports;
  }

  read(): unknown {
    const tag = this.#bytes[this.#at++];
    switch (tag) {
      case TAG.undefined:
        return undefined;
      case TAG.null:
        return null;
      case TAG.true:
        return true;
      case TAG.false:
        return false;
      case TAG.integer:
        return this.#integer();
      case TAG.double:
        doubleBytes.set(this.#take(8));
        return doubles[0];
      case TAG.latin1:
        return stringOf(this.#take(this.#count()));
      case TAG.utf16:
        return this.#utf16();
      case TAG.bigint:
        return BigInt(stringOf(this.#take(this.#count())));
      case TAG.seen:
        return this.#seen[this.#count()];
      default:
        return this.#object(tag);
    }
  }

  #object(tag: number | undefined): unknown {
    const place = this.#seen.length;
    // The place is taken before the parts are decoded, since they may refer to the whole.
    const begin = <Whole>(whole: Whole): Whole => (this.#seen[place] = whole);
    this.#seen.push(undefined);
    switch (tag) {
      case TAG.object:
        return this.#fill(begin({}));
      case TAG.array:
        return this.#array(begin);
      case TAG.sparse:
        return this.#fill(begin(new Array<unknown>(this.#count())));
      case TAG.map:
        return this.#map(begin(new Map()));
      case TAG.set:
        return this.#set(begin(new Set()));
      case TAG.date:
        return begin(new Date(this.read() as number));
      case TAG.boxed:
        return begin(Object(this.read()));
      case TAG.regExp:
        return begin(new RegExp(this.read() as string, this.read() as string));
      case TAG.error:
        return this.#error(begin);
      case TAG.buffer:
        return begin(this.#take(this.#count()).slice().buffer);
      case TAG.view:
        return begin(this.#view());
      case TAG.port:
        return begin(this.#ports[this.#count()]);
      default:
        throw new RangeError(`${tag} is no tag.`);
    }
  }

  #fill(object: object): object {
    for (let left = this.#count(); left > 0; left--) define(object, this.read() as string, this.read());
    return object;
  }

  #array(begin: (array: unknown[]) => unknown[]): unknown[] {
    const length = this.#count();
    const array = begin([]);
    for (let index = 0; index < length; index++) array.push(this.read());
    return array;
  }

  #map(map: Map<unknown, unknown>): Map<unknown, unknown> {
    for (let left = this.#count(); left > 0; left--) map.set(this.read(), this.read());
    return map;
  }

  #set(set: Set<unknown>): Set<unknown> {
    for (let left = this.#count(); left > 0; left--) set.add(this.read());
    return set;
  }

  #error(begin: (error: Error) => Error): Error {
    const name = this.read() as keyof typeof ERRORS;
    const error = begin(new ERRORS[name](this.read() as string));
    const stack = this.read();
    if (stack !== undefined) hide(error, 'stack', stack);
    if (this.read() !== undefined) hide(error, 'cause', this.read());
    return error;
  }

  #view(): unknown {
    const View = VIEWS[this.read() as keyof typeof VIEWS] as new (...details: unknown[]) => unknown;
    return new View(this.read(), this.read(), this.read());
  }

  #integer(): number {
    const zigzag = this.#count();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  #count(): number {
    let count = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at++]!;
      count |= (byte & 0x7f) << shift;
      if (byte <= 0x7f) return count >>> 0;
    }
  }

  #utf16(): string {
    const bytes = this.#take(2 * this.#count());
    const units = new Uint16Array(bytes.length / 2);
    for (let index = 0; index < units.length; index++)
      units[index] = bytes[2 * index]! | (bytes[2 * index + 1]! << 8);
    return stringOf(units);
  }

  #take(size: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + size);
    this.#at += size;
    return taken;
  }
}

function stringOf(units: Uint8Array | Uint16Array): string {
  if (units.length <= UNITS_AT_ONCE) return fromCharCode(...units);
  let text = '';
  for (let at = 0; at < units.length; at += UNITS_AT_ONCE)
    text += fromCharCode(...units.subarray(at, at + UNITS_AT_ONCE));
  return text;
}

/** Assignment would treat a key such as `__proto__` as a command, and call what a program has defined on the prototype. */
function define(object: object, key: string, value: unknown): void {
  defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

function hide(error: Error, key: string, value: unknown): void {
  defineProperty(error, key, { value, writable: true, configurable: true });
}
