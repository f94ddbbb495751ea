/** Bytes as text in one of the encodings that Node's `Buffer` knows. */
export function decodeText(bytes: Uint8Array, encoding: string): string {
  switch (encoding.toLowerCase()) {
    case 'latin1':
    case 'binary':
    case 'ascii':
      return latin1(bytes);
    case 'hex':
      return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'base64':
      return btoa(latin1(bytes));
    case 'base64url':
      return btoa(latin1(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    case 'utf16le':
    case 'utf-16le':
    case 'ucs2':
    case 'ucs-2':
      return new TextDecoder('utf-16le').decode(bytes);
    case 'utf8':
    case 'utf-8':
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    default:
      throw new TypeError(`Unknown encoding: ${encoding}`);
  }
}

/** Text as bytes, in one of the same encodings. */
export function encodeText(text: string, encoding: string): Uint8Array {
  switch (encoding.toLowerCase()) {
    case 'latin1':
    case 'binary':
    case 'ascii':
      return bytesOf(text);
    case 'hex':
      return Uint8Array.from(text.match(/[\da-f]{2}/gi) ?? [], (digits) => Number.parseInt(digits, 16));
    case 'base64':
    case 'base64url':
      return bytesOf(
        atob(
          text
            .replaceAll('-', '+')
            .replaceAll('_', '/')
            .replace(/[^\w+/]/g, ''),
        ),
      );
    case 'utf16le':
    case 'utf-16le':
    case 'ucs2':
    case 'ucs-2':
      return Uint8Array.from(
        { length: text.length * 2 },
        (_, index) => text.charCodeAt(index >> 1) >> (8 * (index & 1)),
      );
    case 'utf8':
    case 'utf-8':
      return new TextEncoder().encode(text);
    default:
      throw new TypeError(`Unknown encoding: ${encoding}`);
  }
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
