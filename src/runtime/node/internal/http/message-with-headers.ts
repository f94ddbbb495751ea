import { invalidArgType, nodeError, validateString } from '../errors.ts';
import { streams } from '../streams.ts';
import { type HeaderPair, type HeaderValue, OutgoingHeaders } from './headers.ts';

const { Writable } = streams();

/** The part of a message that is sent which holds its headers, until the head is decided on. */
export class MessageWithHeaders extends Writable {
  sendDate = false;
  /** The head, once it is decided on. */
  _header: string | null = null;
  /** Headers that come by themselves, which the program has taken out. */
  protected readonly unwanted = new Set<string>();
  readonly #headers = new OutgoingHeaders();

  get headersSent(): boolean {
    return this._header !== null;
  }

  setHeader(name: string, value: HeaderValue): this {
    this.#checkUnsent('set');
    this.#headers.set(name, value);
    this.unwanted.delete(name.toLowerCase());
    return this;
  }

  /** @throws ERR_INVALID_ARG_TYPE */
  setHeaders(headers: Iterable<[string, string | string[]]>): this {
    this.#checkUnsent('set');
    const { get, keys } = (headers ?? {}) as Partial<Map<string, string>>;
    if (Array.isArray(headers) || typeof get !== 'function' || typeof keys !== 'function') {
      throw invalidArgType('headers', ['Headers', 'Map'], headers);
    }
    const cookies: string[] = [];
    for (const [name, value] of headers) {
      if (name === 'set-cookie') cookies.push(...[value].flat());
      else this.setHeader(name, value);
    }
    if (cookies.length > 0) this.setHeader('set-cookie', cookies);
    return this;
  }

  appendHeader(name: string, value: string | readonly string[]): this {
    this.#checkUnsent('append');
    this.#headers.append(name, value);
    return this;
  }

  getHeader(name: string): HeaderValue | undefined {
    return this.#headers.get(name);
  }

  getHeaderNames(): string[] {
    return this.#headers.names;
  }

  getRawHeaderNames(): string[] {
    return this.#headers.rawNames;
  }

  getHeaders(): Record<string, HeaderValue> {
    return this.#headers.toObject();
  }

  hasHeader(name: string): boolean {
    return this.#headers.has(name);
  }

  removeHeader(name: string): void {
    validateString(name, 'name');
    this.#checkUnsent('remove');
    this.#headers.remove(name);
    const key = name.toLowerCase();
    this.unwanted.add(key);
    if (key === 'date') this.sendDate = false;
  }

  protected get _headerPairs(): Iterable<HeaderPair> {
    return this.#headers.pairs;
  }

  #checkUnsent(what: string): void {
    if (this._header === null) return;
    throw nodeError('ERR_HTTP_HEADERS_SENT', `Cannot ${what} headers after they are sent to the client`);
  }
}
