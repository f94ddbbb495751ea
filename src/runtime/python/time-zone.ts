import type { EmscriptenModule } from './pyodide.ts';

const MINUTE_S = 60;

/**
 * The browser's time zone, put where the C library keeps it. That asks once and never again, and has done so when a memory
 * snapshot was taken, on another machine.
 */
export class TimeZone {
  readonly #module: EmscriptenModule;

  constructor(module: EmscriptenModule) {
    this.#module = module;
  }

  /** Sets what `localtime()` names a zone by. The time itself it asks JavaScript for, each time. */
  adopt(): void {
    const { HEAPU8, HEAP32, HEAPU32 } = this.#module;
    const year = new Date().getFullYear();
    const offsets = [0, 6].map((month) => new Date(year, month, 1).getTimezoneOffset());
    const standard = Math.max(...offsets);
    const summer = Math.min(...offsets);
    HEAP32[this.#address('_timezone') >>> 2] = standard * MINUTE_S;
    HEAP32[this.#address('_daylight') >>> 2] = Number(standard !== summer);
    [standard, summer].forEach((offset, index) => {
      const at = HEAPU32[(this.#address('_tzname') >>> 2) + index]!;
      HEAPU8.set(new TextEncoder().encode(`${zoneName(offset)}\0`), at);
    });
  }

  #address(variable: string): number {
    const address: unknown = this.#module[variable];
    if (typeof address !== 'number')
      throw new Error(`The compiled CPython no longer has a variable "${variable}".`);
    return address;
  }
}

/** As the tz database names zones that nobody has a word for: `+0530`. @param offset minutes that UTC is ahead */
function zoneName(offset: number): string {
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${offset > 0 ? '-' : '+'}${hours}${rest === '00' ? '' : rest}`;
}
