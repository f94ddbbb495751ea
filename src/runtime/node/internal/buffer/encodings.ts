/** Buffer's encodings: strings to bytes and back. */

/** The names that `normalizeEncoding` answers with. */
export type Encoding = 'utf8' | 'utf16le' | 'latin1' | 'ascii' | 'base64' | 'base64url' | 'hex';

const names: Record<string, Encoding> = {
  utf8: 'utf8',
  'utf-8': 'utf8',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
  latin1: 'latin1',
  binary: 'latin1',
  base64: 'base64',
  base64url: 'base64url',
  hex: 'hex',
  ascii: 'ascii',
};

/** The encoding that `name` means in any case of letters, or undefined. */
export function encodingNamed(name: unknown): Encoding | undefined {
  const text = String(name);
  return Object.hasOwn(names, text) ? names[text] : lowerCase(text);
}

function lowerCase(text: string): Encoding | undefined {
  const lower = text.toLowerCase();
  return Object.hasOwn(names, lower) ? names[lower] : undefined;
}

/** Turns text into bytes; what does not fit the encoding is left out (hex, base64) or cut to a byte (latin1). */
export function encode(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  switch (encoding) {
    case 'utf8':
      return utf8Encoder.encode(text);
    case 'utf16le':
      return encodeUtf16(text);
    case 'latin1':
    case 'ascii':
      return encodeLatin1(text);
    case 'base64':
    case 'base64url':
      return encodeBase64(text);
    case 'hex':
      return encodeHex(text);
  }
}

/** Turns bytes into text. */
export function decode(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case 'utf8':
      return decodeUtf8(bytes);
    case 'utf16le':
      return decodeUtf16(bytes);
    case 'latin1':
      return fromCharCodes(bytes);
    case 'ascii':
      return fromCharCodes(bytes.map((byte) => byte & 0x7f));
    case 'base64':
      return btoa(fromCharCodes(bytes));
    case 'base64url':
      return btoa(fromCharCodes(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    case 'hex':
      return decodeHex(bytes);
  }
}

/** How many bytes `text` takes; for base64 an upper bound when characters are foreign to it, as in Node. */
export function encodedLength(text: string, encoding: Encoding): number {
  switch (encoding) {
    case 'utf8':
      return utf8Length(text);
    case 'utf16le':
      return text.length * 2;
    case 'latin1':
    case 'ascii':
      return text.length;
    case 'hex':
      return text.length >>> 1;
    case 'base64':
    case 'base64url': {
      const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
      return ((text.length - padding) * 3) >>> 2;
    }
  }
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const { btoa, atob } = globalThis;

function decodeUtf8(bytes: Uint8Array): string {
  // Below this size the loop is faster than the call into the browser.
  if (bytes.length < 24 && bytes.every((byte) => byte < 0x80)) return String.fromCharCode(...bytes);
  // A decoder refuses shared memory.
  return utf8Decoder.decode(bytes.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    length += code < 0x800 ? 1 : 2;
    const isPair = code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
    // Four bytes for the two units of a pair: two more than the units themselves.
    if (isPair) index++;
  }
  return length;
}

function encodeUtf16(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    bytes[index * 2] = code;
    bytes[index * 2 + 1] = code >>> 8;
  }
  return bytes;
}

function decodeUtf16(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length >>> 1);
  for (let index = 0; index < units.length; index++) {
    units[index] = (bytes[index * 2] as number) | ((bytes[index * 2 + 1] as number) << 8);
  }
  return fromCharCodes(units);
}

function encodeLatin1(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index);
  return bytes;
}

function encodeHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length >>> 1);
  for (let index = 0; index < bytes.length; index++) {
    const pair = text.slice(index * 2, index * 2 + 2);
    if (!/^[0-9a-f]{2}$/i.test(pair)) return bytes.slice(0, index);
    bytes[index] = Number.parseInt(pair, 16);
  }
  return bytes;
}

function decodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** Both alphabets are read, whatever is no letter of them is skipped, and the first "=" ends the text. */
function encodeBase64(text: string): Uint8Array<ArrayBuffer> {
  // Node looks at the low byte of a character only.
  const narrow = text.replace(/[^\0-\xff]/g, (unit) => String.fromCharCode(unit.charCodeAt(0) & 0xff));
  const end = narrow.indexOf('=');
  const letters = (end < 0 ? narrow : narrow.slice(0, end))
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/[^A-Za-z0-9+/]/g, '');
  // A single letter in the last group carries no whole byte.
  return encodeLatin1(atob(letters.length % 4 === 1 ? letters.slice(0, -1) : letters));
}

function fromCharCodes(codes: Uint8Array | Uint16Array): string {
  const chunk = 8192; // Far below any engine's limit of arguments.
  if (codes.length <= chunk) return String.fromCharCode(...codes);
  let text = '';
  for (let start = 0; start < codes.length; start += chunk) {
    text += String.fromCharCode(...codes.subarray(start, start + chunk));
  }
  return text;
}
