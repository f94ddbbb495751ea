import { editsKey } from './edits-key.ts';

/** The files of a program, by path. */
export type Files = Readonly<Record<string, string>>;

/** What a browser has kept of an example: the reader's files, and whether they were edits of today's version of it. */
export interface KeptFiles {
  readonly files: Files;
  readonly isCurrent: boolean;
}

/** The part of `Storage` that keeping edits needs. */
export type EditsStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Keeps a reader's edits of one example across navigation and reload. Storage that is full or forbidden loses nothing
 * on the page: `keep()` then says that the edits live only as long as it.
 */
export class KeptEdits {
  readonly #storage: EditsStorage | undefined;
  readonly #key: string;
  readonly #version: string;

  constructor(storage: EditsStorage | undefined, example: string, version: string) {
    this.#storage = storage;
    this.#key = editsKey(example);
    this.#version = version;
  }

  /** What was kept, if anything. What cannot be read is as good as absent. */
  read(): KeptFiles | undefined {
    try {
      const text = this.#storage?.getItem(this.#key);
      const kept: unknown = text ? JSON.parse(text) : undefined;
      return isKept(kept) ? { files: kept.files, isCurrent: kept.version === this.#version } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps the files, or forgets them when they are the example's own. Returns whether the browser let us. */
  keep(files: Files, originals: Files): boolean {
    if (!this.#storage) return false;
    try {
      if (isSame(files, originals)) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify({ version: this.#version, files }));
      return true;
    } catch {
      return false;
    }
  }
}

/** Whether two programs have the same text in each file. */
export function isSame(files: Files, others: Files): boolean {
  return Object.keys(others).every((path) => files[path] === others[path]);
}

/** The page's storage, or `undefined` where the browser forbids even to ask for it. */
export function pageStorage(): EditsStorage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is { version: string; files: Files } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    'files' in value &&
    typeof value.files === 'object' &&
    value.files !== null &&
    Object.values(value.files).every((text) => typeof text === 'string')
  );
}
