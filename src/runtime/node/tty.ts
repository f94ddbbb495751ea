/**
 * `node:tty`. Standard streams are made by `process`; no other file descriptor is a terminal.
 *
 * @see https://nodejs.org/api/tty.html
 */
import { thread } from '../thread/thread-state.ts';
import { unavailable } from './internal/errors.ts';

function isatty(fd: unknown): boolean {
  return thread.terminal !== null && typeof fd === 'number' && fd >= 0 && fd <= 2;
}

function ReadStream(): never {
  throw unavailable('tty.ReadStream');
}

function WriteStream(): never {
  throw unavailable('tty.WriteStream');
}

export default { isatty, ReadStream, WriteStream };
