/** The methods `readInt32LE`, `writeDoubleBE` and their kin, made from one table. */
import { invalidArgType, nodeError, outOfRange } from '../errors.ts';
import { validateNumber } from '../validators.ts';

type Numeric = number | bigint;

interface NumberKind {
  /** As in `DataView.getInt16`. */
  view:
    | 'Int8'
    | 'Uint8'
    | 'Int16'
    | 'Uint16'
    | 'Int32'
    | 'Uint32'
    | 'Float32'
    | 'Float64'
    | 'BigInt64'
    | 'BigUint64';
  /** As in `readInt16LE`, the most usual name first. */
  names: string[];
  sizeBytes: number;
  min?: Numeric;
  max?: Numeric;
}

const kinds: NumberKind[] = [
  { view: 'Uint8', names: ['UInt8', 'Uint8'], sizeBytes: 1, min: 0, max: 0xff },
  { view: 'Int8', names: ['Int8'], sizeBytes: 1, min: -0x80, max: 0x7f },
  { view: 'Uint16', names: ['UInt16', 'Uint16'], sizeBytes: 2, min: 0, max: 0xffff },
  { view: 'Int16', names: ['Int16'], sizeBytes: 2, min: -0x8000, max: 0x7fff },
  { view: 'Uint32', names: ['UInt32', 'Uint32'], sizeBytes: 4, min: 0, max: 0xffffffff },
  { view: 'Int32', names: ['Int32'], sizeBytes: 4, min: -0x80000000, max: 0x7fffffff },
  { view: 'BigUint64', names: ['BigUInt64', 'BigUint64'], sizeBytes: 8, min: 0n, max: 2n ** 64n - 1n },
  { view: 'BigInt64', names: ['BigInt64'], sizeBytes: 8, min: -(2n ** 63n), max: 2n ** 63n - 1n },
  { view: 'Float32', names: ['Float'], sizeBytes: 4 },
  { view: 'Float64', names: ['Double'], sizeBytes: 8 },
];

/** Adds the number methods to a prototype of byte arrays. */
export function addNumberMethods(prototype: Uint8Array): void {
  const methods: Record<string, unknown> = {};
  for (const kind of kinds) {
    const orders = kind.sizeBytes === 1 ? [''] : ['LE', 'BE'];
    for (const order of orders) {
      const read = reader(kind, order !== 'BE');
      const write = writer(kind, order !== 'BE');
      for (const name of kind.names) {
        methods[`read${name}${order}`] = read;
        methods[`write${name}${order}`] = write;
      }
    }
  }
  for (const signed of [true, false]) {
    for (const order of ['LE', 'BE']) {
      for (const name of signed ? ['Int'] : ['UInt', 'Uint']) {
        methods[`read${name}${order}`] = anySizeReader(signed, order === 'LE');
        methods[`write${name}${order}`] = anySizeWriter(signed, order === 'LE');
      }
    }
  }
  Object.assign(prototype, methods);
}

function reader({ view, sizeBytes }: NumberKind, littleEndian: boolean) {
  return function (this: Uint8Array, offset = 0): Numeric {
    checkOffset(this, offset, sizeBytes);
    return dataView(this)[`get${view}`](offset, littleEndian);
  };
}

function writer({ view, sizeBytes, min, max }: NumberKind, littleEndian: boolean) {
  return function (this: Uint8Array, value: Numeric, offset = 0): number {
    const given = typeof min === 'bigint' ? value : Number(value);
    if (sizeBytes === 1) validateNumber(offset, 'offset');
    if (min !== undefined && max !== undefined) checkValue(given, min, max, sizeBytes);
    checkOffset(this, offset, sizeBytes);
    dataView(this)[`set${view}`](offset, given as never, littleEndian);
    return offset + sizeBytes;
  };
}

function anySizeReader(signed: boolean, littleEndian: boolean) {
  return function (this: Uint8Array, offset: number, byteLength: number): number {
    if (offset === undefined) throw invalidArgType('offset', 'number', offset);
    checkByteLength(byteLength);
    checkOffset(this, offset, byteLength);
    let value = 0;
    for (let index = 0; index < byteLength; index++) {
      const position = littleEndian ? byteLength - 1 - index : index;
      value = value * 0x100 + (this[offset + position] as number);
    }
    const limit = 2 ** (8 * byteLength);
    return signed && value >= limit / 2 ? value - limit : value;
  };
}

function anySizeWriter(signed: boolean, littleEndian: boolean) {
  return function (this: Uint8Array, value: number, offset: number, byteLength: number): number {
    checkByteLength(byteLength);
    const limit = 2 ** (8 * byteLength);
    const given = Number(value);
    checkValue(given, signed ? -limit / 2 : 0, (signed ? limit / 2 : limit) - 1, byteLength);
    checkOffset(this, offset, byteLength);
    let rest = Math.trunc(given);
    for (let index = 0; index < byteLength; index++) {
      this[offset + (littleEndian ? index : byteLength - 1 - index)] = rest;
      rest = Math.floor(rest / 0x100);
    }
    return offset + byteLength;
  };
}

function dataView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function checkByteLength(byteLength: unknown): void {
  if (byteLength === undefined) throw invalidArgType('byteLength', 'number', byteLength);
  validateNumber(byteLength, 'byteLength');
  if (!Number.isInteger(byteLength)) throw outOfRange('byteLength', 'an integer', byteLength);
  if (byteLength < 1 || byteLength > 6) throw outOfRange('byteLength', '>= 1 and <= 6', byteLength);
}

function checkOffset(bytes: Uint8Array, offset: number, sizeBytes: number): void {
  validateNumber(offset, 'offset');
  const last = bytes.length - sizeBytes;
  if (Number.isInteger(offset) && offset >= 0 && offset <= last) return;
  if (!Number.isInteger(offset)) throw outOfRange('offset', 'an integer', offset);
  if (last < 0) {
    throw nodeError('ERR_BUFFER_OUT_OF_BOUNDS', 'Attempt to access memory outside buffer bounds', RangeError);
  }
  throw outOfRange('offset', `>= 0 and <= ${last}`, offset);
}

function checkValue(value: Numeric, min: Numeric, max: Numeric, sizeBytes: number): void {
  if (value >= min && value <= max) return;
  if (Number.isNaN(value)) return; // Written as zero.
  const suffix = typeof min === 'bigint' ? 'n' : '';
  const power = (exponent: number) => `2${suffix} ** ${exponent}${suffix}`;
  const bits = sizeBytes * 8;
  let range = `>= ${min}${suffix} and <= ${max}${suffix}`;
  if (sizeBytes > 4) {
    range =
      min == 0 ? `>= 0${suffix} and < ${power(bits)}` : `>= -(${power(bits - 1)}) and < ${power(bits - 1)}`;
  }
  throw outOfRange('value', range, value);
}
