import { missingArgs, nodeError } from './errors.ts';
import { NativeProxy } from './proxies.ts';

/** Makes `TextDecoder`, `atob` and `btoa` refuse in Node's words, and with its codes; each browser has words of its own. */
export function wordEncodingErrorsAsNode(): void {
  const { decode } = TextDecoder.prototype;
  const value = new NativeProxy(TextDecoder, {
    construct(native, args: unknown[], newTarget) {
      try {
        return Reflect.construct(native, args, newTarget) as TextDecoder;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        const message = `The "${String(args[0])}" encoding is not supported`;
        throw nodeError('ERR_ENCODING_NOT_SUPPORTED', message, RangeError);
      }
    },
  });
  replace(TextDecoder.prototype, 'constructor', value);
  replace(globalThis, 'TextDecoder', value);
  const methods = {
    decode(this: TextDecoder, ...args: Parameters<TextDecoder['decode']>): string {
      try {
        return decode.apply(this, args);
      } catch (error) {
        if (!isBytes(args[0])) throw nodeError('ERR_INVALID_ARG_TYPE', notBytes, TypeError);
        if (!this.fatal) throw error;
        const message = `The encoded data was not valid for encoding ${this.encoding}`;
        throw nodeError('ERR_ENCODING_INVALID_ENCODED_DATA', message, TypeError);
      }
    },
  };
  Object.defineProperty(TextDecoder.prototype, 'decode', {
    value: methods.decode,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** Node's `atob` and `btoa`, made of the browser's. */
export const base64Functions = {
  atob: (...args: unknown[]): string => convert(nativeAtob, args),
  btoa: (...args: unknown[]): string => convert(nativeBtoa, args),
};

const notBytes =
  'The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.';
const { atob: nativeAtob, btoa: nativeBtoa } = globalThis;

function convert(native: (text: string) => string, args: readonly unknown[]): string {
  if (args.length === 0) throw missingArgs('input');
  const text = `${args[0] as string}`;
  try {
    return native(text);
  } catch {
    throw new DOMException('Invalid character', 'InvalidCharacterError');
  }
}

function isBytes(input: unknown): boolean {
  if (input === undefined || ArrayBuffer.isView(input)) return true;
  return input instanceof ArrayBuffer || input instanceof SharedArrayBuffer;
}

function replace(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: true, enumerable: false, configurable: true });
}
