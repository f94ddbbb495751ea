/**
 * `node:perf_hooks`.
 *
 * @see https://nodejs.org/api/perf_hooks.html
 */
import { absentFunctions } from './internal/absent-functions.ts';
import { Histogram, ELDHistogram } from './internal/histogram.ts';
import {
  eventLoopUtilization,
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  timerify,
} from './internal/performance.ts';
import { validateInteger, validateObject } from './internal/validators.ts';

/** The global `performance`. */
export const performance = new Performance();

function monitorEventLoopDelay(options: { resolution?: number } = {}): ELDHistogram {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new ELDHistogram(resolution);
}

export default {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  monitorEventLoopDelay,
  eventLoopUtilization,
  timerify,
  createHistogram: () => new Histogram(),
  performance,
  constants: Object.freeze({}),
  ...absentFunctions('perf_hooks', [
    'PerformanceResourceTiming',
    'createSlidingWindowHistogram',
    'importHistogram',
  ]),
};
