import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HostRestarted, HostUnavailable } from '#runtime/client/host-errors.ts';
import type { Program } from '#runtime/client/host.ts';
import type { Container, ContainerProcess } from '#runtime/client/web-container.ts';
import { WebContainerHost, type HostTraits } from '#runtime/client/web-container-host.ts';

const program: Program = {
  directory: 'pool',
  command: 'node',
  args: ['main.mjs'],
  files: { 'main.mjs': '1', 'lib/a.mjs': '2' },
};

/** A process that ends when the test says so; `killable` ones also end when killed. */
class StandInProcess implements ContainerProcess {
  readonly #exit = Promise.withResolvers<number>();
  readonly exit = this.#exit.promise;
  readonly output = new ReadableStream<string>({ start: (controller) => controller.close() });
  readonly written: string[] = [];
  readonly input = new WritableStream<string>({ write: (text) => void this.written.push(text) });
  kills = 0;

  constructor(readonly killable: boolean) {}

  kill(): void {
    this.kills++;
    if (this.killable) this.end(143);
  }

  end(exitCode: number): void {
    this.#exit.resolve(exitCode);
  }
}

/** A host of which each container and process is at hand. */
function standIn(options: { killable?: boolean } = {}) {
  const calls: string[] = [];
  const processes: StandInProcess[] = [];
  const containerNumber = { value: 0 };
  const boot = (): Promise<Container> => {
    const name = `container ${++containerNumber.value}`;
    calls.push(`boot ${name}`);
    return Promise.resolve({
      fs: { rm: (path) => Promise.resolve(void calls.push(`rm ${path}`)) },
      mount: (tree) => Promise.resolve(void calls.push(`mount ${JSON.stringify(tree)}`)),
      spawn: (command, args, { cwd }) => {
        calls.push(`spawn ${command} ${args.join(' ')} in ${cwd}`);
        const process = new StandInProcess(options.killable ?? true);
        processes.push(process);
        return Promise.resolve(process);
      },
      teardown: () => void calls.push(`teardown ${name}`),
    });
  };
  return { calls, processes, boot };
}

