/**
 * Structured-cloneable values as bytes, for `receiveMessageOnPort()`: a thread that waits for a message cannot be sent
 * one, so the kernel writes it into the reply memory.
 *
 * The bytes are JSON of `[root, records]`. A primitive that JSON keeps stands for itself, everything else is `[index]`,
 * a reference to a record, so that shared and cyclic objects stay what they are. Records begin with a letter, see
 * `RECORD`. Bytes of buffers are Latin-1 strings.
 */
const RECORD = {
  undefined: 'u',
  number: 'n',
  bigint: 'b',
  object: 'o',
  array: 'a',
  map: 'm',
  set: 's',
  date: 'd',
  regExp: 'r',
  error: 'e',
  boxed: 'x',
  buffer: 'f',
  view: 'v',
  port: 'p',
} as const;

type Encoded = string | number | boolean | null | readonly [index: number];
type EncodedRecord = readonly [kind: string, ...details: unknown[]];

const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const VIEWS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
};

/**
 * Encodes a value that the browser has cloned.
 *
 * @param ports the ports in the value; each is encoded as its index
 * @throws TypeError if the value holds memory or a handle that bytes cannot carry, such as a SharedArrayBuffer
 */
export function encodeClone(value: unknown, ports: readonly MessagePort[] = []): Uint8Array {
  const records: EncodedRecord[] = [];
  const indexes = new Map<object, number>();

  const encode = (item: unknown): Encoded => {
    if (item === null || typeof item === 'string' || typeof item === 'boolean') return item;
    if (typeof item === 'number' && Number.isFinite(item) && !Object.is(item, -0)) return item;
    if (typeof item !== 'object') return [records.push(encodePrimitive(item)) - 1];
    const known = indexes.get(item);
    if (known !== undefined) return [known];
    // The place is taken before the parts are encoded, since they may refer to the whole.
    const index = records.push([RECORD.undefined]) - 1;
    indexes.set(item, index);
    records[index] = encodeObject(item, encode, ports);
    return [index];
  };

  const root = encode(value);
  return new TextEncoder().encode(JSON.stringify([root, records]));
}

/**
 * Decodes what {@link encodeClone} made.
 *
 * @param ports what to put in the place of the ports
 */
export function decodeClone(bytes: Uint8Array, ports: readonly MessagePort[] = []): unknown {
  const [root, records] = JSON.parse(new TextDecoder().decode(bytes)) as [Encoded, EncodedRecord[]];
  const decoded = new Map<number, unknown>();

  const decode = (item: Encoded): unknown => {
    if (!Array.isArray(item)) return item;
    const [index] = item as readonly [number];
    if (decoded.has(index)) return decoded.get(index);
    const [kind, ...details] = records[index]!;
    const { value, fill } = decodeRecord(kind, details, decode, ports);
    decoded.set(index, value);
    fill?.();
    return value;
  };

  return decode(root);
}

function encodePrimitive(value: unknown): EncodedRecord {
  switch (typeof value) {
    case 'undefined':
      return [RECORD.undefined];
    case 'number':
      return [RECORD.number, Object.is(value, -0) ? '-0' : String(value)];
    case 'bigint':
      return [RECORD.bigint, String(value)];
    default:
      throw new TypeError(`A ${typeof value} cannot be encoded.`);
  }
}

function encodeObject(
  object: object,
  encode: (item: unknown) => Encoded,
  ports: readonly MessagePort[],
): EncodedRecord {
  const pairs = (entries: Iterable<readonly [unknown, unknown]>): unknown[] =>
    [...entries].map(([key, item]) => [encode(key), encode(item)]);
  const port = ports.indexOf(object as MessagePort);
  if (port >= 0) return [RECORD.port, port];
  if (Array.isArray(object)) return [RECORD.array, object.length, pairs(Object.entries(object))];
  if (object instanceof Map) return [RECORD.map, pairs(object)];
  if (object instanceof Set) return [RECORD.set, [...object].map(encode)];
  if (object instanceof Date) return [RECORD.date, encode(object.getTime())];
  if (object instanceof RegExp) return [RECORD.regExp, object.source, object.flags];
  if (object instanceof Error) return encodeError(object, encode);
  if (object instanceof ArrayBuffer) return [RECORD.buffer, toLatin1(new Uint8Array(object))];
  if (ArrayBuffer.isView(object)) return encodeView(object, encode);
  if (object instanceof Number || object instanceof String || object instanceof Boolean)
    return [RECORD.boxed, encode(object.valueOf())];
  if (Object.getPrototypeOf(object) === Object.prototype)
    return [RECORD.object, pairs(Object.entries(object))];
  throw new TypeError(`${Object.prototype.toString.call(object)} cannot be encoded.`);
}

