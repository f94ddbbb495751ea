import { queueImmediate } from '../../thread/event-loop.ts';
import { native, thread } from '../../thread/thread-state.ts';
import { invalidArgType, nodeError } from './errors.ts';
import { validateFunction, validateNumber, validateObject } from './validators.ts';

/** Milliseconds since this thread's process (for a worker: the worker) began. */
export function now(): number {
  return native.timeOrigin + native.now() - timeOrigin();
}

/** When the process began, in milliseconds since the epoch. */
export function timeOrigin(): number {
  return thread.isMainThread ? thread.startedAtMs : native.timeOrigin;
}

/** @see https://nodejs.org/api/perf_hooks.html#class-performanceentry */
export class PerformanceEntry {
  readonly name: string;
  readonly entryType: string;
  readonly startTime: number;
  readonly duration: number;
  readonly detail?: unknown;

  constructor(name: string, entryType: string, startTime: number, duration: number, detail?: unknown) {
    this.name = name;
    this.entryType = entryType;
    this.startTime = startTime;
    this.duration = duration;
    if (detail !== undefined) this.detail = detail;
  }

  toJSON(): object {
    const { name, entryType, startTime, duration, detail } = this;
    return { name, entryType, startTime, duration, detail: detail ?? null };
  }
}

/** @see https://nodejs.org/api/perf_hooks.html#class-performancemark */
export class PerformanceMark extends PerformanceEntry {
  constructor(name: string, options: { startTime?: number; detail?: unknown } = {}) {
    const { startTime = now(), detail = null } = options;
    validateNumber(startTime, 'startTime');
    if (startTime < 0) {
      throw nodeError(
        'ERR_PERFORMANCE_INVALID_TIMESTAMP',
        `${startTime} is not a valid timestamp`,
        TypeError,
      );
    }
    super(String(name), 'mark', startTime, 0, native.structuredClone(detail));
  }
}

/** @see https://nodejs.org/api/perf_hooks.html#class-performancemeasure */
export class PerformanceMeasure extends PerformanceEntry {}

interface MeasureOptions {
  start?: string | number;
  end?: string | number;
  duration?: number;
  detail?: unknown;
}

interface ObserveOptions {
  entryTypes?: string[];
  type?: string;
  buffered?: boolean;
}

/** @see https://nodejs.org/api/perf_hooks.html#class-performanceobserverentrylist */
export class PerformanceObserverEntryList {
  readonly #entries: PerformanceEntry[];

  constructor(entries: PerformanceEntry[]) {
    this.#entries = entries;
  }

  getEntries(): PerformanceEntry[] {
    return [...this.#entries];
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    return this.#entries.filter(
      (entry) => entry.name === name && (type === undefined || entry.entryType === type),
    );
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    return this.#entries.filter((entry) => entry.entryType === type);
  }
}

const supportedTypes = ['function', 'mark', 'measure'];
let timeline: PerformanceEntry[] = [];
const observers = new Set<PerformanceObserver>();

/** @see https://nodejs.org/api/perf_hooks.html#class-performanceobserver */
export class PerformanceObserver {
  static readonly supportedEntryTypes = supportedTypes;
  readonly #callback: (list: PerformanceObserverEntryList, observer: PerformanceObserver) => void;
  #types = new Set<string>();
  #pending: PerformanceEntry[] = [];

  constructor(callback: (list: PerformanceObserverEntryList, observer: PerformanceObserver) => void) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  observe(options: ObserveOptions): void {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = options;
    if (entryTypes === undefined && type === undefined) {
      throw nodeError(
        'ERR_MISSING_ARGS',
        'The "options.entryTypes" or "options.type" argument must be specified',
        TypeError,
      );
    }
    if (entryTypes) this.#types = new Set(entryTypes);
    if (type !== undefined) this.#types.add(type);
    observers.add(this);
    if (buffered) for (const entry of timeline) this.notify(entry);
  }

  disconnect(): void {
    observers.delete(this);
    this.#pending = [];
  }

  takeRecords(): PerformanceEntry[] {
    return this.#pending.splice(0);
  }

