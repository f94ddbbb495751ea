/** A `Date` for whose `new Date()` and `Date.now()` it is `nowMs()`. */
export function mockDateClass(nowMs: () => number): DateConstructor {
  const NativeDate = Date;
  function MockDate(this: unknown, ...args: unknown[]): Date | string {
    if (new.target === undefined) return new NativeDate(nowMs()).toString();
    const given = args.length === 0 ? [nowMs()] : args;
    return Reflect.construct(NativeDate, given, new.target) as Date;
  }
  const properties = Object.getOwnPropertyDescriptors(NativeDate);
  Object.defineProperties(MockDate, {
    ...properties,
    now: { ...properties.now, value: nowMs },
    isMock: { value: true, configurable: true },
    toString: { value: () => NativeDate.toString(), configurable: true },
  });
  return MockDate as unknown as DateConstructor;
}
