import { invalidArgValue, nodeError, validateString } from '../errors.ts';

/** A header's value, as programs give it: a list is one line each. */
export type HeaderValue = number | string | readonly string[];

/** A header's name and value. */
export type HeaderPair = readonly [name: string, value: HeaderValue];

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
  checkCharacters(value, 'header content', name);
}

/** @throws ERR_INVALID_CHAR */
export function checkCharacters(value: unknown, what: string, name?: string): void {
  if (!invalidCharacter.test(`${value as string}`)) return;
  const field = name === undefined ? '' : ` ["${name}"]`;
  throw nodeError('ERR_INVALID_CHAR', `Invalid character in ${what}${field}`, TypeError);
}

/** Whether it can be a method or a header's name. */
export function isToken(text: string): boolean {
  return token.test(text);
}

/** The headers of a message that is going to be sent, in order. */
export class OutgoingHeaders {
  readonly #lines = new Map<string, { readonly name: string; readonly value: HeaderValue }>();

  get isEmpty(): boolean {
    return this.#lines.size === 0;
  }

  set(name: string, value: HeaderValue): void {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    this.#lines.set(name.toLowerCase(), { name, value });
  }

  append(name: string, value: string | readonly string[]): void {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    const before = this.#lines.get(name.toLowerCase());
    if (before)
      this.#lines.set(name.toLowerCase(), { ...before, value: [before.value, value].flat().map(String) });
    else this.set(name, value);
  }

  get(name: unknown): HeaderValue | undefined {
    validateString(name, 'name');
    return this.#lines.get(name.toLowerCase())?.value;
  }

  has(name: unknown): boolean {
    validateString(name, 'name');
    return this.#lines.has(name.toLowerCase());
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

  /** Names and values, as they were given. */
  get pairs(): HeaderPair[] {
    return [...this.#lines.values()].map(({ name, value }) => [name, value]);
  }

  toObject(): Record<string, HeaderValue> {
    const object = Object.create(null) as Record<string, HeaderValue>;
    for (const [key, { value }] of this.#lines) object[key] = value;
    return object;
  }
}

/**
 * The pairs in a list of names and values in turns, a list of pairs, or an object.
 *
 * @throws ERR_INVALID_ARG_VALUE
 */
export function headerPairs(headers: unknown): HeaderPair[] {
  if (!Array.isArray(headers)) return Object.entries((headers ?? {}) as Record<string, HeaderValue>);
  if (Array.isArray(headers[0])) return headers as HeaderPair[];
  if (headers.length % 2 !== 0) throw invalidArgValue('headers', headers);
  return [...pairsOf(headers as string[])];
}

/** A header as it is sent: a list is one line each, but for cookies. */
export function headerLines(name: string, value: HeaderValue): string {
  const isJoined = typeof value === 'object' && value.length > 1 && /^cookie$/i.test(name);
  const lines = isJoined ? [value.join('; ')] : [value].flat();
  return lines.map((line) => `${name}: ${line}\r\n`).join('');
}

/** The headers of a message that has come, by name; those of one name are joined, left out or kept apart, as Node does. */
export function joinHeaders(
  rawHeaders: readonly string[],
  joinsAll = false,
): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [rawName, value] of pairsOf(rawHeaders)) addHeader(headers, rawName, value, joinsAll);
  return headers;
}

/** Adds a header that has come to others. */
export function addHeader(
  headers: Record<string, string | string[]>,
  rawName: string,
  value: string,
  joinsAll: boolean,
): void {
  const name = rawName.toLowerCase();
  const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
  let joined: string | string[] = value;
  if (name === 'set-cookie') joined = [...(before ?? []), value];
  else if (before === undefined) joined = value;
  else if (single.has(name) && !joinsAll) joined = before;
  else joined = `${String(before)}${name === 'cookie' ? '; ' : ', '}${value}`;
  Object.defineProperty(headers, name, {
    value: joined,
    enumerable: true,
    configurable: true,
    writable: true,
  });
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
