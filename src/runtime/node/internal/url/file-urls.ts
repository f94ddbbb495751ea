import { invalidArgType, nodeError } from '../errors.ts';
import { posix } from '../path/posix.ts';
import { win32 } from '../path/win32.ts';
import { validateString } from '../validators.ts';

interface Options {
  windows?: boolean;
}

/** @see https://nodejs.org/api/url.html#urlfileurltopathurl-options */
export function fileURLToPath(given: string | URL, options?: Options): string {
  const url = typeof given === 'string' ? new URL(given) : given;
  if (!isURL(url)) throw invalidArgType('path', ['string', 'URL'], given);
  if (url.protocol !== 'file:') {
    throw nodeError('ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file', TypeError);
  }
  return options?.windows ? windowsPath(url) : posixPath(url);
}

/** @see https://nodejs.org/api/url.html#urlpathtofileurlpath-options */
export function pathToFileURL(path: string, options?: Options): URL {
  validateString(path, 'path');
  if (options?.windows) {
    const resolved = win32.resolve(path).replaceAll('\\', '/');
    const isShare = resolved.startsWith('//');
    return new URL(`${isShare ? 'file:' : 'file:///'}${escapePath(withTrailing(path, resolved))}`);
  }
  return new URL(`file://${escapePath(withTrailing(path, posix.resolve(path)).replaceAll('\\', '%5C'))}`);
}

function withTrailing(path: string, resolved: string): string {
  return /[/\\]$/.test(path) && !resolved.endsWith('/') ? `${resolved}/` : resolved;
}

/** What a URL would take for something else than part of a path. `%5C` was written by us and stays. */
function escapePath(path: string): string {
  const escapes: Record<string, string> = {
    '%': '%25',
    '\n': '%0A',
    '\r': '%0D',
    '\t': '%09',
    '?': '%3F',
    '#': '%23',
    '~': '%7E',
    '^': '%5E',
    '[': '%5B',
    ']': '%5D',
    '|': '%7C',
  };
  return path.replace(/%(?!5C)|[\n\r\t?#~^[\]|]/g, (character) => escapes[character] ?? character);
}

function isURL(value: unknown): value is URL {
  const { href, protocol } = (value ?? {}) as { href?: unknown; protocol?: unknown };
  return Boolean(href && protocol) && (value as { auth?: unknown }).auth === undefined;
}

function posixPath({ hostname, pathname }: URL): string {
  if (hostname !== '') {
    const message = 'File URL host must be "localhost" or empty on linux';
    throw nodeError('ERR_INVALID_FILE_URL_HOST', message, TypeError);
  }
  if (/%2f/i.test(pathname)) throw encodedSeparator('must not include encoded / characters');
  return decodeURIComponent(pathname);
}

function windowsPath({ hostname, pathname }: URL): string {
  if (/%2f|%5c/i.test(pathname)) throw encodedSeparator('must not include encoded \\ or / characters');
  const path = decodeURIComponent(pathname.replaceAll('/', '\\'));
  if (hostname !== '') return `\\\\${hostname}${path}`;
  if (!/^\\[a-z]:/i.test(path)) throw encodedSeparator('must be absolute');
  return path.slice(1);
}

function encodedSeparator(reason: string): Error {
  return nodeError('ERR_INVALID_FILE_URL_PATH', `File URL path ${reason}`, TypeError);
}
