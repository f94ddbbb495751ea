import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants as zlib } from 'node:zlib';
import { lookup } from 'mrmime';
import { headersFor, parseHeadersFile } from './headers-file.ts';

/** A running static server. */
export interface StaticServer {
  /** Where the site's home page is, base path included. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** 0, the default, picks a free port. */
  port?: number;
  /** Whether a taken port is replaced by a free one; otherwise it is an error. */
  fallBackToFreePort?: boolean;
  /** The path below which the site is deployed, with both slashes. */
  base?: string;
  /** Told of each request for a file that was answered with its contents, and how many bytes of them were sent. */
  onSent?: (pathname: string, sizeBytes: number) => void;
}

/**
 * Serves a built site as a CDN would: files only, brotli-compressed, with the headers of its `_headers` file.
 * @throws Error when the folder does not hold a built site, or when the port is taken and may not be replaced.
 */
export async function serveDirectory(directory: string, options: ServeOptions = {}): Promise<StaticServer> {
  const base = options.base ?? '/';
  const headersText = await readFile(path.join(directory, '_headers'), 'utf8').catch((cause: unknown) => {
    throw new Error(`There is no built site in "${directory}". Run \`npm run build\` first.`, { cause });
  });
  const rules = parseHeadersFile(headersText);

  const server = http.createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
    for (const [name, value] of headersFor(rules, pathname)) response.setHeader(name, value);
    const found = pathname.startsWith(base)
      ? await findFile(directory, pathname.slice(base.length))
      : undefined;
    if (found?.isFolder) {
      response.writeHead(301, { location: `${pathname}/${search}` }).end();
      return;
    }
    const file = found?.file ?? (await findFile(directory, '404.html'))?.file;
    if (file === undefined) response.writeHead(404).end();
    else {
      const sentBytes = await sendFile(request, response, file, found ? 200 : 404);
      if (sentBytes > 0) options.onSent?.(pathname, sentBytes);
    }
  }

  const port = await listen(server, options.port ?? 0, options.fallBackToFreePort ?? false);
  return {
    url: `http://localhost:${port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function findFile(
  directory: string,
  relativePath: string,
): Promise<{ file: string; isFolder: boolean } | undefined> {
  const file = path.join(directory, path.posix.normalize(`/${decodeURIComponent(relativePath)}`));
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile()) return { file, isFolder: false };
  // As hosts do: "/page" is answered by "page.html" too.
  const page = `${file}.html`;
  if (await stat(page).catch(() => undefined)) return { file: page, isFolder: false };
  const index = path.join(file, 'index.html');
  if (!found?.isDirectory() || !(await stat(index).catch(() => undefined))) return undefined;
  return { file: index, isFolder: relativePath !== '' && !relativePath.endsWith('/') };
}

interface Payload {
  plain: Buffer;
  brotli: Buffer | undefined;
  etag: string;
}
const payloads = new Map<string, { modifiedMs: number; payload: Promise<Payload> }>();

async function sendFile(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  file: string,
  status: number,
): Promise<number> {
  const type = lookup(file) ?? 'application/octet-stream';
  const { plain, brotli, etag } = await payloadOf(file, type);
  response.setHeader('etag', etag);
  response.setHeader('content-type', type.startsWith('text/') ? `${type}; charset=utf-8` : type);
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return 0;
  }
  const takesBrotli = brotli !== undefined && /\bbr\b/.test(String(request.headers['accept-encoding']));
  if (takesBrotli) response.setHeader('content-encoding', 'br');
  response.setHeader('vary', 'accept-encoding');
  const body = takesBrotli ? brotli : plain;
  response
    .writeHead(status, { 'content-length': body.length })
    .end(request.method === 'HEAD' ? undefined : body);
  return request.method === 'HEAD' ? 0 : body.length;
}

async function payloadOf(file: string, type: string): Promise<Payload> {
  const modifiedMs = (await stat(file)).mtimeMs;
  const known = payloads.get(file);
  if (known?.modifiedMs === modifiedMs) return known.payload;
  const payload = readFile(file).then(async (plain) => ({
    plain,
    brotli: isCompressible(type) ? await compress(plain) : undefined,
    etag: `"${createHash('sha1').update(plain).digest('base64url')}"`,
  }));
  payloads.set(file, { modifiedMs, payload });
  return payload;
}

function isCompressible(type: string): boolean {
  return /^text\/|javascript|json|xml|wasm/.test(type);
}

function compress(plain: Buffer): Promise<Buffer> {
  return promisify(brotliCompress)(plain, { params: { [zlib.BROTLI_PARAM_QUALITY]: 9 } });
}

function listen(server: http.Server, port: number, fallBackToFreePort: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    const onListening = (): void => resolve((server.address() as AddressInfo).port);
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      if (!fallBackToFreePort) {
        return reject(new Error(`Port ${port} is taken. Stop what uses it, or choose another with --port.`));
      }
      console.log(`Port ${port} is taken, so a free one is used.`);
      server.listen(0, 'localhost', onListening);
    });
    server.listen(port, 'localhost', onListening);
  });
}
