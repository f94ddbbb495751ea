/**
 * `node:timers`.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/timers.js
 */
import { clearImmediate, setImmediate } from './internal/immediates.ts';
import { clearTimeout, setInterval, setTimeout } from './internal/timeouts.ts';
import promises from './timers-promises.ts';

export default {
  setTimeout,
  clearTimeout,
  setImmediate,
  clearImmediate,
  setInterval,
  clearInterval: clearTimeout,
  promises,
};
