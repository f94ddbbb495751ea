import type { DirectoryInode, Inode } from './inode.ts';

/** Told of each event with the name it happened to, relative to what is watched. */
export type WatchListener = (type: 'rename' | 'change', filename: string) => void;

interface Watch {
  readonly node: Inode;
  /** What a watched file is called in its own events. */
  readonly name: string;
  readonly recursive: boolean;
  readonly listener: WatchListener;
}

/** Who watches which inode, with the events that inotify gives to libuv. */
export class WatchList {
  readonly #watches = new Set<Watch>();

  /** Begins a watch. The function that comes back ends it. */
  add(node: Inode, name: string, recursive: boolean, listener: WatchListener): () => void {
    const watch = { node, name, recursive, listener };
    this.#watches.add(watch);
    return () => {
      this.#watches.delete(watch);
    };
  }

  /** Tells those who watch the entry itself, its directory, or (recursively) a directory above. */
  notify(type: 'rename' | 'change', directory: DirectoryInode, name: string, node: Inode): void {
    if (this.#watches.size === 0) return;
    for (const watch of [...this.#watches]) {
      if (watch.node === node) watch.listener(type, watch.name);
      const filename = nameBelow(watch, directory, name);
      if (filename !== undefined) watch.listener(type, filename);
    }
  }
}

/** The path of an entry relative to what is watched, or `undefined` when the watch does not cover it. */
function nameBelow(watch: Watch, directory: DirectoryInode, name: string): string | undefined {
  let filename = name;
  for (let at: DirectoryInode | undefined = directory; at !== undefined; at = at.parent) {
    if (at === watch.node) return filename;
    if (!watch.recursive) return undefined;
    filename = `${at.name}/${filename}`;
  }
  return undefined;
}
