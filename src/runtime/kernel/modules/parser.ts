/** Given to the kernel where it starts (`host/worker-start.ts`): evaluates the package at the first call. */
declare const require: (name: 'acorn') => typeof import('acorn');

let acorn: typeof import('acorn') | undefined;

/**
 * The parser of programs, as long as the kernel itself: it is parsed and evaluated when it is first needed, which is after the first
 * thread has been started.
 */
export function parser(): typeof import('acorn') {
  return (acorn ??= require('acorn'));
}
