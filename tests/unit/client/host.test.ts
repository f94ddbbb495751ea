import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Container } from '#runtime/client/web-container.ts';

/** How each of the two copies of the package boots; a test may have one fail or never answer. */
const boots = vi.hoisted(() => ({
  embedded: vi.fn<() => Promise<Container>>(),
  stackblitz: vi.fn<() => Promise<Container>>(),
}));
vi.mock('@webcontainer/api', () => ({ WebContainer: { boot: boots.embedded } }));
vi.mock('@webcontainer/api?host=stackblitz', () => ({ WebContainer: { boot: boots.stackblitz } }));

const container = (): Container => ({
  fs: { rm: () => Promise.resolve() },
  mount: () => Promise.resolve(),
  spawn: () => Promise.reject(new Error('There are no programs in this test.')),
  teardown: vi.fn(),
});
const never = () => new Promise<never>(() => undefined);

/** A fresh module for each test, since a page has one set of hosts. */
async function freshHost() {
  vi.resetModules();
  return import('#runtime/client/host.ts');
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('crossOriginIsolated', true);
  vi.stubGlobal('location', { origin: 'https://interleave.example' });
  vi.stubGlobal('document', { querySelector: () => null });
  boots.embedded.mockReset().mockImplementation(() => Promise.resolve(container()));
  boots.stackblitz.mockReset().mockImplementation(() => Promise.resolve(container()));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('openHost()', () => {
  test('boots one host for all playgrounds of a page', async () => {
    const { openHost } = await freshHost();
    const first = await openHost('embedded', 10_000, 'node');
    const second = await openHost('embedded', 10_000, 'node');
    expect(second.host).toBe(first.host);
    expect(boots.embedded).toHaveBeenCalledTimes(1);
  });

  test.each([
    ['does not answer', never, 'StackBlitz did not start within 10 seconds.'],
    ['is blocked', () => Promise.reject(new Error('blocked')), 'StackBlitz refused to start: blocked.'],
  ])('falls back to the embedded host when StackBlitz %s, and says so', async (_title, boot, sentence) => {
    boots.stackblitz.mockImplementation(boot);
    const { openHost } = await freshHost();
    const opening = openHost('stackblitz', 10_000, 'node');
    await vi.advanceTimersByTimeAsync(10_000);
    const { host, notice } = await opening;
    expect(host.name).toBe('embedded');
    expect(notice).toContain(sentence);
    expect(notice).toContain('ran in this page instead');
  });

  test('never sends a program to StackBlitz unasked', async () => {
    boots.embedded.mockRejectedValue(new Error('no'));
    const { openHost } = await freshHost();
    await expect(openHost('embedded', 10_000, 'node')).rejects.toThrow(
      "The page's own host refused to start: no.",
    );
    expect(boots.stackblitz).not.toHaveBeenCalled();
  });

  test('fails with a remedy when neither starts', async () => {
    boots.embedded.mockImplementation(never);
    boots.stackblitz.mockImplementation(never);
    const { openHost } = await freshHost();
    const failure = expect(openHost('stackblitz', 10_000, 'node')).rejects.toMatchObject({
      name: 'HostUnavailable',
      remedy: 'Reload the page and press Run again.',
    });
    await vi.advanceTimersByTimeAsync(20_000);
    await failure;
  });

  test('tears the other host down when the reader changes to one', async () => {
    const teardown = vi.fn();
    boots.embedded.mockResolvedValue({ ...container(), teardown });
    const { openHost } = await freshHost();
    await openHost('embedded', 10_000, 'node');
    await openHost('stackblitz', 10_000, 'node');
    await vi.advanceTimersByTimeAsync(0);
    expect(teardown).toHaveBeenCalledTimes(1);
  });

  test('boots the embedded host when a Python program may soon run, once, and runs nothing', async () => {
    const { openHost, preloadHost } = await freshHost();
    vi.stubGlobal('navigator', {});
    preloadHost('embedded', 'python3', 10_000);
    preloadHost('embedded', 'python3', 10_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(boots.embedded).toHaveBeenCalledTimes(1);
    await openHost('embedded', 10_000, 'python3');
    expect(boots.embedded).toHaveBeenCalledTimes(1);
  });

  test('tears no other host down before a Python program runs', async () => {
    const { openHost, preloadHost } = await freshHost();
    vi.stubGlobal('navigator', {});
    await openHost('stackblitz', 10_000, 'node');
    vi.stubGlobal('document', {
      querySelector: () => null,
      createElement: () => ({}),
      head: { append: vi.fn() },
    });
    preloadHost('embedded', 'python3', 10_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(boots.embedded).not.toHaveBeenCalled();
  });

  describe('for a reader who has asked for nothing', () => {
    let teardown: ReturnType<typeof vi.fn<() => void>>;
    const hints = vi.fn();
    beforeEach(() => {
      vi.stubGlobal('navigator', {});
      hints.mockReset();
      teardown = vi.fn();
      boots.embedded.mockImplementation(() => {
        const frame = { contentWindow: { postMessage: hints } };
        vi.stubGlobal('document', { querySelector: () => frame });
        return Promise.resolve({ ...container(), teardown });
      });
    });

    test('warmPython() boots the embedded host and has it take Python from the cache only', async () => {
      const { warmPython } = await freshHost();
      await warmPython(10_000);
      expect(boots.embedded).toHaveBeenCalledTimes(1);
      expect(hints.mock.calls).toEqual([
        [{ type: 'python-hint', onlyIfCached: true }, 'https://interleave.example'],
      ]);
    });

    test('coolPython() ends that, and it can be had again', async () => {
      const { coolPython, warmPython } = await freshHost();
      await warmPython(10_000);
      await coolPython();
      await vi.advanceTimersByTimeAsync(0);
      expect(teardown).toHaveBeenCalledTimes(1);
      await warmPython(10_000);
      expect(boots.embedded).toHaveBeenCalledTimes(2);
      expect(hints).toHaveBeenCalledTimes(2);
    });

    test('coolPython() leaves what a program has been asked of', async () => {
      const { coolPython, openHost, warmPython } = await freshHost();
      await warmPython(10_000);
      await openHost('embedded', 10_000, 'python3');
      await coolPython();
      await vi.advanceTimersByTimeAsync(0);
      expect(teardown).not.toHaveBeenCalled();
    });

    test('warmPython() does nothing once a host has been asked for, or where the reader saves data', async () => {
      const { openHost, warmPython } = await freshHost();
      await openHost('embedded', 10_000, 'node');
      await warmPython(10_000);
      expect(hints).not.toHaveBeenCalled();
      vi.stubGlobal('navigator', { connection: { saveData: true } });
      await (await freshHost()).warmPython(10_000);
      expect(boots.embedded).toHaveBeenCalledTimes(1);
    });

    test('a pointer on Run has a warm host fetch what the cache lacks', async () => {
      const { preloadHost, warmPython } = await freshHost();
      await warmPython(10_000);
      vi.stubGlobal('document', {
        ...document,
        createElement: () => ({}),
        head: { append: vi.fn() },
      });
      preloadHost('embedded', 'python3', 10_000);
      await vi.advanceTimersByTimeAsync(0);
      expect(hints).toHaveBeenLastCalledWith(
        { type: 'python-hint', onlyIfCached: false },
        'https://interleave.example',
      );
    });
  });

  test('says what to do when the page is not cross-origin isolated', async () => {
    vi.stubGlobal('crossOriginIsolated', false);
    const { openHost } = await freshHost();
    await expect(openHost('embedded', 10_000, 'node')).rejects.toMatchObject({
      message: expect.stringContaining('not cross-origin isolated') as string,
      remedy: expect.stringContaining('Cross-Origin-Opener-Policy: same-origin') as string,
    });
    expect(boots.embedded).not.toHaveBeenCalled();
  });
});
