import { native } from '../../../thread/native.ts';
import { Buffer } from '../buffer/buffer.ts';
import { invalidArgType, outOfRange } from '../errors.ts';
import types from '../types.ts';
import { validateBoolean, validateFunction, validateNumber, validateObject } from '../validators.ts';
import { later } from './later.ts';
import { onPool } from './on-pool.ts';
import { fillRandomly } from './perform-work.ts';

type Callback<Result> = (error: unknown, result?: Result) => void;

const maxSizeBytes = 2 ** 31 - 1;

/** @see https://nodejs.org/api/crypto.html#cryptorandombytessize-callback */
export function randomBytes(size: number, callback?: Callback<Buffer>): Buffer | undefined {
  validateNumber(size, 'size', 0, maxSizeBytes);
  if (callback === undefined) return fill(Buffer.alloc(size));
  validateFunction(callback, 'callback');
  onPool({ kind: 'random', length: size }, ({ buffer }) => Buffer.from(buffer), callback);
  return undefined;
}

/** @see https://nodejs.org/api/crypto.html#cryptorandomfillsyncbuffer-offset-size */
export function randomFillSync<Target>(target: Target, offset = 0, size?: number): Target {
  fill(partOf(target, offset, size));
  return target;
}

/** @see https://nodejs.org/api/crypto.html#cryptorandomfillbuffer-offset-size-callback */
export function randomFill(target: unknown, ...rest: unknown[]): void {
  const callback = rest.pop();
  validateFunction(callback, 'callback');
  const [offset, size] = rest as [number?, number?];
  const part = partOf(target, offset ?? 0, size);
  const finish = (bytes: Uint8Array): unknown => {
    part.set(bytes);
    return target;
  };
  onPool({ kind: 'random', length: part.length }, finish, callback as Callback<unknown>);
}

/** @see https://nodejs.org/api/crypto.html#cryptorandomintmin-max-callback */
export function randomInt(...args: unknown[]): number | undefined {
  const callback = typeof args.at(-1) === 'function' ? (args.pop() as Callback<number>) : undefined;
  const [min, max] = (args.length < 2 ? [0, args[0]] : args) as [number, number];
  if (!Number.isSafeInteger(min)) throw invalidArgType('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw invalidArgType('max', 'a safe integer', max);
  if (max <= min) throw outOfRange('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  const limit = 2 ** 48;
  if (range >= limit) throw outOfRange('max - min', `<= ${limit - 1}`, range);
  const draw = () => min + drawBelow(range, limit);
  if (!callback) return draw();
  later(draw, callback);
  return undefined;
}

/** @see https://nodejs.org/api/crypto.html#cryptorandomuuidoptions */
export function randomUUID(options?: { disableEntropyCache?: boolean }): string {
  if (options !== undefined) validateObject(options, 'options');
  if (options?.disableEntropyCache !== undefined) {
    validateBoolean(options.disableEntropyCache, 'options.disableEntropyCache');
  }
  const bytes = fill(Buffer.alloc(16));
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** @see https://nodejs.org/api/webcrypto.html#cryptogetrandomvaluestypedarray */
export function getRandomValues<View extends ArrayBufferView<ArrayBuffer>>(view: View): View {
  return native.crypto.getRandomValues(view);
}

/** Numbers above the last whole multiple of `range` are drawn again, or the small ones would be likelier. */
function drawBelow(range: number, limit: number): number {
  const fair = limit - (limit % range);
  for (;;) {
    const bytes = fill(Buffer.alloc(6));
    const drawn = new DataView(bytes.buffer).getUint16(0) * 2 ** 32 + new DataView(bytes.buffer).getUint32(2);
    if (drawn < fair) return drawn % range;
  }
}

function fill<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
  // Through memory of its own, since a browser refuses to fill shared memory.
  bytes.set(fillRandomly(new Uint8Array(bytes.length)));
  return bytes;
}

function partOf(target: unknown, offset: number, size: number | undefined): Uint8Array {
  if (!ArrayBuffer.isView(target) && !types.isAnyArrayBuffer(target)) {
    throw invalidArgType('buf', ['ArrayBuffer', 'ArrayBufferView'], target);
  }
  const bytes = ArrayBuffer.isView(target)
    ? new Uint8Array(target.buffer, target.byteOffset, target.byteLength)
    : new Uint8Array(target);
  const unit = (target as Uint8Array).BYTES_PER_ELEMENT ?? 1;
  const start = offset * unit;
  validateNumber(offset, 'offset', 0, bytes.length / unit);
  const length = size === undefined ? bytes.length - start : size * unit;
  if (start + length > bytes.length) throw outOfRange('size + offset', `<= ${bytes.length}`, start + length);
  return bytes.subarray(start, start + length);
}
