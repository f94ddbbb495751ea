import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const client = vi.hoisted(() => ({ warmPython: vi.fn(), coolPython: vi.fn() }));
vi.mock('#runtime/client/host.ts', () => client);
vi.mock('../../../src/playground/playground-session.ts', () => ({}));

/** What the page's one observer says of the playground. */
let tellNear: (isNear: boolean) => void;
let page: EventTarget & { hidden: boolean };
const playground = {} as Element;
const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  client.warmPython.mockReset().mockResolvedValue(undefined);
  client.coolPython.mockReset().mockResolvedValue(undefined);
  page = Object.assign(new EventTarget(), { hidden: false });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly observe = vi.fn();
      readonly disconnect = (): void => void (tellNear = () => undefined);
      constructor(tell: (entries: unknown[]) => void) {
        tellNear = (isIntersecting) => tell([{ target: playground, isIntersecting }]);
      }
    },
  );
  vi.stubGlobal('requestIdleCallback', (act: () => void) => setTimeout(act, 20));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A fresh module for each test, since a page has one. */
async function watching(): Promise<typeof import('../../../src/playground/python-warmth.ts').pythonWarmth> {
  vi.resetModules();
  const { pythonWarmth } = await import('../../../src/playground/python-warmth.ts');
  pythonWarmth.watch(playground);
  return pythonWarmth;
}

function hide(hidden: boolean): void {
  page.hidden = hidden;
  page.dispatchEvent(new Event('visibilitychange'));
}

describe('an interpreter is warmed', () => {
  test('when a playground is near and the browser idle, once', async () => {
    await watching();
    vi.advanceTimersByTime(MINUTE_MS);
    expect(client.warmPython).not.toHaveBeenCalled();
    tellNear(true);
    expect(client.warmPython).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20);
    tellNear(true);
    vi.advanceTimersByTime(20);
    expect(client.warmPython).toHaveBeenCalledTimes(1);
  });

  test('not while the page is hidden', async () => {
    await watching();
    hide(true);
    tellNear(true);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(client.warmPython).not.toHaveBeenCalled();
    hide(false);
    vi.advanceTimersByTime(20);
    expect(client.warmPython).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['the machine has little memory', () => vi.stubGlobal('navigator', { deviceMemory: 2 })],
    [
      'the reader runs programs on StackBlitz',
      () => vi.stubGlobal('localStorage', { getItem: () => 'stackblitz' }),
    ],
  ])('not when %s', async (_title, prepare) => {
    prepare();
    await watching();
    tellNear(true);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(client.warmPython).not.toHaveBeenCalled();
  });

  test('not after the reader has run something', async () => {
    const warmth = await watching();
    warmth.end();
    tellNear(true);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(client.warmPython).not.toHaveBeenCalled();
  });
});

describe('it is let go', () => {
  test.each([
    ['the page has been hidden', () => hide(true), () => hide(false)],
    ['no playground has been near', () => tellNear(false), () => tellNear(true)],
  ])('when %s for a minute, and warmed again after it', async (_title, leave, comeBack) => {
    await watching();
    tellNear(true);
    vi.advanceTimersByTime(20);
    leave();
    vi.advanceTimersByTime(MINUTE_MS - 1);
    expect(client.coolPython).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(client.coolPython).toHaveBeenCalledTimes(1);
    comeBack();
    vi.advanceTimersByTime(20);
    expect(client.warmPython).toHaveBeenCalledTimes(2);
  });

  test('not when the reader is back within the minute', async () => {
    await watching();
    tellNear(true);
    vi.advanceTimersByTime(20);
    hide(true);
    vi.advanceTimersByTime(MINUTE_MS / 2);
    hide(false);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(client.coolPython).not.toHaveBeenCalled();
  });

  test('for good when the reader has done nothing for ten minutes', async () => {
    await watching();
    tellNear(true);
    vi.advanceTimersByTime(20);
    vi.advanceTimersByTime(10 * MINUTE_MS);
    expect(client.coolPython).toHaveBeenCalledTimes(1);
    hide(true);
    hide(false);
    vi.advanceTimersByTime(MINUTE_MS);
    expect(client.warmPython).toHaveBeenCalledTimes(1);
  });
});
