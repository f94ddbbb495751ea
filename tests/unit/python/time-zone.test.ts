import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EmscriptenModule } from '#runtime/python/pyodide.ts';
import { TimeZone } from '#runtime/python/time-zone.ts';

const VARIABLES = { _timezone: 8, _daylight: 12, _tzname: 16, names: [32, 64] } as const;

/** A C library's memory, with its variables of the time zone. */
function cLibrary(): EmscriptenModule {
  const buffer = new ArrayBuffer(128);
  const module = {
    HEAPU8: new Uint8Array(buffer),
    HEAP32: new Int32Array(buffer),
    HEAPU32: new Uint32Array(buffer),
    ...VARIABLES,
  };
  module.HEAPU32.set(VARIABLES.names, VARIABLES._tzname >>> 2);
  return module as unknown as EmscriptenModule;
}

function adopted(januaryMinutes: number, julyMinutes: number): unknown {
  vi.spyOn(Date.prototype, 'getTimezoneOffset').mockImplementation(function (this: Date) {
    return this.getMonth() === 0 ? januaryMinutes : julyMinutes;
  });
  const module = cLibrary();
  new TimeZone(module).adopt();
  const names = VARIABLES.names.map((at) => {
    const bytes = module.HEAPU8.subarray(at, module.HEAPU8.indexOf(0, at));
    return new TextDecoder().decode(bytes);
  });
  return { seconds: module.HEAP32[2], hasSummerTime: module.HEAP32[3], names };
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('TimeZone.adopt()', () => {
  it.each([
    ['UTC', [0, 0], { seconds: 0, hasSummerTime: 0, names: ['UTC', 'UTC'] }],
    ['Berlin', [-60, -120], { seconds: -3600, hasSummerTime: 1, names: ['+01', '+02'] }],
    ['Sydney', [-660, -600], { seconds: -36_000, hasSummerTime: 1, names: ['+10', '+11'] }],
    ['New York', [300, 240], { seconds: 18_000, hasSummerTime: 1, names: ['-05', '-04'] }],
    ['Kolkata', [-330, -330], { seconds: -19_800, hasSummerTime: 0, names: ['+0530', '+0530'] }],
  ] as const)('sets what the C library says of %s', (_city, [january, july], expected) => {
    expect(adopted(january, july)).toEqual(expected);
  });
});
