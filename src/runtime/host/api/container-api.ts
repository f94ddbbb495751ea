import { proxy, type ProxyMarked } from 'comlink';
import { SEARCH_PATH } from '../../kernel/commands/command-lookup.ts';
import {
  asTextTree,
  exportFileTree,
  loadFileTree,
  type FileTree,
} from '../../kernel/file-system/file-tree.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { fileApi, type FileApi } from './file-api.ts';
import { glob } from './glob.ts';
import type { OutputListener } from './output-pump.ts';
import { runProcess, type HostProcess, type RunRequest } from './process-api.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';
import { zipTree } from './zip-tree.ts';

/** What the client passes to `build`. */
export interface BuildOptions {
  readonly workdirName?: string;
}

/** What the client calls on a host; every method's name and shape is the client's. */
export interface ContainerApi extends ProxyMarked {
  fs(): FileApi;
  runtimeInfo(): { path: string; cwd: string };
  run(
    request: RunRequest,
    stdoutListener: OutputListener | undefined,
    stderrListener: OutputListener | undefined,
    outputListener: OutputListener | undefined,
  ): HostProcess;
  loadFiles(tree: Uint8Array, options?: { mountPoints?: string }): void;
  serialize(path: string, options: SerializeOptions): Uint8Array;
  on(event: string, listener: unknown): (() => void) & ProxyMarked;
  previewScript(): null;
  setPreviewScript(): void;
  setCredentials(): void;
  teardown(): void;
}

interface SerializeOptions {
  readonly format: 'json' | 'binary' | 'zip';
  readonly includes?: readonly string[];
  readonly excludes?: readonly string[];
}

/** Makes the host that `build` promises, around a kernel. */
export function containerApi(kernel: Kernel, { workdirName = 'project' }: BuildOptions): ContainerApi {
  const cwd = `/home/${workdirName}`;
  kernel.files.mkdir(cwd, 0o777, true);
  const files = kernel.files.view(cwd);
  return proxy({
    fs: () => fileApi(files),
    runtimeInfo: () => ({ path: SEARCH_PATH, cwd }),
    run: (request, _stdout, _stderr, output) => runProcess(kernel, files, request, output),
    loadFiles: (bytes, options) => loadFileTree(files, treeIn(bytes), options?.mountPoints ?? '.'),
    serialize: (path, { format, includes, excludes }) => {
      const tree = exportFileTree(files, path, {
        isExcluded: glob(excludes ?? []),
        ...(includes?.length ? { isIncluded: glob(includes) } : {}),
      });
      switch (format) {
        case 'json':
          return new TextEncoder().encode(JSON.stringify(asTextTree(tree)));
        case 'binary':
          return writeSnapshot(tree);
        case 'zip':
          return zipTree(tree, path);
      }
    },
    // Ports, previews and errors of servers: no page can open what listens in this host, so nobody is told of an address.
    on: () => proxy(() => undefined),
    previewScript: () => null,
    setPreviewScript: () => undefined,
    setCredentials: () => undefined,
    teardown: () => kernel.dispose(),
  } satisfies Omit<ContainerApi, keyof ProxyMarked>);
}

/** A tree as JSON begins with a brace, which no snapshot does. */
function treeIn(bytes: Uint8Array): FileTree {
  if (bytes[0] !== '{'.charCodeAt(0)) return readSnapshot(bytes);
  return JSON.parse(new TextDecoder().decode(bytes)) as FileTree;
}
