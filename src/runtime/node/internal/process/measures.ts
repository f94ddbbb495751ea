import {
  PROCESS_MEMORY_BYTES,
  REPLY_CHUNK_BYTES,
  REPLY_HEADER_BYTES,
} from '../../../protocol/shared-memory.ts';
import { native, thread } from '../../../thread/thread-state.ts';
import { invalidArgType, outOfRange } from '../errors.ts';
import { validateArray } from '../validators.ts';

/** What a browser tells of its memory: V8's heap in Chromium, nothing elsewhere. */
interface BrowserMemory {
  readonly usedJSHeapSize: number;
  readonly totalJSHeapSize: number;
  readonly jsHeapSizeLimit: number;
}

const GIVEN_BYTES = REPLY_HEADER_BYTES + REPLY_CHUNK_BYTES + PROCESS_MEMORY_BYTES;

type HighResolutionTime = [seconds: number, nanoseconds: number];

/** @see https://nodejs.org/api/process.html#processhrtimetime */
export const hrtime = Object.assign(
  function hrtime(earlier?: HighResolutionTime): HighResolutionTime {
    const now = nanoseconds();
    if (earlier === undefined) return split(now);
    validateArray(earlier, 'time');
    if (earlier.length !== 2) throw outOfRange('time', '2', (earlier as unknown[]).length);
    return split(now - (BigInt(earlier[0]) * 1_000_000_000n + BigInt(earlier[1])));
  },
  {
    bigint: (): bigint => nanoseconds(),
  },
);

/** Seconds since the process was started. */
export function uptime(): number {
  return (native.timeOrigin + native.now() - thread.startedAtMs) / 1000;
}

/**
 * What the browser tells of its memory. Most hide a Worker's heap; then this is a lower bound, the memory that the host
 * itself has given the thread.
 */
export const memoryUsage = Object.assign(
  function memoryUsage() {
    const { heapUsed, heapTotal } = heap();
    return { rss: heapTotal, heapTotal, heapUsed, external: 0, arrayBuffers: 0 };
  },
  { rss: (): number => heap().heapTotal },
);

/** A thread cannot measure its own processor time in a browser: the time since the start stands for it. */
export function cpuUsage(earlier?: { user: number; system: number }): { user: number; system: number } {
  if (earlier !== undefined && (typeof earlier !== 'object' || earlier === null)) {
    throw invalidArgType('prevValue', 'object', earlier);
  }
  const user = Math.round(uptime() * 1e6) - (earlier?.user ?? 0);
  return { user, system: 0 };
}

/** The fields of `getrusage(2)`; what a browser does not count is 0, as on systems that do not count it. */
export function resourceUsage(): Record<string, number> {
  return {
    userCPUTime: cpuUsage().user,
    systemCPUTime: 0,
    maxRSS: Math.round(heap().heapTotal / 1024),
    sharedMemorySize: 0,
    unsharedDataSize: 0,
    unsharedStackSize: 0,
    minorPageFault: 0,
    majorPageFault: 0,
    swappedOut: 0,
    fsRead: 0,
    fsWrite: 0,
    ipcSent: 0,
    ipcReceived: 0,
    signalsCount: 0,
    voluntaryContextSwitches: 0,
    involuntaryContextSwitches: 0,
  };
}

/** How much the engine may use, 0 where the browser does not say. */
export function availableMemory(): number {
  return browserMemory()?.jsHeapSizeLimit ?? 0;
}

function heap(): { heapUsed: number; heapTotal: number } {
  const memory = browserMemory();
  return {
    heapUsed: memory?.usedJSHeapSize ?? GIVEN_BYTES,
    heapTotal: memory?.totalJSHeapSize ?? GIVEN_BYTES,
  };
}

function browserMemory(): BrowserMemory | undefined {
  return (native.performance as { memory?: BrowserMemory }).memory;
}

/** The clock is the process's own, so that the threads of a process agree. */
function nanoseconds(): bigint {
  return BigInt(Math.round((native.timeOrigin + native.now() - thread.startedAtMs) * 1e6)) + 1_000_000_000n;
}

function split(time: bigint): HighResolutionTime {
  return [Number(time / 1_000_000_000n), Number(time % 1_000_000_000n)];
}
