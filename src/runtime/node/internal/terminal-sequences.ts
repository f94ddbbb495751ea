import { invalidArgValue, nodeError } from './errors.ts';
import { nextTick } from './next-tick.ts';
import type { Writable } from './stream-types.ts';
import { validateFunction } from './validators.ts';

type Done = () => void;

/** @see https://nodejs.org/api/readline.html#readlinecursortostream-x-y-callback */
export function cursorTo(stream: Writable, x: number, y?: number | Done, callback?: Done): boolean {
  const done = typeof y === 'function' ? y : callback;
  const row = typeof y === 'function' ? undefined : y;
  if (Number.isNaN(x)) throw invalidArgValue('x', x);
  if (Number.isNaN(row)) throw invalidArgValue('y', row);
  if (typeof x !== 'number') {
    if (typeof row !== 'number') return send(stream, '', done);
    throw nodeError('ERR_INVALID_CURSOR_POS', 'Cannot set cursor row without setting its column', TypeError);
  }
  return send(stream, typeof row === 'number' ? `\x1b[${row + 1};${x + 1}H` : `\x1b[${x + 1}G`, done);
}

/** @see https://nodejs.org/api/readline.html#readlinemovecursorstream-dx-dy-callback */
export function moveCursor(stream: Writable, dx: number, dy: number, callback?: Done): boolean {
  const across = dx < 0 ? `\x1b[${-dx}D` : dx > 0 ? `\x1b[${dx}C` : '';
  const down = dy < 0 ? `\x1b[${-dy}A` : dy > 0 ? `\x1b[${dy}B` : '';
  return send(stream, across + down, callback);
}

/** @see https://nodejs.org/api/readline.html#readlineclearlinestream-dir-callback */
export function clearLine(stream: Writable, direction: number, callback?: Done): boolean {
  return send(stream, direction < 0 ? '\x1b[1K' : direction > 0 ? '\x1b[0K' : '\x1b[2K', callback);
}

/** @see https://nodejs.org/api/readline.html#readlineclearscreendownstream-callback */
export function clearScreenDown(stream: Writable, callback?: Done): boolean {
  return send(stream, '\x1b[0J', callback);
}

function send(stream: Writable | null | undefined, sequence: string, callback: Done | undefined): boolean {
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (stream === null || stream === undefined || sequence === '') {
    if (callback) nextTick(callback);
    return true;
  }
  return stream.write(sequence, callback);
}
