/** The time, of `performance.now()`, that many seconds from now; never for `undefined`. */
export function deadlineAfter(seconds: number | undefined): number {
  return seconds === undefined ? Infinity : performance.now() + seconds * 1000;
}