function hostOf(traits: Partial<HostTraits> & Pick<HostTraits, 'boot'>): WebContainerHost {
  return new WebContainerHost({
    name: 'embedded',
    bootTimeoutMs: 10_000,
    killGraceMs: 500,
    restartAfterStop: false,
    reloadFrame: () => undefined,
    ...traits,
  });
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('start()', () => {
  test('mounts the files in the directory of the program and starts it there', async () => {
    const { calls, boot } = standIn();
    await hostOf({ boot }).start(program);
    const tree = {
      pool: {
        directory: {
          'main.mjs': { file: { contents: '1' } },
          lib: { directory: { 'a.mjs': { file: { contents: '2' } } } },
        },
      },
    };
    expect(calls).toEqual([
      'boot container 1',
      `mount ${JSON.stringify(tree)}`,
      'spawn node main.mjs in pool',
    ]);
  });

  test('removes what a run has left when it is over, and boots only once', async () => {
    const { calls, processes, boot } = standIn();
    const host = hostOf({ boot });
    await host.start(program);
    processes[0]?.end(0);
    await vi.advanceTimersByTimeAsync(0);
    await host.start(program);
    const order = calls.map((call) => call.split(' ')[0]);
    expect(order).toEqual(['boot', 'mount', 'spawn', 'rm', 'mount', 'spawn']);
  });

  test('shares one boot between two programs that start at once', async () => {
    const { calls, boot } = standIn();
    const host = hostOf({ boot });
    await Promise.all([host.start(program), host.start({ ...program, directory: 'race' })]);
    expect(calls.filter((call) => call.startsWith('boot'))).toEqual(['boot container 1']);
  });

  test('types into the program, interrupts it and ends its input', async () => {
    const { processes, boot } = standIn();
    const run = await hostOf({ boot }).start(program);
    run.write('Ada\n');
    run.interrupt();
    run.endInput();
    await vi.advanceTimersByTimeAsync(0);
    expect(processes[0]?.written).toEqual(['Ada\n', '\x03', '\x04']);
  });
});

describe('boot()', () => {
  test('gives up after the timeout, with a remedy', async () => {
    const booting = hostOf({ boot: () => new Promise(() => undefined) }).boot();
    const failure = expect(booting).rejects.toMatchObject({
      name: 'HostUnavailable',
      message: "The page's own host did not start within 10 seconds.",
      remedy: expect.stringContaining('Reload') as string,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    await failure;
  });

  test('does not give up before the timeout', async () => {
    const late = Promise.withResolvers<Container>();
    const booting = hostOf({ boot: () => late.promise }).boot();
    await vi.advanceTimersByTimeAsync(9_999);
    late.resolve(await standIn().boot());
    await expect(booting).resolves.toBeUndefined();
  });

  test('after a timeout loads the frame again and waits for the same boot, which the package allows only once', async () => {
    const late = Promise.withResolvers<Container>();
    const boot = vi.fn(() => late.promise);
    const reloadFrame = vi.fn(async () => late.resolve(await standIn().boot()));
    const host = hostOf({ boot, reloadFrame: () => void reloadFrame() });
    const first = expect(host.boot()).rejects.toBeInstanceOf(HostUnavailable);
    await vi.advanceTimersByTimeAsync(10_000);
    await first;
    await host.boot();
    expect(boot).toHaveBeenCalledTimes(1);
    expect(reloadFrame).toHaveBeenCalledTimes(1);
  });

  test('says why the host refused, and may be tried again', async () => {
    const { boot } = standIn();
    const refusing = vi.fn(boot).mockRejectedValueOnce(new Error('no room'));
    const host = hostOf({ boot: refusing });
    await expect(host.boot()).rejects.toThrow("The page's own host refused to start: no room.");
    await expect(host.boot()).resolves.toBeUndefined();
  });
});

describe('stop()', () => {
  test('kills the program and is done when it is gone', async () => {
    const { calls, processes, boot } = standIn();
    const run = await hostOf({ boot }).start(program);
    await run.stop();
    expect(processes[0]?.kills).toBe(1);
    expect(calls.some((call) => call.startsWith('teardown'))).toBe(false);
  });

  test('tears the host down and boots it anew when the program outlives the grace', async () => {
    const { calls, boot } = standIn({ killable: false });
    const host = hostOf({ boot });
    const run = await host.start(program);
    const lost = expect(run.exit).rejects.toBeInstanceOf(HostRestarted);
    const stopped = run.stop();
    await vi.advanceTimersByTimeAsync(499);
    expect(calls).not.toContain('teardown container 1');
    await vi.advanceTimersByTimeAsync(1);
    await stopped;
    await lost;
    expect(calls.slice(-2)).toEqual(['teardown container 1', 'boot container 2']);
  });

  test('restarts a host whose killed programs may leave threads running', async () => {
    const { calls, boot } = standIn();
    const run = await hostOf({ boot, name: 'stackblitz', restartAfterStop: true }).start(program);
    await run.stop();
    await vi.advanceTimersByTimeAsync(0);
    expect(calls.slice(-2)).toEqual(['teardown container 1', 'boot container 2']);
  });

  test('mounts the files again after a restart', async () => {
    const { calls, boot } = standIn({ killable: false });
    const host = hostOf({ boot });
    const stopped = (await host.start(program)).stop();
    await vi.advanceTimersByTimeAsync(500);
    await stopped;
    await host.start(program);
    expect(calls.slice(-2).map((call) => call.split(' ')[0])).toEqual(['mount', 'spawn']);
  });

  test('tells the other programs of a restarted host what became of them', async () => {
    const { boot } = standIn({ killable: false });
    const host = hostOf({ boot });
    const run = await host.start(program);
    const other = await host.start({ ...program, directory: 'race' });
    const lost = expect(other.exit).rejects.toThrow('restarted to stop another program');
    const stopped = run.stop();
    await vi.advanceTimersByTimeAsync(500);
    await stopped;
    await lost;
  });
});

describe('retire()', () => {
  test('tears an idle host down at once', async () => {
    const { calls, boot } = standIn();
    const host = hostOf({ boot });
    await host.boot();
    host.retire();
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toEqual(['boot container 1', 'teardown container 1']);
  });

  test('waits for the programs that run', async () => {
    const { calls, processes, boot } = standIn();
    const host = hostOf({ boot });
    await host.start(program);
    host.retire();
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).not.toContain('teardown container 1');
    processes[0]?.end(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toContain('teardown container 1');
  });
});
