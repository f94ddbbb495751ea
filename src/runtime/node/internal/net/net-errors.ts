import { ERRNO, type ErrnoCode } from '../../../protocol/errno.ts';
import { callError, isErrnoCode } from '../call-error.ts';
import type { Endpoint } from './endpoint.ts';
import type { ListenRequest } from './listen.ts';

/** The error of an attempt to connect, worded as Node's: `connect ECONNREFUSED 127.0.0.1:80`. */
export function connectError(error: Error, to: Endpoint): Error {
  return withAddress(error, to, (code, where) => `connect ${code} ${where}`);
}

/** The error of an attempt to listen, worded as Node's: `listen EADDRINUSE: address already in use 127.0.0.1:80`. */
export function listenError(error: Error, at: Endpoint): Error {
  return withAddress(error, at, (code, where) => `listen ${code}: ${ERRNO[code][1]} ${where}`);
}

/** The error of an attempt to listen through another process, worded as Node's: `bind EADDRINUSE null:80`. */
export function bindError(error: Error, { at, isAnyHost }: ListenRequest): Error {
  const where = isAnyHost && at.family === 'inet' ? { ...at, host: null } : at;
  return withAddress(error, where, (code, shown) => `bind ${code} ${shown}`);
}

/** The error of a name that stands for no address. */
export function notFound(hostname: string): Error {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${hostname}`), {
    errno: -3008,
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname,
  });
}

/** The error of reading or writing, worded as Node's: `write EPIPE`. */
export function streamError(error: Error, syscall: 'read' | 'write'): Error {
  const { code } = error as { code?: unknown };
  return isErrnoCode(code) ? callError(syscall, code) : error;
}

/** The error of a connection that has ended too early. */
export function connectionReset(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}

function withAddress(
  error: Error,
  endpoint: Endpoint | { readonly family: 'inet'; readonly host: null; readonly port: number },
  word: (code: ErrnoCode, where: string) => string,
): Error {
  const { code } = error as { code?: unknown };
  if (!isErrnoCode(code)) return error;
  const isPath = endpoint.family === 'unix';
  const where = isPath ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
  const message = word(code, where);
  return Object.assign(new Error(message), {
    code,
    errno: -ERRNO[code][0],
    syscall: message.split(' ', 1)[0],
    address: isPath ? endpoint.path : endpoint.host,
    ...(isPath ? {} : { port: endpoint.port }),
  });
}
