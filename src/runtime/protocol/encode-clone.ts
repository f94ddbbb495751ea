import { ERRORS, TAG, VIEWS } from './clone-tags.ts';

/**
 * Encodes a value that the browser has cloned: it has no accessors and no classes of the program's.
 *
 * @param ports the ports in the value; each is encoded as its index
 * @param limitBytes how long the result may be
 * @throws TypeError if the value holds memory or a handle that bytes cannot carry, such as a SharedArrayBuffer
 * @throws RangeError if the result would be longer than the limit
 */
export function encodeClone(
  value: unknown,
  ports: readonly MessagePort[] = [],
  limitBytes = Infinity,
): Uint8Array<ArrayBuffer> {
  const writer = new CloneWriter(ports, limitBytes);
  writer.write(value);
  return writer.written;
}

const { keys, getPrototypeOf, prototype: objectPrototype, is } = Object;
const { isArray } = Array;
const { isInteger } = Number;

const INITIAL_BYTES = 256;
const doubles = new Float64Array(1);
const doubleBytes = new Uint8Array(doubles.buffer);

class CloneWriter {
  readonly #ports: readonly MessagePort[];
  readonly #limitBytes: number;
  #bytes = new Uint8Array(INITIAL_BYTES);
  #size = 0;
  #seen: Map<object, number> | undefined;

  constructor(ports: readonly MessagePort[], limitBytes: number) {
    this.#ports = ports;
    this.#limitBytes = limitBytes;
  }

  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#size);
  }

  write(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#string(value);
        return;
      case 'number':
        this.#number(value);
        return;
      case 'boolean':
        this.#byte(value ? TAG.true : TAG.false);
        return;
      case 'undefined':
        this.#byte(TAG.undefined);
        return;
      case 'bigint':
        this.#byte(TAG.bigint);
        this.#latin1(String(value));
        return;
      case 'object':
        if (value === null) this.#byte(TAG.null);
        else this.#object(value);
        return;
      default:
        throw new TypeError(`A ${typeof value} cannot be encoded.`);
    }
  }

  #number(value: number): void {
    if (isInteger(value) && (value | 0) === value && !is(value, -0)) {
      this.#byte(TAG.integer);
      this.#count(((value << 1) ^ (value >> 31)) >>> 0);
      return;
    }
    doubles[0] = value;
    this.#byte(TAG.double);
    this.#raw(doubleBytes);
  }

  #string(value: string): void {
    for (let index = 0; index < value.length; index++) {
      if (value.charCodeAt(index) <= 0xff) continue;
      this.#utf16(value);
      return;
    }
    this.#byte(TAG.latin1);
    this.#latin1(value);
  }

  #latin1(value: string): void {
    const { length } = value;
    this.#count(length);
    this.#reserve(length);
    for (let index = 0; index < length; index++) this.#bytes[this.#size++] = value.charCodeAt(index);
  }

  #utf16(value: string): void {
    const { length } = value;
    this.#byte(TAG.utf16);
    this.#count(length);
    this.#reserve(2 * length);
    for (let index = 0; index < length; index++) {
      const unit = value.charCodeAt(index);
      this.#bytes[this.#size++] = unit & 0xff;
      this.#bytes[this.#size++] = unit >> 8;
    }
  }

  #object(object: object): void {
    this.#seen ??= new Map();
    const known = this.#seen.get(object);
    if (known !== undefined) {
      this.#byte(TAG.seen);
      this.#count(known);
      return;
    }
    // The place is taken before the parts are encoded, since they may refer to the whole.
    this.#seen.set(object, this.#seen.size);
    if (getPrototypeOf(object) === objectPrototype) this.#plain(object as Record<string, unknown>);
    else if (isArray(object)) this.#array(object);
    else this.#builtIn(object);
  }

  #plain(object: Record<string, unknown>): void {
    const names = keys(object);
    this.#byte(TAG.object);
    this.#count(names.length);
    for (const name of names) {
      this.#string(name);
      this.write(object[name]);
    }
  }

  #array(array: readonly unknown[]): void {
    const { length } = array;
    const names = keys(array);
    // Indexes come before other keys: if the last of them is in its place, so are all.
    if (names.length === length && (length === 0 || names[length - 1] === String(length - 1))) {
      this.#byte(TAG.array);
      this.#count(length);
      for (let index = 0; index < length; index++) this.write(array[index]);
      return;
    }
    this.#byte(TAG.sparse);
    this.#count(length);
    this.#count(names.length);
    for (const name of names) {
      this.#string(name);
      this.write((array as unknown as Record<string, unknown>)[name]);
    }
  }

  #builtIn(object: object): void {
    const port = this.#ports.indexOf(object as MessagePort);
    if (port >= 0) {
      this.#byte(TAG.port);
      this.#count(port);
    } else if (ArrayBuffer.isView(object)) this.#view(object);
    else if (object instanceof ArrayBuffer) this.#buffer(object);
    else if (object instanceof Map) this.#map(object);
    else if (object instanceof Set) this.#set(object);
    else if (object instanceof Error) this.#error(object);
    else if (object instanceof Date) this.#tagged(TAG.date, object.getTime());
    else if (object instanceof RegExp) this.#tagged(TAG.regExp, object.source, object.flags);
    else if (object instanceof Number || object instanceof String || object instanceof Boolean)
      this.#tagged(TAG.boxed, object.valueOf());
    else throw new TypeError(`${objectPrototype.toString.call(object)} cannot be encoded.`);
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    this.#byte(TAG.map);
    this.#count(map.size);
    for (const [key, value] of map) {
      this.write(key);
      this.write(value);
    }
  }

  #set(set: ReadonlySet<unknown>): void {
    this.#byte(TAG.set);
    this.#count(set.size);
    for (const value of set) this.write(value);
  }

  #error(error: Error): void {
    const name = error.name in ERRORS ? error.name : 'Error';
    const hasCause = 'cause' in error;
    this.#tagged(TAG.error, name, error.message, error.stack, hasCause ? 'cause' : undefined);
    if (hasCause) this.write(error.cause);
  }

  #buffer(buffer: ArrayBuffer): void {
    if (buffer.resizable) throw new TypeError('A resizable buffer cannot be encoded.');
    this.#byte(TAG.buffer);
    this.#count(buffer.byteLength);
    this.#raw(new Uint8Array(buffer));
  }

  #view(view: ArrayBufferView): void {
    const name = view instanceof DataView ? 'DataView' : view.constructor.name;
    if (!(name in VIEWS)) throw new TypeError(`A ${name} cannot be encoded.`);
    const length = view instanceof DataView ? view.byteLength : (view as Uint8Array).length;
    this.#tagged(TAG.view, name, view.buffer, view.byteOffset, length);
  }

  #tagged(tag: number, ...details: readonly unknown[]): void {
    this.#byte(tag);
    for (const detail of details) this.write(detail);
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#size++] = byte;
  }

  #count(count: number): void {
    this.#reserve(5);
    let rest = count;
    while (rest > 0x7f) {
      this.#bytes[this.#size++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#size++] = rest;
  }

  #raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  #reserve(moreBytes: number): void {
    const neededBytes = this.#size + moreBytes;
    if (neededBytes <= this.#bytes.length) return;
    if (neededBytes > this.#limitBytes) throw new RangeError('The value is longer than the limit.');
    const grown = new Uint8Array(Math.max(neededBytes, 2 * this.#bytes.length));
    grown.set(this.#bytes.subarray(0, this.#size));
    this.#bytes = grown;
  }
}
