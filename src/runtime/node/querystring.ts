/**
 * `node:querystring`.
 *
 * @see https://nodejs.org/api/querystring.html
 */
import { Buffer } from './internal/buffer/buffer.ts';
import { nodeError } from './internal/errors.ts';

type Coder = (text: string) => string;
type Values = Record<string, string | string[]>;

const defaultMaxKeys = 1000;

function escape(value: unknown): string {
  try {
    // These four are left alone by `encodeURIComponent` just as by Node; the others agree too.
    return encodeURIComponent(String(value));
  } catch {
    throw nodeError('ERR_INVALID_URI', 'URI malformed', URIError);
  }
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text).toString();
  }
}

/** Decodes what is well formed, byte by byte, and leaves the rest as it is. */
function unescapeBuffer(text: string, decodeSpaces = false): Buffer {
  const spaced = decodeSpaces ? text.replaceAll('+', ' ') : text;
  const parts = spaced.split(/(%[0-9a-f]{2})/i);
  return Buffer.concat(
    parts.map((part) =>
      /^%[0-9a-f]{2}$/i.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part, 'latin1'),
    ),
  );
}

function stringify(
  values: unknown,
  separator?: string | null,
  equals?: string | null,
  options?: { encodeURIComponent?: Coder } | null,
): string {
  if (values === null || typeof values !== 'object') return '';
  const encode = options?.encodeURIComponent ?? querystring.escape;
  const fields = Object.entries(values as Record<string, unknown>).flatMap(([key, value]) => {
    const start = encode(primitiveText(key)) + (equals || '=');
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return items.map((item) => start + encode(primitiveText(item)));
  });
  return fields.join(separator || '&');
}

function primitiveText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(value) : '';
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return '';
  }
}

function parse(
  text: unknown,
  separator?: string | null,
  equals?: string | null,
  options?: { maxKeys?: number; decodeURIComponent?: Coder } | null,
): Values {
  const values = Object.create(null) as Values;
  if (typeof text !== 'string' || text === '') return values;
  const sign = equals || '=';
  const given = options?.maxKeys;
  const limit = typeof given !== 'number' ? defaultMaxKeys : given > 0 ? given : Infinity;
  const decode = options?.decodeURIComponent ?? querystring.unescape;
  for (const field of text.split(separator || '&').slice(0, limit)) {
    if (field === '') continue;
    const at = field.indexOf(sign);
    const [key, value] = at < 0 ? [field, ''] : [field.slice(0, at), field.slice(at + sign.length)];
    append(values, decodeWith(decode, key), decodeWith(decode, value));
  }
  return values;
}

function decodeWith(decode: Coder, text: string): string {
  const spaced = text.replaceAll('+', decode === unescape ? ' ' : '%20');
  if (!spaced.includes('%') && decode === unescape) return spaced;
  try {
    return decode(spaced);
  } catch {
    return querystring.unescape(spaced);
  }
}

function append(values: Values, key: string, value: string): void {
  const present = values[key];
  if (present === undefined) values[key] = value;
  else if (Array.isArray(present)) present.push(value);
  else values[key] = [present, value];
}

// Programs may replace `escape` and `unescape`, and the other functions then use theirs.
const querystring = {
  unescapeBuffer,
  unescape,
  escape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

export default querystring;
