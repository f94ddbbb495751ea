/**
 * `node:v8`: what a page can know of its engine. Serialization throws: its format is the engine's own.
 *
 * @see https://nodejs.org/api/v8.html
 */
import { native } from '../thread/native.ts';
import { absentFunctions } from './internal/absent-functions.ts';
import { unavailable } from './internal/errors.ts';
import { validateString } from './internal/validators.ts';

/** V8's own figures where it gives them to a page (Chromium), and zero elsewhere. */
function getHeapStatistics(): Record<string, number> {
  const { memory } = native.performance as {
    memory?: { usedJSHeapSize: number; totalJSHeapSize: number; jsHeapSizeLimit: number };
  };
  const { usedJSHeapSize = 0, totalJSHeapSize = 0, jsHeapSizeLimit = 0 } = memory ?? {};
  return {
    total_heap_size: totalJSHeapSize,
    total_heap_size_executable: 0,
    total_physical_size: totalJSHeapSize,
    total_available_size: jsHeapSizeLimit - usedJSHeapSize,
    used_heap_size: usedJSHeapSize,
    heap_size_limit: jsHeapSizeLimit,
    malloced_memory: 0,
    peak_malloced_memory: 0,
    does_zap_garbage: 0,
    number_of_native_contexts: 1,
    number_of_detached_contexts: 0,
    total_global_handles_size: 0,
    used_global_handles_size: 0,
    external_memory: 0,
  };
}

const absent = [
  'serialize',
  'deserialize',
  'getHeapSnapshot',
  'getHeapSpaceStatistics',
  'getHeapCodeStatistics',
  'writeHeapSnapshot',
  'takeCoverage',
  'stopCoverage',
  'queryObjects',
  'setHeapSnapshotNearHeapLimit',
  'getCppHeapStatistics',
  'Serializer',
  'Deserializer',
  'DefaultSerializer',
  'DefaultDeserializer',
  'setHeapProfileNearHeapLimit',
  'GCProfiler',
  'isStringOneByteRepresentation',
  'startCpuProfile',
  'startHeapProfile',
];

export default {
  cachedDataVersionTag: () => 0,
  getHeapStatistics,
  setFlagsFromString(flags: unknown): void {
    validateString(flags, 'flags');
    throw unavailable('v8.setFlagsFromString()');
  },
  ...absentFunctions('v8', absent),
};
