/** Resolved by the bundler, which evaluates the package at the first call. */
declare const require: (name: 'acorn') => typeof import('acorn');

let acorn: typeof import('acorn') | undefined;

/**
 * The parser of programs, half of the kernel's code: it is evaluated when it is first needed, which is after the first
 * thread has been started.
 */
export function parser(): typeof import('acorn') {
  return (acorn ??= require('acorn'));
}
