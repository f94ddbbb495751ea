/**
 * `node:url`. `URL` is the browser's own.
 *
 * @see https://nodejs.org/api/url.html
 */
import { Buffer } from './internal/buffer/buffer.ts';
import { unavailable } from './internal/errors.ts';
import { fileURLToPath, pathToFileURL } from './internal/url/file-urls.ts';
import { format, parse, resolve, toASCII, Url } from './internal/url/legacy-url.ts';

const { URL, URLSearchParams } = globalThis;
const { URLPattern } = globalThis as { URLPattern?: unknown };

function urlToHttpOptions(url: URL): Record<string, unknown> {
  const { hostname, port, username, password, protocol, pathname, search, hash, href } = url;
  return {
    __proto__: null,
    ...url,
    protocol,
    hostname: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    hash,
    search,
    pathname,
    path: `${pathname}${search}`,
    href,
    ...(port !== '' && { port: Number(port) }),
    ...((username || password) && {
      auth: `${decodeURIComponent(username)}:${decodeURIComponent(password)}`,
    }),
  };
}

export { fileURLToPath, pathToFileURL };

export default {
  Url,
  parse,
  resolve,
  resolveObject: (from: string, to: string) => parse(resolve(from, to), false, true),
  format,
  URL,
  URLPattern,
  URLSearchParams,
  domainToASCII: (domain: string) => toASCII(String(domain)),
  // The tables for this direction are in no browser's interface.
  domainToUnicode(domain: string): string {
    if (!/(?:^|\.)xn--/i.test(domain)) return toASCII(String(domain));
    throw unavailable('url.domainToUnicode() of an encoded domain');
  },
  pathToFileURL,
  fileURLToPath,
  fileURLToPathBuffer: (url: string | URL) => Buffer.from(fileURLToPath(url)),
  urlToHttpOptions,
};
