import type { SocketAddress } from '../../../protocol/socket-calls.ts';
import { describeReceived, invalidArgType, nodeError } from '../errors.ts';
import { ipVersion } from './ip-addresses.ts';

/** Where a socket of the host listens, or is connected to. */
export type Endpoint = SocketAddress;

/** What `connect` and `listen` were given, as options. */
export interface EndpointOptions {
  port?: unknown;
  host?: unknown;
  path?: unknown;
  [option: string]: unknown;
}

/** What `address()` answers. */
export interface AddressInfo {
  readonly address: string;
  readonly family: string;
  readonly port: number;
}

/** The address that stands for a name which is nobody's here: there is no host but this one. */
export const UNKNOWN_HOST = '';

/** Reads the forms `(options)`, `(path)` and `(port, host)`, each with a callback at the end. */
export function readArguments(given: readonly unknown[]): [EndpointOptions, (() => void) | undefined] {
  const last = given.at(-1);
  const callback = typeof last === 'function' ? (last as () => void) : undefined;
  const [first, second] = given;
  if (first === callback && callback) return [{}, callback];
  if (typeof first === 'object' && first !== null) return [first as EndpointOptions, callback];
  if (isPath(first)) return [{ path: first }, callback];
  return [{ port: first, ...(typeof second === 'string' ? { host: second } : {}) }, callback];
}

/** @throws ERR_SOCKET_BAD_PORT */
export function readPort(value: unknown, name: string): number {
  const isNumeric = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const port = Number(value);
  if (isNumeric && Number.isInteger(port) && port >= 0 && port < 65536) return port;
  const message = `${name} should be >= 0 and < 65536. Received ${describeReceived(value)}.`;
  throw nodeError('ERR_SOCKET_BAD_PORT', message, RangeError);
}

/**
 * The address of a host: a number is its own, and `localhost` is the only name.
 *
 * @throws ERR_INVALID_ARG_TYPE
 */
export function addressOfHost(host: unknown): string {
  if (typeof host !== 'string') throw invalidArgType('options.host', 'string', host);
  if (ipVersion(host) !== 0) return host;
  return host === '' || /^(?:.*\.)?localhost\.?$/i.test(host) ? '127.0.0.1' : UNKNOWN_HOST;
}

/** An address of the Internet, as Node shows it. */
export function addressInfo({ host, port }: Endpoint & { family: 'inet' }): AddressInfo {
  return { address: host, family: 'IPv4', port };
}

/** What is no number is a path. */
function isPath(value: unknown): value is string {
  return typeof value === 'string' && !(Number(value) >= 0);
}
