/**
 * Whether this browser can suspend WebAssembly in the middle of a call (JSPI), by which a Python thread waits while
 * others run.
 *
 * @see https://github.com/WebAssembly/js-promise-integration
 */
export function runsPython(): boolean {
  return 'Suspending' in WebAssembly;
}

/** The browsers that can, to follow a colon or a verb. */
export const browsersWithPython = 'Chrome and Edge from 137, Firefox from 153 and Safari from 27';