function encodeError(error: Error, encode: (item: unknown) => Encoded): EncodedRecord {
  const name = error.name in ERRORS ? error.name : 'Error';
  return [RECORD.error, name, error.message, error.stack ?? null, encode(error.cause), 'cause' in error];
}

function encodeView(view: ArrayBufferView, encode: (item: unknown) => Encoded): EncodedRecord {
  const name = view instanceof DataView ? 'DataView' : view.constructor.name;
  const length = view instanceof DataView ? view.byteLength : (view as Uint8Array).length;
  return [RECORD.view, name, encode(view.buffer), view.byteOffset, length];
}

interface Decoded {
  readonly value: unknown;
  /** Puts the parts in, once the whole is known to those that refer to it. */
  readonly fill?: () => void;
}

function decodeRecord(
  kind: string,
  details: readonly unknown[],
  decode: (item: Encoded) => unknown,
  ports: readonly MessagePort[],
): Decoded {
  const [first, second, third, fourth, fifth] = details as [never, never, never, never, never];
  switch (kind) {
    case RECORD.number:
      return { value: Number(first) };
    case RECORD.bigint:
      return { value: BigInt(first) };
    case RECORD.port:
      return { value: ports[first] };
    case RECORD.date:
      return { value: new Date(decode(first) as number) };
    case RECORD.regExp:
      return { value: new RegExp(first, second) };
    case RECORD.boxed:
      return { value: Object(decode(first)) };
    case RECORD.buffer:
      return { value: fromLatin1(first).buffer };
    case RECORD.view:
      return { value: decodeView(first, decode(second) as ArrayBuffer, third, fourth) };
    case RECORD.error:
      return decodeError(first, second, third, fifth ? () => decode(fourth) : undefined);
    case RECORD.map: {
      const map = new Map();
      return { value: map, fill: () => eachPair(first, (key, item) => map.set(decode(key), decode(item))) };
    }
    case RECORD.set: {
      const set = new Set();
      return { value: set, fill: () => (first as Encoded[]).forEach((item) => set.add(decode(item))) };
    }
    case RECORD.array: {
      const array: unknown[] = new Array<unknown>(first);
      return { value: array, fill: () => eachPair(second, (key, item) => define(array, key, decode(item))) };
    }
    case RECORD.object: {
      const object = {};
      return { value: object, fill: () => eachPair(first, (key, item) => define(object, key, decode(item))) };
    }
    default:
      return { value: undefined };
  }
}

function decodeView(name: keyof typeof VIEWS, buffer: ArrayBuffer, offset: number, length: number): unknown {
  const View = VIEWS[name] as new (buffer: ArrayBuffer, offset: number, length: number) => unknown;
  return new View(buffer, offset, length);
}

function decodeError(
  name: keyof typeof ERRORS,
  message: string,
  stack: string | null,
  cause: (() => unknown) | undefined,
): Decoded {
  const error = new ERRORS[name](message);
  const hide = (key: string, value: unknown): void => {
    Object.defineProperty(error, key, { value, writable: true, configurable: true });
  };
  if (stack !== null) hide('stack', stack);
  return cause ? { value: error, fill: () => hide('cause', cause()) } : { value: error };
}

function eachPair(
  pairs: readonly (readonly [Encoded, Encoded])[],
  visit: (key: Encoded, item: Encoded) => void,
): void {
  for (const [key, item] of pairs) visit(key, item);
}

/** Assignment would treat a key such as `__proto__` as a command. */
function define(object: object, key: Encoded, value: unknown): void {
  Object.defineProperty(object, key as string, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function toLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += 8192)
    text += String.fromCharCode(...bytes.subarray(offset, offset + 8192));
  return text;
}

function fromLatin1(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
