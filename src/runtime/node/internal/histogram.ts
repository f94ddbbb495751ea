import { native } from '../../thread/native.ts';
import { inspect, type InspectContext, inspectCustom } from './inspect.ts';
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

  get skewness(): number {
    return this.#moment(3) ?? 0;
  }

  get kurtosis(): number {
    const moment = this.#moment(4);
    return moment === undefined ? 0 : moment - 3;
  }

  get countBigInt(): bigint {
    return BigInt(this.count);
  }

  get minBigInt(): bigint {
    return BigInt(this.min);
  }

  get maxBigInt(): bigint {
    return BigInt(this.max);
  }

  get percentiles(): Map<number, number> {
    if (this.count === 0) return new Map([[100, 0]]);
    const percentiles = new Map<number, number>();
    // Each step halves what is left, until the largest value is reached.
    for (let step = 0; ; step++) {
      const percentage = step === 0 ? 0 : 100 - 100 / 2 ** step;
      percentiles.set(percentage, this.percentile(percentage));
      if (step > 0 && this.percentile(percentage) === this.max) break;
    }
    return percentiles.set(100, this.max);
  }

  percentile(percentage: number): number {
    validateNumber(percentage, 'percentile', 0, 100);
    const index = Math.ceil((percentage / 100) * this.count) - 1;
    return this.#sorted()[Math.max(index, 0)] ?? 0;
  }

  percentileBigInt(percentage: number): bigint {
    return BigInt(this.percentile(percentage));
  }

  /** Takes over the values of another. */
  add(other: Histogram): void {
    for (const value of other.#values) this.#values.push(value);
  }

  [inspectCustom](depth: number | null, context: InspectContext): string | this {
    if (depth !== null && depth < 0) return this;
    const { min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles } = this;
    const shown = { min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles };
    return `Histogram ${inspect(shown, { ...context, depth: context.depth == null ? null : context.depth - 1 })}`;
  }

  reset(): void {
    this.#values = [];
  }

  record(value: number): void {
    validateInteger(value, 'val', 1);
    this.#values.push(value);
  }

  /** A standardised moment; undefined where all values are the same. */
  #moment(order: number): number | undefined {
    const { mean, stddev } = this;
    if (!(stddev > 0)) return undefined;
    return this.#values.reduce((sum, value) => sum + ((value - mean) / stddev) ** order, 0) / this.count;
  }

  #sorted(): number[] {
    return this.#values.toSorted((a, b) => a - b);
  }
}

/** @see https://nodejs.org/api/perf_hooks.html#class-intervalhistogram-extends-histogram */
export class ELDHistogram extends Histogram {
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
