import type { HostName } from '#site';
import { END_OF_INPUT, INTERRUPT, MARK_STDERR_VARIABLE } from '../protocol/output-marks.ts';
import { HostRestarted, HostUnavailable } from './host-errors.ts';
import type { Host, Program, Run } from './host.ts';
import { splitStreams } from './split-streams.ts';
import { treeOf, type Container, type ContainerProcess } from './web-container.ts';

/** What differs between one host behind `@webcontainer/api` and the next. */
export interface HostTraits {
  readonly name: HostName;
  /** Boots the host. Called again after a teardown, and never while another boot is under way. */
  readonly boot: () => Promise<Container>;
  /** Has the host's frame load again, when a boot that never ended is tried once more. */
  readonly reloadFrame: () => void;
  readonly bootTimeoutMs: number;
  /** How long a killed program may take to end before the whole host is torn down. */
  readonly killGraceMs: number;
  /**
   * Whether a stopped program may leave threads running, so that only a teardown is sure to end them.
   *
   * @see https://github.com/stackblitz/core/issues/3317
   */
  readonly restartAfterStop: boolean;
}

/**
 * CPython keeps back what a program prints to a pipe until there is much of it, or its end; to a terminal each line goes at
 * once. Colours, which a terminal would get, would make a traceback differ from the recorded one.
 */
const pythonsTerminal = {
  env: { [MARK_STDERR_VARIABLE]: '1', PYTHON_COLORS: '0' },
  terminal: { cols: 80, rows: 24 },
};

/** Starts programs on one host behind `@webcontainer/api`. Boots it at the first need, and anew after a teardown. */
export class WebContainerHost implements Host {
  readonly name: HostName;
  readonly #traits: HostTraits;
  #container: Promise<Container> | undefined;
  /** The package's own promise of a boot, kept beyond our timeout. */
  #pendingBoot: Promise<Container> | undefined;
  /** How to end each running program's promises when the host goes away under it. */
  readonly #running = new Set<(reason: Error) => void>();
  /** The removal of each directory that an earlier run may have left files in: done after it, not to delay the next. */
  readonly #clearing = new Map<string, Promise<void>>();
  #retired = false;

  constructor(traits: HostTraits) {
    this.#traits = traits;
    this.name = traits.name;
  }

  /**
   * Resolves once the host is ready; a host that is ready already costs nothing.
   *
   * @throws {HostUnavailable} if it does not answer in time or refuses.
   */
  async boot(): Promise<void> {
    this.#retired = false;
    await this.#ready();
  }

  async start(program: Program): Promise<Run> {
    const container = await this.#ready();
    const { directory } = program;
    await this.#clearing.get(directory);
    await container.mount(treeOf(directory, program.files));
    const process = await container.spawn(program.command, [...program.args], {
      cwd: directory,
      ...(program.command === 'python3' ? pythonsTerminal : { env: { [MARK_STDERR_VARIABLE]: '1' } }),
    });
    return this.#runOf(process, () => this.#clear(container, directory));
  }

  /** Tears the host down as soon as no program runs on it; a later `boot()` brings it back. */
  retire(): void {
    this.#retired = true;
    if (this.#running.size === 0) void this.#teardown();
  }

  #runOf(process: ContainerProcess, clear: () => void): Run {
    const writer = process.input.getWriter();
    const lost = Promise.withResolvers<never>();
    this.#running.add(lost.reject);
    const exit = Promise.race([process.exit, lost.promise]).finally(() => {
      this.#running.delete(lost.reject);
      clear();
      if (this.#retired && this.#running.size === 0) void this.#teardown();
    });
    exit.catch(() => undefined); // The caller may have given up on it; that is no unhandled rejection.

    return {
      exit,
      output: process.output.pipeThrough(splitStreams()),
      write: (text) => void writer.write(text).catch(() => undefined),
      endInput: () => void writer.write(END_OF_INPUT).catch(() => undefined),
      interrupt: () => void writer.write(INTERRUPT).catch(() => undefined),
      stop: () => this.#stop(process, lost.reject),
    };
  }

  #clear(container: Container, directory: string): void {
    const remove = async (): Promise<void> => container.fs.rm(directory, { recursive: true, force: true });
    this.#clearing.set(
      directory,
      remove().catch(() => undefined), // The host is gone, and the directory with it.
    );
  }

  async #stop(process: ContainerProcess, abandon: (reason: Error) => void): Promise<void> {
    process.kill();
    const { killGraceMs, restartAfterStop } = this.#traits;
    const ended = await settlesWithin(process.exit, killGraceMs);
    if (ended && !restartAfterStop) return;
    abandon(new HostRestarted());
    await this.#teardown();
    // The next run should not wait for it; if it fails, that run says so.
    this.#ready().catch(() => undefined);
  }

  async #teardown(): Promise<void> {
    const container = this.#container;
    this.#container = undefined;
    this.#clearing.clear();
    for (const abandon of this.#running) abandon(new HostRestarted());
    const booted = await container?.catch(() => undefined);
    booted?.teardown();
  }

  /** The booted host; callers that come while it boots share one boot. */
  #ready(): Promise<Container> {
    this.#container ??= this.#bootInTime().catch((error: unknown) => {
      this.#container = undefined;
      throw error;
    });
    return this.#container;
  }

  async #bootInTime(): Promise<Container> {
    const { bootTimeoutMs, boot, name, reloadFrame } = this.#traits;
    // A boot that came too late is still pending in the package, which allows one at a time: have its frame load again.
    if (this.#pendingBoot) reloadFrame();
    this.#pendingBoot ??= boot();
    const container = await withTimeout(this.#pendingBoot, bootTimeoutMs).catch((error: unknown) => {
      this.#pendingBoot = undefined;
      throw new HostUnavailable(
        `${hostLabel(name)} refused to start: ${error instanceof Error ? error.message : String(error)}.`,
        'Reload the page and press Run again.',
        { cause: error },
      );
    });
    if (container !== 'late') {
      this.#pendingBoot = undefined;
      return container;
    }
    throw new HostUnavailable(
      `${hostLabel(name)} did not start within ${bootTimeoutMs / 1000} seconds.`,
      name === 'stackblitz'
        ? 'Check the network, and whether something blocks stackblitz.com.'
        : 'Reload the page and press Run again.',
    );
  }
}

function hostLabel(name: HostName): string {
  return name === 'stackblitz' ? 'StackBlitz' : "The page's own host";
}

function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T | 'late'> {
  const { promise: late, resolve } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => resolve('late'), timeoutMs);
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function settlesWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return (await withTimeout(settled, timeoutMs)) !== 'late';
}
