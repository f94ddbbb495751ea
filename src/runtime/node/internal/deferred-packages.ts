/**
 * The npm packages that cost too much to evaluate in every thread: between 5 and 17 ms each. The bundler wraps a CommonJS package
 * in a function and runs it at the first `require`, so a program that never inspects an object or opens a stream does not pay.
 */
import type { InspectLibrary } from './inspect.ts';
import type { StreamLibrary } from './stream-types.ts';

/** Resolved by the bundler, which replaces each call with the package's own wrapper. */
declare const require: (packageName: string) => unknown;

/** Node's `util.inspect`, extracted; evaluated at the first call. */
export function inspectLibrary(): InspectLibrary {
  return require('node-inspect-extracted') as InspectLibrary;
}

/** Node's streams, extracted; evaluated at the first call. */
export function streamLibrary(): StreamLibrary {
  return require('readable-stream/lib/stream.js') as StreamLibrary;
}
