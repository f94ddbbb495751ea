import { emitWarning } from '../emit-warning.ts';

/** The stop-watches of `console.time`, `timeLog` and `timeEnd`. */
export class Durations {
  readonly #startedMs = new Map<string, number>();

  start(label: string): void {
    if (this.#startedMs.has(label)) {
      emitWarning(`Label '${label}' already exists for console.time()`);
      return;
    }
    this.#startedMs.set(label, performance.now());
  }

  /** What to print for `label`; undefined, after a warning, if there is no such watch. */
  read(label: string, method: string): string | undefined {
    const startedMs = this.#startedMs.get(label);
    if (startedMs === undefined) {
      emitWarning(`No such label '${label}' for ${method}`);
      return undefined;
    }
    return formatDuration(performance.now() - startedMs);
  }

  stop(label: string): void {
    this.#startedMs.delete(label);
  }
}

/** `1.234ms`, `1.234s`, `1:02.345 (m:ss.mmm)` or `1:02:03.456 (h:mm:ss.mmm)`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Number(durationMs.toFixed(3))}ms`;
  if (durationMs < 60_000) return `${(durationMs / 1000).toFixed(3)}s`;
  const hours = Math.floor(durationMs / 3_600_000);
  const minutes = Math.floor((durationMs % 3_600_000) / 60_000);
  const [seconds = '', fraction = ''] = ((durationMs % 60_000) / 1000).toFixed(3).split('.');
  const pad = (part: number | string) => String(part).padStart(2, '0');
  const head = hours > 0 ? `${hours}:${pad(minutes)}` : String(minutes);
  return `${head}:${pad(seconds)}.${fraction} (${hours > 0 ? 'h:m' : ''}m:ss.mmm)`;
}
