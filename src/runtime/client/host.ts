/**
 * The page's only entrance to the runtime: starts programs on a host behind `@webcontainer/api`, boots hosts when they
 * are first needed, keeps one per page, and falls back from StackBlitz's to the embedded one.
 */

import type { HostName } from '#site';
import { PYTHON_FRAGMENT, type PythonHint } from '../protocol/host-messages.ts';
import { HostUnavailable } from './host-errors.ts';
import { frameUrl, openFrameOf } from './iframe-url.ts';
import type { LoadingStep, OutputChunk } from './split-streams.ts';
import type { Container } from './web-container.ts';
import { WebContainerHost } from './web-container-host.ts';

export { HostRestarted, HostUnavailable } from './host-errors.ts';
export type { LoadingStep, OutputChunk } from './split-streams.ts';

/** A program to start: its files are mounted in a directory of their own, which is also its working directory. */
export interface Program {
  readonly directory: string;
  readonly command: 'node' | 'python3';
  readonly args: readonly string[];
  /** File contents by path, relative to the directory. */
  readonly files: Readonly<Record<string, string>>;
}

/** A program that runs. */
export interface Run {
  /**
   * What it prints, in order, until it and its descendants have closed their output; before that, how its interpreter
   * loads, where that takes a while.
   */
  readonly output: ReadableStream<readonly (OutputChunk | LoadingStep)[]>;
  /**
   * Its exit code.
   *
   * @throws {HostRestarted} if the host went away under it.
   */
  readonly exit: Promise<number>;
  /** Types into its standard input. */
  write(text: string): void;
  /** Closes its standard input. */
  endInput(): void;
  /** Sends it SIGINT, as Ctrl+C does in a terminal. What it makes of that is its own affair. */
  interrupt(): void;
  /** Ends it whatever it is doing, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** What starts programs. */
export interface Host {
  readonly name: HostName;
  start(program: Program): Promise<Run>;
}

/** A host that is ready, and a sentence for the reader if it is not the one that was asked for or lacks something. */
export interface OpenedHost {
  readonly host: Host;
  readonly notice?: string;
}

/**
 * Boots a host, or returns it if it runs. When StackBlitz's does not start, the embedded one takes over; never the
 * other way round, since that would send a reader's program over the network unasked.
 *
 * @param command of the program that is about to be started: a host that boots fetches what that needs meanwhile
 * @throws {HostUnavailable} if none starts.
 */
export async function openHost(
  wanted: HostName,
  bootTimeoutMs: number,
  command: Program['command'],
): Promise<OpenedHost> {
  if (!globalThis.crossOriginIsolated) throw notIsolated();
  isUsed = true;
  expectsPython ||= command === 'python3';
  if (wanted === 'embedded') return { host: await boot('embedded', bootTimeoutMs) };
  try {
    return { host: await boot('stackblitz', bootTimeoutMs), notice: ON_STACKBLITZ };
  } catch (error) {
    if (!(error instanceof HostUnavailable)) throw error;
    const host = await boot('embedded', bootTimeoutMs);
    return { host, notice: `${error.message} ${error.remedy} The program ran in this page instead.` };
  }
}

/**
 * Does what the first Run would wait for, as far as it may before a reader has asked: fetches the client's code and the
 * embedded host's; for a Python program, also boots the host, which fetches Python's files and boots an interpreter. Runs
 * nothing of the reader's, and fetches nothing large for those who have asked their browser to save data.
 */
export function preloadHost(name: HostName, command: Program['command'], bootTimeoutMs: number): void {
  if (command === 'python3' && !savesData()) expectPython(bootTimeoutMs).catch(() => undefined);
  if (preloaded.has(name)) return;
  preloaded.add(name);
  loadApi(name).catch(() => undefined); // Whatever is wrong, the first Run will say.
  if (name === 'stackblitz' || hosts.has(name)) return;
  const link = document.createElement('link');
  link.rel = 'prefetch';
  link.href = frameUrl(name).href;
  document.head.append(link);
}

/**
 * Boots the embedded host and an interpreter for a reader who has asked for nothing, of what the browser's cache holds:
 * unless all of Python's files are in it, no interpreter boots. Does nothing once a host has been asked for.
 */
export async function warmPython(bootTimeoutMs: number): Promise<void> {
  if (isUsed || hosts.size > 0 || savesData() || !globalThis.crossOriginIsolated) return;
  warming = boot('embedded', bootTimeoutMs);
  await warming;
  if (!isUsed) tellFrame({ type: 'python-hint', onlyIfCached: true });
}

/** Ends what `warmPython` has booted, unless a host has been asked for since. */
export async function coolPython(): Promise<void> {
  await warming?.catch(() => undefined); // Not in the middle of it.
  if (isUsed) return;
  hosts.get('embedded')?.retire();
  hosts.delete('embedded');
}

/** @see https://github.com/stackblitz/webcontainer-core/issues/971 */
const ON_STACKBLITZ =
  'This ran on StackBlitz, which merges stdout and stderr, so that they are not told apart here.';

const preloaded = new Set<HostName>();
/** Whether a reader has run a program, or is about to. */
let isUsed = false;
let warming: Promise<unknown> | undefined;
let expectsPython = false;
const hosts = new Map<HostName, WebContainerHost>();

async function expectPython(bootTimeoutMs: number): Promise<void> {
  // Another host would have to go for it: that is for Run to do.
  if (expectsPython || hosts.has('stackblitz') || !globalThis.crossOriginIsolated) return;
  isUsed = true;
  expectsPython = true;
  const isNew = frameOf('embedded') === null;
  await boot('embedded', bootTimeoutMs);
  // A new frame knows by its address.
  if (!isNew) tellFrame({ type: 'python-hint', onlyIfCached: false });
}

function tellFrame(hint: PythonHint): void {
  frameOf('embedded')?.contentWindow?.postMessage(hint, location.origin);
}

async function boot(name: HostName, bootTimeoutMs: number): Promise<Host> {
  const host = hosts.get(name) ?? createHost(name, bootTimeoutMs);
  hosts.set(name, host);
  for (const other of hosts.values()) if (other !== host) other.retire();
  await host.boot();
  return host;
}

function createHost(name: HostName, bootTimeoutMs: number): WebContainerHost {
  return new WebContainerHost({
    name,
    bootTimeoutMs,
    boot: () => bootContainer(name),
    reloadFrame: () => reloadFrame(name),
    killGraceMs: name === 'stackblitz' ? 500 : 1000,
    restartAfterStop: name === 'stackblitz',
  });
}

async function bootContainer(name: HostName): Promise<Container> {
  const { WebContainer } = await loadApi(name);
  openFrameOf(name, name === 'embedded' && expectsPython ? PYTHON_FRAGMENT : '');
  return WebContainer.boot({ workdirName: 'interleave' });
}

/**
 * The package opens one frame per copy of its module and keeps it for the life of the page, so each host gets a copy
 * of its own: the query makes it a different module to the bundler and the browser.
 */
function loadApi(name: HostName): Promise<typeof import('@webcontainer/api')> {
  return name === 'stackblitz' ? import('@webcontainer/api?host=stackblitz') : import('@webcontainer/api');
}

function reloadFrame(name: HostName): void {
  const frame = frameOf(name);
  if (frame) frame.src = frameUrl(name).href;
}

function frameOf(name: HostName): HTMLIFrameElement | null {
  const { origin, pathname } = frameUrl(name);
  return document.querySelector(`iframe[src^="${origin}${pathname}?"]`);
}

function savesData(): boolean {
  return (navigator as SavingNavigator).connection?.saveData ?? false;
}

/** Not in TypeScript's library, since only Chromium has it. */
interface SavingNavigator extends Navigator {
  readonly connection?: { readonly saveData?: boolean };
}

function notIsolated(): HostUnavailable {
  return new HostUnavailable(
    'Programs cannot run here, since this page is not cross-origin isolated and the browser withholds shared memory.',
    'Reload the page once. If that does not help, its server must send "Cross-Origin-Opener-Policy: same-origin" ' +
      'and "Cross-Origin-Embedder-Policy: require-corp" with every file; "npm start" does.',
  );
}
