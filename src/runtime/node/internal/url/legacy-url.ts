/**
 * The old `url.parse`, `url.format` and `url.resolve`, for the addresses that programs give them; the corners where they differ from
 * the URL standard for the sake of hosts that cannot be are not copied.
 *
 * @see https://nodejs.org/api/url.html#legacy-url-api
 */
import querystring from '../../querystring.ts';
import { invalidArgType, nodeError } from '../errors.ts';
import { validateObject, validateString } from '../validators.ts';

const slashed = new Set(['http:', 'https:', 'ftp:', 'gopher:', 'file:', 'ws:', 'wss:']);
const unsafe = new Set(['javascript:']);

/** What `url.parse` returns. */
export class Url {
  protocol: string | null = null;
  slashes: boolean | null = null;
  auth: string | null = null;
  host: string | null = null;
  port: string | null = null;
  hostname: string | null = null;
  hash: string | null = null;
  search: string | null = null;
  query: string | null | Record<string, string | string[]> = null;
  pathname: string | null = null;
  path: string | null = null;
  href = '';

  parse(address: string, parseQuery = false, slashesDenoteHost = false): this {
    validateString(address, 'url');
    let rest = address.trim();
    const protocol = /^[a-z][a-z0-9.+-]*:/i.exec(rest)?.[0];
    if (protocol !== undefined) {
      this.protocol = protocol.toLowerCase();
      rest = rest.slice(protocol.length);
    }
    const isUnsafe = unsafe.has(this.protocol ?? '');
    if (!isUnsafe) rest = normalizeBackslashes(rest);
    const mayHaveHost = slashesDenoteHost || protocol !== undefined || /^\/\/[^@/]+@[^@/]+/.test(rest);
    if (rest.startsWith('//') && mayHaveHost && !isUnsafe) {
      this.slashes = true;
      rest = this.#takeHost(rest.slice(2), address);
    } else if (
      protocol !== undefined &&
      !slashed.has(this.protocol as string) &&
      !isUnsafe &&
      !rest.startsWith('/')
    ) {
      rest = this.#takeHost(rest, address);
    }
    this.#takePath(isUnsafe ? rest : escapeUnsafe(rest), parseQuery);
    this.href = this.format();
    return this;
  }

