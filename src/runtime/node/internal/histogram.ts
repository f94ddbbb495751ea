import { native } from '../../thread/native.ts';
import { validateInteger, validateNumber } from './validators.ts';

/** @see https://nodejs.org/api/perf_hooks.html#class-histogram */
export class Histogram {
  #values: number[] = [];

  get count(): number {
    return this.#values.length;
  }

  get min(): number {
    return this.count === 0 ? 9223372036854776000 : Math.min(...this.#sorted().slice(0, 1));
  }

  get max(): number {
    return this.#sorted().at(-1) ?? 0;
  }

  get mean(): number {
    return this.#values.reduce((sum, value) => sum + value, 0) / this.count;
  }

  get stddev(): number {
    const { mean } = this;
    return Math.sqrt(this.#values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / this.count);
  }

  readonly exceeds = 0;

  get percentiles(): Map<number, number> {
    return new Map(
      [0, 50, 75, 87.5, 93.75, 100].map((percentage) => [percentage, this.percentile(percentage)]),
    );
  }

  percentile(percentage: number): number {
    validateNumber(percentage, 'percentile', 0, 100);
    const index = Math.ceil((percentage / 100) * this.count) - 1;
    return this.#sorted()[Math.max(index, 0)] ?? 0;
  }

  reset(): void {
    this.#values = [];
  }

  record(value: number): void {
    validateInteger(value, 'val', 1);
    this.#values.push(value);
  }

  #sorted(): number[] {
    return this.#values.toSorted((a, b) => a - b);
  }
}

/** @see https://nodejs.org/api/perf_hooks.html#class-intervalhistogram-extends-histogram */
export class IntervalHistogram extends Histogram {
  readonly #resolutionMs: number;
  #timer: number | undefined;

  constructor(resolutionMs: number) {
    super();
    this.#resolutionMs = resolutionMs;
  }

  /** Begins to measure how late a timer comes. Like Node's, it does not keep the program alive. */
  enable(): boolean {
    if (this.#timer !== undefined) return false;
    this.#schedule();
    return true;
  }

  disable(): boolean {
    if (this.#timer === undefined) return false;
    native.clearTimeout(this.#timer);
    this.#timer = undefined;
    return true;
  }

  #schedule(): void {
    const startedMs = native.now();
    this.#timer = native.setTimeout(() => {
      this.record(Math.max(Math.round((native.now() - startedMs) * 1e6), 1));
      this.#schedule();
    }, this.#resolutionMs);
  }
}
