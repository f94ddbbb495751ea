import type { PoolWork } from '../../../protocol/pool-calls.ts';
import { submit } from '../../../thread/system-calls.ts';
import { processObject } from '../process-object.ts';

/**
 * Does the work on a hidden thread of the process, of which it has as many as `UV_THREADPOOL_SIZE` says, or four; what
 * finds them all busy waits. Calls back with what `finish` makes of the bytes.
 */
export function onPool<Result>(
  work: PoolWork,
  finish: (bytes: Uint8Array<ArrayBuffer>) => Result,
  callback: (error: unknown, result?: Result) => void,
): void {
  submit('pool.run', [work, poolSize()], (error, bytes) => {
    if (error) callback(error);
    else callback(null, finish(bytes!));
  });
}

const DEFAULT_SIZE = 4;
const LARGEST_SIZE = 1024;

/** @see https://docs.libuv.org/en/v1.x/threadpool.html */
function poolSize(): number {
  const given = processObject().env['UV_THREADPOOL_SIZE'];
  if (given === undefined) return DEFAULT_SIZE;
  const size = Number.parseInt(given, 10) || 1;
  return size < 0 ? LARGEST_SIZE : Math.min(size, LARGEST_SIZE);
}