  format(): string {
    const auth = this.auth ? `${encodeURIComponent(this.auth).replaceAll('%3A', ':')}@` : '';
    const protocol =
      this.protocol && !this.protocol.endsWith(':') ? `${this.protocol}:` : (this.protocol ?? '');
    let host = this.host ? auth + this.host : '';
    if (!host && this.hostname) {
      const name = this.hostname.includes(':') ? `[${this.hostname}]` : this.hostname;
      host = auth + name + (this.port ? `:${this.port}` : '');
    }
    const query =
      this.query !== null && typeof this.query === 'object' ? querystring.stringify(this.query) : '';
    let search = this.search ?? (query && `?${query}`);
    let pathname = (this.pathname ?? '').replaceAll('#', '%23').replaceAll('?', '%3F');
    if (this.slashes || slashed.has(protocol)) {
      if (this.slashes || host) {
        if (pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
        host = `//${host}`;
      } else if (protocol.startsWith('file')) host = '//';
    }
    search = search.replaceAll('#', '%23');
    if (search && !search.startsWith('?')) search = `?${search}`;
    const hash = this.hash && !this.hash.startsWith('#') ? `#${this.hash}` : (this.hash ?? '');
    return protocol + host + pathname + search + hash;
  }

  resolve(relative: string): string {
    return resolve(this.format(), relative);
  }

  resolveObject(relative: string | Url): Url {
    return parse(this.resolve(typeof relative === 'string' ? relative : relative.format()), false, true);
  }

  #takeHost(rest: string, address: string): string {
    const end = rest.search(/[/?#]/);
    const authority = end < 0 ? rest : rest.slice(0, end);
    const at = authority.lastIndexOf('@');
    if (at >= 0) this.auth = decodeURIComponent(authority.slice(0, at));
    const host = authority.slice(at + 1);
    const port = /:(\d*)$/.exec(host);
    const name = (port ? host.slice(0, port.index) : host).toLowerCase();
    if (port?.[1]) this.port = port[1];
    const bare = name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;

    if (/[\0\t\n\r %<>^|\\]/.test(bare)) throw invalidURL(address);
    this.hostname = bare === name ? toASCII(name) : bare;
    this.host = (bare === name ? this.hostname : name) + (this.port ? `:${this.port}` : '');
    return end < 0 ? '' : rest.slice(end);
  }

  #takePath(rest: string, parseQuery: boolean): void {
    const hash = rest.indexOf('#');
    if (hash >= 0) this.hash = rest.slice(hash);
    const withoutHash = hash < 0 ? rest : rest.slice(0, hash);
    const question = withoutHash.indexOf('?');
    if (question >= 0) {
      this.search = withoutHash.slice(question);
      this.query = this.search.slice(1);
      if (parseQuery) this.query = querystring.parse(this.query);
    } else if (parseQuery) this.query = querystring.parse('');
    const pathname = question < 0 ? withoutHash : withoutHash.slice(0, question);
    this.pathname = pathname || (slashed.has(this.protocol ?? '') && this.hostname ? '/' : null);
    if (this.pathname || this.search) this.path = `${this.pathname ?? ''}${this.search ?? ''}`;
  }
}

/** @see https://nodejs.org/api/url.html#urlparseurlstring-parsequerystring-slashesdenotehost */
export function parse(address: string | Url, parseQuery?: boolean, slashesDenoteHost?: boolean): Url {
  return address instanceof Url ? address : new Url().parse(address, parseQuery, slashesDenoteHost);
}

interface FormatOptions {
  fragment?: boolean;
  unicode?: boolean;
  search?: boolean;
  auth?: boolean;
}

/** @see https://nodejs.org/api/url.html#urlformaturl-options */
export function format(address: unknown, options: FormatOptions = {}): string {
  if (typeof address === 'string') return parse(address).format();
  if (typeof address !== 'object' || address === null) {
    throw invalidArgType('urlObject', ['Object', 'string'], address);
  }
  if (!(address instanceof URL)) return Url.prototype.format.call(address as Url);
  validateObject(options, 'options');
  const url = new URL(address.href);
  if (options.fragment === false) url.hash = '';
  if (options.search === false) url.search = '';
  if (options.auth === false) url.username = url.password = '';
  return url.href;
}

/** @see https://nodejs.org/api/url.html#urlresolvefrom-to */
export function resolve(from: string, to: string): string {
  // A made-up scheme carries what has none of its own through the resolution.
  const resolved = new URL(to, new URL(from, 'resolve://host/'));
  if (resolved.protocol !== 'resolve:') return resolved.href;
  const path = resolved.pathname + resolved.search + resolved.hash;
  return from.startsWith('/') || to.startsWith('/') ? path : path.slice(1);
}

/** @see https://nodejs.org/api/url.html#urldomaintoasciidomain */
export function toASCII(domain: string): string {
  if (/^[a-z0-9.-]*$/.test(domain)) return domain;
  try {
    return new URL(`ws://${domain}`).hostname;
  } catch {
    return '';
  }
}

function normalizeBackslashes(rest: string): string {
  const end = rest.search(/[?#]/);
  const head = end < 0 ? rest : rest.slice(0, end);
  return head.replaceAll('\\', '/') + rest.slice(head.length);
}

function escapeUnsafe(rest: string): string {
  return rest.replace(/[\t\n\r "'<>\\^`{|}]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return `%${code}`;
  });
}

function invalidURL(input: string): Error {
  return Object.assign(nodeError('ERR_INVALID_URL', 'Invalid URL', TypeError), { input });
}
