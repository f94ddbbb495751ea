import { ERRNO, type ErrnoCode } from '../../../protocol/errno.ts';
import type { Endpoint } from './endpoint.ts';

/** An error of a socket: `code`, negative `errno`, `syscall`, and the address it was about. */
export interface NetError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
  readonly address?: string;
  readonly port?: number;
}

/** The error of an attempt to connect, worded as Node's: `connect ECONNREFUSED 127.0.0.1:80`. */
export function connectError(error: Error, to: Endpoint): Error {
  return withAddress(error, to, (code, where) => `connect ${code} ${where}`);
}

/** The error of an attempt to listen, worded as Node's: `listen EADDRINUSE: address already in use 127.0.0.1:80`. */
export function listenError(error: Error, at: Endpoint): Error {
  return withAddress(error, at, (code, where) => `listen ${code}: ${ERRNO[code][1]} ${where}`);
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
  const { code } = error as Partial<NetError>;
  if (!isErrno(code)) return error;
  return Object.assign(new Error(`${syscall} ${code}`), { errno: -ERRNO[code][0], code, syscall });
}

function withAddress(
  error: Error,
  endpoint: Endpoint,
  word: (code: ErrnoCode, where: string) => string,
): Error {
  const { code } = error as Partial<NetError>;
  if (!isErrno(code)) return error;
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

function isErrno(code: string | undefined): code is ErrnoCode {
  return code !== undefined && code in ERRNO;
}
