import { type ErrnoCode, systemError } from '../../protocol/errno.ts';

/** A bare error number, thrown where the operation and its paths are not known yet. Never leaves this folder. */
export class Errno extends Error {
  readonly code: ErrnoCode;

  constructor(code: ErrnoCode) {
    super(code);
    this.code = code;
  }
}

/**
 * Runs one file operation and gives the bare error numbers thrown inside it their operation and paths.
 * @throws SystemError
 */
export function named<T>(
  syscall: string,
  path: string | undefined,
  dest: string | undefined,
  body: () => T,
): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof Errno) throw systemError(error.code, syscall, path, dest);
    throw error;
  }
}
