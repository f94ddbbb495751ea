import type { FileSystemTree } from '@webcontainer/api';

/**
 * What we use of `@webcontainer/api`, so that a test can stand in for it.
 *
 * @see https://webcontainers.io/api
 */
export interface Container {
  readonly fs: { rm(path: string, options: { recursive: boolean; force: boolean }): Promise<void> };
  mount(tree: FileSystemTree): Promise<void>;
  spawn(command: string, args: string[], options: SpawnOptions): Promise<ContainerProcess>;
  teardown(): void;
}

/** How a process is started. */
export interface SpawnOptions {
  /** Relative to the host's working directory. */
  cwd: string;
  env: Record<string, string>;
  /** The size of a terminal, where the process is to find one at its standard streams. */
  terminal?: { cols: number; rows: number };
}

/** A process of a host. */
export interface ContainerProcess {
  readonly exit: Promise<number>;
  readonly output: ReadableStream<string>;
  readonly input: WritableStream<string>;
  kill(): void;
}

/** Turns paths with slashes into the nested tree that `mount()` takes, below one directory. */
export function treeOf(directory: string, files: Readonly<Record<string, string>>): FileSystemTree {
  const root: FileSystemTree = {};
  for (const [path, contents] of Object.entries(files)) {
    const names = `${directory}/${path}`.split('/');
    const fileName = names.pop() ?? path;
    let folder = root;
    for (const name of names) {
      const existing = folder[name];
      const next = existing && 'directory' in existing ? existing.directory : {};
      folder[name] = { directory: next };
      folder = next;
    }
    folder[fileName] = { file: { contents } };
  }
  return root;
}
