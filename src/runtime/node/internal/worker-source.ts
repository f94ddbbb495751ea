import type { NodeSource } from '../../protocol/thread-start.ts';
import { invalidArgType, invalidArgValue, nodeError } from './errors.ts';
import { processObject } from './process-object.ts';

/** What a Worker runs, and what its `process.argv` says about it. */
export interface WorkerSource {
  readonly source: NodeSource;
  /** `process.argv[1]`; a `data:` URL has none. */
  readonly argument: string | null;
}

/** What decides how a Worker reads its program. */
interface SourceOptions {
  readonly eval?: unknown;
  readonly execArgv: readonly string[];
}

/**
 * Finds the program of `new Worker(filename, options)`.
 *
 * @throws ERR_WORKER_PATH, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_URL_SCHEME
 */
export function workerSource(filename: unknown, options: SourceOptions): WorkerSource {
  if (options.eval) return { source: evalSource(filename, options), argument: '[worker eval]' };
  if (isUrl(filename)) return urlSource(filename);
  if (typeof filename !== 'string') throw invalidArgType('filename', ['string', 'URL'], filename);
  if (!filename.startsWith('/') && !/^\.\.?[\\/]/.test(filename)) throw invalidPath(filename);
  return fileSource(resolvePath(filename));
}

function evalSource(code: unknown, options: SourceOptions): NodeSource {
  if (typeof code !== 'string')
    throw invalidArgValue('options.eval', options.eval, "must be false when 'filename' is not a string");
  const format = options.execArgv.includes('--input-type=module') ? 'module' : 'commonjs';
  return { kind: 'eval', code, print: false, format };
}

function urlSource(url: UrlLike): WorkerSource {
  if (url.protocol === 'data:') return { source: { kind: 'url', url: url.href }, argument: null };
  if (url.protocol !== 'file:')
    throw nodeError('ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file', TypeError);
  return fileSource(decodeURIComponent(url.pathname));
}

function fileSource(path: string): WorkerSource {
  return { source: { kind: 'file', path }, argument: path };
}

function resolvePath(path: string): string {
  const parts: string[] = [];
  const absolute = path.startsWith('/') ? path : `${processObject().cwd()}/${path}`;
  for (const part of absolute.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function invalidPath(filename: string): Error {
  const scheme = /^(?:file:\/\/|data:(?=text\/javascript))/.exec(filename)?.[0];
  const hint = scheme === undefined ? '' : ` Wrap ${scheme} URLs with \`new URL\`.`;
  const rule = "must be an absolute path or a relative path starting with './' or '../'.";
  const message = `The worker script or module filename ${rule}${hint} Received "${filename}"`;
  return nodeError('ERR_WORKER_PATH', message, TypeError);
}

interface UrlLike {
  readonly href: string;
  readonly protocol: string;
  readonly pathname: string;
}

function isUrl(value: unknown): value is UrlLike {
  const url = value as Partial<UrlLike> | null;
  return typeof value === 'object' && typeof url?.href === 'string' && typeof url.protocol === 'string';
}
