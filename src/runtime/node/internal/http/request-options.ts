import urlModule from '../../url.ts';
import {
  invalidArgType,
  invalidArgValue,
  nodeError,
  validateBoolean,
  validateDuration,
  validateInteger,
  validateOneOf,
  validateString,
} from '../errors.ts';
import { emitWarning } from '../emit-warning.ts';
import { Agent, type ConnectionOptions, getGlobalAgent } from './agent.ts';
import { isToken } from './headers.ts';
import type { IncomingMessage } from './incoming-message.ts';

/** What `http.request` takes beside an address. */
export interface RequestOptions extends ConnectionOptions {
  _defaultAgent?: Agent;
  agent?: Agent | boolean | null;
  auth?: string;
  defaultPort?: number;
  headers?: Record<string, string> | readonly string[];
  hostname?: string;
  httpValidation?: string;
  insecureHTTPParser?: boolean;
  joinDuplicateHeaders?: boolean;
  maxHeaderSize?: number;
  method?: string;
  protocol?: string;
  setDefaultHeaders?: boolean;
  setHost?: boolean;
  signal?: AbortSignal;
}

type ResponseListener = (response: IncomingMessage) => void;

/** Beyond that a timer cannot wait. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Reads the forms `(url, options, callback)`, `(url, callback)` and `(options, callback)`. */
export function readRequest(
  input: unknown,
  second: unknown,
  third: unknown,
): [RequestOptions, ResponseListener | undefined] {
  const url = typeof input === 'string' ? new URL(input) : input instanceof URL ? input : null;
  const fromUrl = url ? urlModule.urlToHttpOptions(url) : {};
  const [given, callback] = url ? [second, third] : [input, second];
  if (typeof given === 'function') return [{ ...fromUrl }, given as ResponseListener];
  return [{ ...fromUrl, ...(given as RequestOptions) }, callback as ResponseListener | undefined];
}

/**
 * The agent that a request goes through; none if it has a way of its own.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_PROTOCOL, ERR_UNESCAPED_CHARACTERS
 */
export function chooseAgent({
  agent,
  ...options
}: RequestOptions): [agent: Agent | undefined, protocol: string] {
  const standard = options._defaultAgent ?? getGlobalAgent();
  let chosen: Agent | undefined;
  if (agent === false) {
    chosen = new (standard.constructor as typeof Agent)();
  } else if (agent === null || agent === undefined) {
    chosen = typeof options.createConnection === 'function' ? undefined : standard;
  } else if (typeof (agent as Partial<Agent>).addRequest === 'function') {
    chosen = agent as Agent;
  } else {
    throw invalidArgType('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  const protocol = options.protocol || standard.protocol;
  const expected = chosen?.protocol || standard.protocol;
  if (options.path && /[^\x21-\xff]/.test(String(options.path))) {
    throw nodeError('ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters', TypeError);
  }
  if (protocol !== expected) {
    const message = `Protocol "${protocol}" not supported. Expected "${expected}"`;
    throw nodeError('ERR_INVALID_PROTOCOL', message, TypeError);
  }
  return [chosen, protocol];
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_HTTP_TOKEN */
export function readMethod(method: unknown): string {
  if (method !== undefined && method !== null) validateString(method, 'options.method');
  if (!method) return 'GET';
  if (!isToken(method)) {
    throw nodeError('ERR_INVALID_HTTP_TOKEN', `Method must be a valid HTTP token ["${method}"]`, TypeError);
  }
  return method.toUpperCase();
}

/** @throws ERR_INVALID_ARG_TYPE */
export function readHost({ hostname, host }: RequestOptions): string {
  for (const [name, value] of Object.entries({ hostname, host })) {
    if (value !== undefined && value !== null && typeof value !== 'string') {
      throw invalidArgType(`options.${name}`, ['string', 'undefined', 'null'], value);
    }
    if (value) return value;
  }
  return 'localhost';
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE */
export function checkParserOptions(options: {
  readonly maxHeaderSize?: unknown;
  readonly insecureHTTPParser?: unknown;
  readonly httpValidation?: unknown;
}): void {
  const { maxHeaderSize, insecureHTTPParser, httpValidation } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  if (httpValidation === undefined) return;
  validateOneOf(httpValidation, 'options.httpValidation', ['strict', 'relaxed', 'insecure']);
  if (insecureHTTPParser !== undefined) {
    const why = 'cannot be used together with options.insecureHTTPParser';
    throw invalidArgValue('options.httpValidation', httpValidation, why);
  }
}

/** A time that a timer can wait. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
export function readDuration(value: unknown, name: string): number {
  validateDuration(value, name);
  if (value <= LONGEST_TIMER_MS) return value;
  emitWarning(
    `${value} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${LONGEST_TIMER_MS}.`,
    'TimeoutOverflowWarning',
  );
  return LONGEST_TIMER_MS;
}
