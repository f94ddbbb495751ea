import { EventEmitter } from '../../events.ts';
import { ref, unref } from '../../../thread/event-loop.ts';
import { callSync, onKernelEvent, send } from '../../../thread/system-calls.ts';
import { AbortError } from '../errors.ts';
import { nextTick } from '../next-tick.ts';
import { posix } from '../path/posix.ts';
import { validateAbortSignal, validateFunction } from '../validators.ts';
import { whenAborted } from '../when-aborted.ts';
import { encodedName, optionsOf, type PathLike, pathOf } from './file-arguments.ts';
import { runSync } from './file-operation.ts';
import { stat } from './path-operations.ts';
import { Stats } from './stats.ts';

/** The options of `fs.watch`. */
export interface WatchOptions {
  persistent?: boolean;
  recursive?: boolean;
  encoding?: string | null;
  signal?: AbortSignal;
}

type WatchListener = (type: string, filename: unknown) => void;

const watchers = new Map<number, (change: 'rename' | 'change', filename: string) => void>();

function begin(
  path: string,
  recursive: boolean,
  listener: (change: 'rename' | 'change', filename: string) => void,
): number {
  onKernelEvent('file-change', ({ watch, change, filename }) => watchers.get(watch)?.(change, filename));
  const id = callSync('fs.watch', path, recursive);
  watchers.set(id, listener);
  return id;
}

function end(id: number): void {
  watchers.delete(id);
  send('fs.unwatch', id);
}

/** `fs.FSWatcher`. It keeps the thread alive unless it is unrefed. */
export class FSWatcher extends EventEmitter {
  #watch: number | undefined;
  #isRefed = true;

  constructor(path: PathLike, options: WatchOptions) {
    super();
    const target = pathOf(path, 'filename');
    const { encoding, persistent = true, recursive = false, signal } = options;
    validateAbortSignal(signal, 'options.signal');
    try {
      this.#watch = begin(target, recursive, (change, filename) =>
        this.emit('change', change, encodedName(filename, encoding)),
      );
    } catch (error) {
      throw watchError(error as Error & Record<string, unknown>, target);
    }
    ref();
    if (!persistent) this.unref();
    if (signal) whenAborted(signal, () => this.close());
  }

  close(): void {
    if (this.#watch === undefined) return;
    end(this.#watch);
    this.#watch = undefined;
    if (this.#isRefed) unref();
    nextTick(() => this.emit('close'));
  }

  ref(): this {
    if (!this.#isRefed && this.#watch !== undefined) ref();
    this.#isRefed = true;
    return this;
  }

  unref(): this {
    if (this.#isRefed && this.#watch !== undefined) unref();
    this.#isRefed = false;
    return this;
  }
}

/** Node gives the error of a watch one property more, and the others in an order of their own. */
function watchError(error: Error & Record<string, unknown>, filename: string): Error {
  for (const name of ['syscall', 'code', 'path']) {
    const value = error[name];
    Reflect.deleteProperty(error, name);
    error[name] = value;
  }
  return Object.assign(error, { filename });
}

/** `fs.watch`. */
export function watch(path: PathLike, options?: unknown, listener?: WatchListener): FSWatcher {
  const onChange = typeof options === 'function' ? (options as WatchListener) : listener;
  const watcher = new FSWatcher(path, optionsOf<WatchOptions>(options, {}));
  if (onChange) watcher.on('change', onChange);
  return watcher;
}

/** `fs.promises.watch`: the changes as they come, until the signal or the end of the loop. */
export async function* watchEvents(
  path: PathLike,
  options?: unknown,
): AsyncGenerator<{ eventType: string; filename: unknown }, void> {
  const { signal, ...rest } = optionsOf<WatchOptions>(options, {});
  validateAbortSignal(signal, 'options.signal');
  const pending: { eventType: string; filename: unknown }[] = [];
  let wake: (() => void) | undefined;
  const aborted = () => new AbortError(undefined, { cause: signal?.reason });
  if (signal?.aborted) throw aborted();
  const watcher = watch(path, rest, (eventType, filename) => {
    pending.push({ eventType, filename });
    wake?.();
  });
  signal?.addEventListener('abort', () => wake?.(), { once: true });
  try {
    for (;;) {
      const event = pending.shift();
      if (event) yield event;
      else if (signal?.aborted) throw aborted();
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    watcher.close();
  }
}

type StatListener = (current: unknown, previous: unknown) => void;

/** Watches of `fs.watchFile`, by path. */
const statWatches = new Map<string, { watcher: FSWatcher; listeners: Set<StatListener> }>();

/** `fs.watchFile`. It listens for changes in the folder, where Node polls the file: the listener hears sooner. The file may be missing. */
export function watchFile(path: PathLike, options: unknown, listener?: StatListener): FSWatcher {
  const onChange = (typeof options === 'function' ? options : listener) as StatListener;
  validateFunction(onChange, 'listener');
  const target = pathOf(path, 'filename');
  const known = statWatches.get(target);
  if (known) {
    known.listeners.add(onChange);
    return known.watcher;
  }
  let previous = statOrZero(target);
  const { persistent = true } = optionsOf<WatchOptions>(options, {});
  const listeners = new Set([onChange]);
  const tell = (): void => {
    const current = statOrZero(target);
    for (const listen of listeners) listen(current, previous);
    previous = current;
  };
  const watcher = watch(posix.dirname(target), { persistent }, (_type, name) => {
    if (name === posix.basename(target)) tell();
  });
  // Node's first look at it tells that it is missing.
  if (previous.nlink === 0) nextTick(tell);
  statWatches.set(target, { watcher, listeners });
  return watcher;
}

/** `fs.unwatchFile`. */
export function unwatchFile(path: PathLike, listener?: StatListener): void {
  const target = pathOf(path, 'filename');
  const known = statWatches.get(target);
  if (!known) return;
  if (listener) known.listeners.delete(listener);
  else known.listeners.clear();
  if (known.listeners.size > 0) return;
  known.watcher.close();
  statWatches.delete(target);
}

/** What `fs.watchFile` shows of a file that is gone. */
function statOrZero(path: string): { nlink: unknown } {
  const zero = { dev: 0, ino: 0, mode: 0, nlink: 0, uid: 0, gid: 0, rdev: 0, size: 0, blksize: 0, blocks: 0 };
  const never = { atimeMs: 0, mtimeMs: 0, ctimeMs: 0, birthtimeMs: 0 };
  return runSync(stat(path, { throwIfNoEntry: false })) ?? new Stats({ ...zero, ...never });
}
