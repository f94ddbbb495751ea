import { proxy, releaseProxy, type ProxyMarked, type Remote } from 'comlink';
import type { DirectoryEntry } from '../../protocol/file-calls.ts';
import type { FileSystem } from '../../kernel/file-system/file-system.ts';
import { decodeText, encodeText } from './text-encoding.ts';

/** The `fs` of `@webcontainer/api`, which adds the rest on its own side. */
export interface FileApi extends ProxyMarked {
  readFile(path: string, options?: EncodingOption): string | Uint8Array;
  writeFile(path: string, data: string | Uint8Array, options?: EncodingOption): void;
  readdir(path: string, options?: EncodingOption | ListOptions): (string | Uint8Array | ListedEntry)[];
  mkdir(path: string, options?: { recursive?: boolean }): string | undefined;
  rm(path: string, options?: { recursive?: boolean; force?: boolean }): void;
  rename(from: string, to: string): void;
  watch(path: string, options: WatchOptions, listener: WatchListener | undefined): Watcher;
}

type EncodingOption = string | null | { encoding?: string | null };

interface ListOptions {
  readonly encoding?: string | null;
  readonly withFileTypes?: boolean;
}

/** The client makes a `Dirent` of it; the key is how it names the type. */
interface ListedEntry {
  readonly name: string | Uint8Array;
  readonly 'Symbol(type)': 1 | 2;
}

type WatchOptions = string | null | undefined | { recursive?: boolean; encoding?: string | null };
type WatchListener = Remote<(event: 'rename' | 'change', filename: string | Uint8Array) => void>;
type Watcher = { close(): void } & ProxyMarked;

/** Offers files to the page, with paths relative to the working directory of `files`. */
export function fileApi(files: FileSystem): FileApi {
  return proxy({
    readFile: (path, options) => {
      const encoding = encodingOf(options);
      const bytes = files.readFile(path);
      return encoding ? decodeText(bytes, encoding) : bytes.slice();
    },
    writeFile: (path, data, options) => {
      const encoding = encodingOf(options) ?? 'utf8';
      files.writeFile(path, typeof data === 'string' ? encodeText(data, encoding) : data);
    },
    readdir: (path, options) => {
      const { encoding = null, withFileTypes = false } = listOptions(options);
      const nameOf = (name: string): string | Uint8Array => encodeName(name, encoding);
      return files.readdir(path).map((entry) => (withFileTypes ? listed(entry, nameOf) : nameOf(entry.name)));
    },
    mkdir: (path, options) => files.mkdir(path, 0o777, options?.recursive ?? false),
    rm: (path, options) => {
      if (options?.force && !files.exists(path)) return;
      files.rm(path, options?.recursive ?? false);
    },
    rename: (from, to) => files.rename(from, to),
    watch: (path, options, listener) => {
      const { recursive = false, encoding = null } =
        typeof options === 'string' ? { encoding: options } : (options ?? {});
      const stop = files.watch(path, recursive, (event, filename) => {
        void listener?.(event, encodeName(filename, encoding));
      });
      return proxy({
        close: () => {
          stop();
          listener?.[releaseProxy]();
        },
      });
    },
  } satisfies Omit<FileApi, keyof ProxyMarked>);
}

function encodingOf(options: EncodingOption | undefined): string | null | undefined {
  return typeof options === 'object' ? options?.encoding : options;
}

function encodeName(name: string, encoding: string | null): string | Uint8Array {
  return encoding === 'buffer' ? new TextEncoder().encode(name) : name;
}

function listOptions(options: EncodingOption | ListOptions | undefined): ListOptions {
  return typeof options === 'string' ? { encoding: options } : (options ?? {});
}

function listed({ name, kind }: DirectoryEntry, nameOf: (name: string) => string | Uint8Array): ListedEntry {
  return { name: nameOf(name), 'Symbol(type)': kind === 'directory' ? 2 : 1 };
}
