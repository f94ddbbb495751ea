/** What the package `readable-stream` imports as its `process`. */
export { nextTick } from './next-tick.ts';