  /** Collects an entry for the next call of the callback. */
  notify(entry: PerformanceEntry): void {
    if (!this.#types.has(entry.entryType)) return;
    this.#pending.push(entry);
    if (this.#pending.length > 1) return;
    queueImmediate(() => {
      const entries = this.takeRecords();
      if (entries.length > 0) this.#callback(new PerformanceObserverEntryList(entries), this);
    });
  }
}

function record<Entry extends PerformanceEntry>(entry: Entry): Entry {
  timeline.push(entry);
  for (const observer of observers) observer.notify(entry);
  return entry;
}

function timeOf(point: string | number): number {
  if (typeof point === 'number') return point;
  const mark = timeline.findLast(({ name, entryType }) => entryType === 'mark' && name === point);
  if (mark) return mark.startTime;
  // The error that browsers and Node throw alike.
  throw new DOMException(`The "${point}" performance mark has not been set`, 'SyntaxError');
}

/** How busy the event loop was: all zeros, since a page cannot tell how long its loop idled. */
export function eventLoopUtilization(): { idle: number; active: number; utilization: number } {
  return { idle: 0, active: 0, utilization: 0 };
}

/** @see https://nodejs.org/api/perf_hooks.html#perf_hookstimerifyfn-options */
export function timerify<Timed extends (...args: never[]) => unknown>(timed: Timed): Timed {
  validateFunction(timed, 'fn');
  const wrapper = function (this: unknown, ...args: never[]): unknown {
    const startedAt = now();
    const finish = (): void => {
      record(new PerformanceEntry(timed.name, 'function', startedAt, now() - startedAt, args));
    };
    const result = new.target
      ? (Reflect.construct(timed, args, timed) as unknown)
      : Reflect.apply(timed, this, args);
    if (typeof (result as Promise<unknown> | null)?.finally === 'function') {
      return (result as Promise<unknown>).finally(finish);
    }
    finish();
    return result;
  };
  Object.defineProperties(wrapper, {
    length: { value: timed.length, configurable: true },
    name: { value: `timerified ${timed.name}`, configurable: true },
  });
  return wrapper as unknown as Timed;
}

/** The class of the global `performance`; it cannot be made anew. */
export class Performance extends EventTarget {
  now(): number {
    return now();
  }

  get timeOrigin(): number {
    return timeOrigin();
  }

  mark(name: string, options?: { startTime?: number; detail?: unknown }): PerformanceMark {
    return record(new PerformanceMark(name, options));
  }

  measure(name: string, startOrOptions?: string | MeasureOptions, endMark?: string): PerformanceMeasure {
    if (typeof name !== 'string') throw invalidArgType('name', 'string', name);
    const options: MeasureOptions =
      typeof startOrOptions === 'object' && startOrOptions !== null
        ? startOrOptions
        : {
            ...(startOrOptions !== undefined && { start: startOrOptions }),
            ...(endMark !== undefined && { end: endMark }),
          };
    const { start, end, duration, detail = null } = options;
    let endTime = end === undefined ? now() : timeOf(end);
    if (end === undefined && start !== undefined && duration !== undefined)
      endTime = timeOf(start) + duration;
    let startTime = start === undefined ? 0 : timeOf(start);
    if (start === undefined && duration !== undefined) startTime = endTime - duration;
    return record(
      new PerformanceMeasure(name, 'measure', startTime, endTime - startTime, native.structuredClone(detail)),
    );
  }

  clearMarks(name?: string): void {
    clear('mark', name);
  }

  clearMeasures(name?: string): void {
    clear('measure', name);
  }

  getEntries(): PerformanceEntry[] {
    return timeline.toSorted((a, b) => a.startTime - b.startTime);
  }

  getEntriesByName(name: string, type?: string): PerformanceEntry[] {
    return new PerformanceObserverEntryList(this.getEntries()).getEntriesByName(name, type);
  }

  getEntriesByType(type: string): PerformanceEntry[] {
    return new PerformanceObserverEntryList(this.getEntries()).getEntriesByType(type);
  }

  timerify = timerify;
  eventLoopUtilization = eventLoopUtilization;

  get nodeTiming(): object {
    return new PerformanceEntry('node', 'node', 0, now());
  }

  toJSON(): object {
    return {
      nodeTiming: this.nodeTiming,
      timeOrigin: timeOrigin(),
      eventLoopUtilization: eventLoopUtilization(),
    };
  }
}

function clear(type: string, name: string | undefined): void {
  timeline = timeline.filter(
    (entry) => entry.entryType !== type || (name !== undefined && entry.name !== name),
  );
}
