import { invalidArgType, nodeError, validateString } from '../errors.ts';

/** A header's value, as programs give it: a list is one line each. */
export type HeaderValue = number | string | readonly string[];

const token = /^[\^_`a-zA-Z\-0-9!#$%&'*+.|~]+$/;
const invalidCharacter = /[^\t\x20-\x7e\x80-\xff]/;
/** Of these the first counts, and others are left out. */
const single = new Set(
  'age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location max-forwards proxy-authorization referer retry-after server user-agent'.split(
    ' ',
  ),
);

/** @throws ERR_INVALID_HTTP_TOKEN */
export function validateHeaderName(name: unknown, label = 'Header name'): asserts name is string {
  if (typeof name === 'string' && token.test(name)) return;
  throw nodeError(
    'ERR_INVALID_HTTP_TOKEN',
    `${label} must be a valid HTTP token ["${String(name)}"]`,
    TypeError,
  );
}

/** @throws ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR */
export function validateHeaderValue(name: string, value: unknown): void {
  if (value === undefined) {
    const message = `Invalid value "undefined" for header "${name}"`;
    throw nodeError('ERR_HTTP_INVALID_HEADER_VALUE', message, TypeError);
  }
  if (invalidCharacter.test(`${value as string}`)) {
    throw nodeError('ERR_INVALID_CHAR', `Invalid character in header content ["${name}"]`, TypeError);
  }
}

/** Whether it can be a method or a header's name. */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** The headers of a message that is going to be sent, in order. */
export class OutgoingHeaders {
  readonly #lines = new Map<string, { readonly name: string; readonly value: HeaderValue }>();

  set(name: string, value: HeaderValue): void {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    this.#lines.set(name.toLowerCase(), { name, value });
  }

  append(name: string, value: string | readonly string[]): void {
    const before = this.get(name);
    const all = before === undefined ? [] : typeof before === 'object' ? before : [String(before)];
    this.set(name, [...all, ...[value].flat()]);
  }

  /** Takes over headers from an object, a `Headers` or `Map`, a list of pairs, or one of names and values in turns. */
  setAll(headers: unknown): void {
    const seen = new Set<string>();
    for (const [name, value] of entriesOf(headers)) {
      const key = name.toLowerCase();
      if (seen.has(key)) this.append(name, value as string);
      else this.set(name, value);
      seen.add(key);
    }
  }

  get(name: unknown): HeaderValue | undefined {
    validateString(name, 'name');
    return this.#lines.get(name.toLowerCase())?.value;
  }

  has(name: unknown): boolean {
    return this.get(name) !== undefined;
  }

  remove(name: string): void {
    this.#lines.delete(name.toLowerCase());
  }

  get names(): string[] {
    return [...this.#lines.keys()];
  }

  get rawNames(): string[] {
    return [...this.#lines.values()].map(({ name }) => name);
  }

  toObject(): Record<string, HeaderValue> {
    const object = Object.create(null) as Record<string, HeaderValue>;
    for (const [key, { value }] of this.#lines) object[key] = value;
    return object;
  }

  /** As they are sent, each with its line's end. */
  toString(): string {
    let text = '';
    for (const { name, value } of this.#lines.values()) {
      for (const line of typeof value === 'object' ? value : [value]) text += `${name}: ${line}\r\n`;
    }
    return text;
  }
}

function entriesOf(headers: unknown): Iterable<readonly [string, HeaderValue]> {
  if (Array.isArray(headers) && !Array.isArray(headers[0])) return pairsOf(headers as string[]);
  const isIterable = typeof headers === 'object' && headers !== null && Symbol.iterator in headers;
  return isIterable ? (headers as Iterable<[string, string]>) : Object.entries(headers ?? {});
}

/** The headers of a message that has come, by name; those of one name are joined, left out or kept apart, as Node does. */
export function joinHeaders(rawHeaders: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [rawName, value] of pairsOf(rawHeaders)) {
    const name = rawName.toLowerCase();
    const before = headers[name];
    if (name === 'set-cookie') headers[name] = [...(before ?? []), value];
    else if (before === undefined) headers[name] = value;
    else if (!single.has(name)) headers[name] = `${String(before)}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return headers;
}

/** All values of each name. */
export function distinctHeaders(rawHeaders: readonly string[]): Record<string, string[]> {
  const headers = Object.create(null) as Record<string, string[]>;
  for (const [name, value] of pairsOf(rawHeaders)) (headers[name.toLowerCase()] ??= []).push(value);
  return headers;
}

function* pairsOf(rawHeaders: readonly string[]): Iterable<[name: string, value: string]> {
  for (let at = 0; at < rawHeaders.length; at += 2) yield [rawHeaders[at]!, rawHeaders[at + 1]!];
}

/** @throws ERR_INVALID_ARG_TYPE */
export function checkHeadersObject(headers: unknown): void {
  if (headers !== undefined && headers !== null && typeof headers !== 'object')
    throw invalidArgType('options.headers', 'Object', headers);
}
