import { ERRNO, type ErrnoCode } from '../../protocol/errno.ts';

/** The error of a system call in the few words that Node has for streams and children: `write EPIPE`, `spawn file ENOENT`. */
export interface CallError extends Error {
  errno: number;
  code: string;
  syscall: string;
}

/** Makes one. */
export function callError(syscall: string, code: ErrnoCode): CallError {
  return Object.assign(new Error(`${syscall} ${code}`), { errno: -ERRNO[code][0], code, syscall });
}

/** Whether a system call failed for a reason that it has a code for. */
export function isErrnoCode(code: unknown): code is ErrnoCode {
  return typeof code === 'string' && Object.hasOwn(ERRNO, code);
}
