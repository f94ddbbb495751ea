import type { FileSystem } from './file-system.ts';

/**
 * A directory as `@webcontainer/api` sends and receives it. `c` is the content: bytes in a binary snapshot, and in JSON
 * text or, with `b`, one Latin-1 character per byte. `l` is the target of a symbolic link.
 */
export interface FileTree {
  readonly d: Record<string, FileTreeNode>;
}

/** An entry of a {@link FileTree}. */
export type FileTreeNode =
  | FileTree
  | { readonly f: { readonly c: string | Uint8Array; readonly b?: boolean } | { readonly l: string } };

/** Writes a tree below the directory `at`, which is made when missing. Files that are there are replaced. */
export function loadFileTree(files: FileSystem, tree: FileTree, at: string): void {
  files.mkdir(at, 0o777, true);
  for (const [name, node] of Object.entries(tree.d)) {
    const path = `${at}/${name}`;
    if ('d' in node) {
      loadFileTree(files, node, path);
    } else if ('l' in node.f) {
      if (files.exists(path)) files.rm(path, true);
      files.symlink(node.f.l, path);
    } else {
      const { c: content, b: isBinary } = node.f;
      const isText = typeof content === 'string';
      files.writeFile(path, isText && isBinary ? fromLatin1(content) : content);
    }
  }
}

function fromLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Where a mode says what an inode is, and what it says of a directory. */
const TYPE_BITS = 0o170000;
const DIRECTORY = 0o040000;

/** Which paths, relative to the exported directory, an export leaves out. */
export interface ExportFilter {
  readonly isExcluded: (relativePath: string) => boolean;
  /** What it takes nevertheless. Absent: nothing, so that excluded directories need not be looked through. */
  readonly isIncluded?: (relativePath: string) => boolean;
}

/** Reads a directory with all that is below it, except devices and what the filter leaves out; or one file. */
export function exportFileTree(
  files: FileSystem,
  path: string,
  filter: ExportFilter = { isExcluded: () => false },
): FileTreeNode {
  if ((files.stat(path).mode & TYPE_BITS) === DIRECTORY)
    return exportDirectory(files, path, filter, '') ?? { d: {} };
  return { f: { c: files.readFile(path).slice() } };
}

/** `undefined` for an excluded directory in which nothing is included. */
function exportDirectory(
  files: FileSystem,
  path: string,
  filter: ExportFilter,
  relative: string,
): FileTree | undefined {
  const isExcluded = relative !== '' && isLeftOut(relative, filter);
  if (isExcluded && !filter.isIncluded) return undefined;
  const tree: Record<string, FileTreeNode> = {};
  for (const { name, kind } of files.readdir(path)) {
    const full = `${path}/${name}`;
    const below = relative === '' ? name : `${relative}/${name}`;
    if (kind === 'directory') {
      const directory = exportDirectory(files, full, filter, below);
      if (directory) tree[name] = directory;
    } else if (!isLeftOut(below, filter)) {
      if (kind === 'link') tree[name] = { f: { l: files.readlink(full) } };
      if (kind === 'file') tree[name] = { f: { c: files.readFile(full).slice() } };
    }
  }
  return isExcluded && Object.keys(tree).length === 0 ? undefined : { d: tree };
}

function isLeftOut(relative: string, { isExcluded, isIncluded }: ExportFilter): boolean {
  return isExcluded(relative) && !isIncluded?.(relative);
}

/** The same tree with contents as text, which JSON can hold. */
export function asTextTree(node: FileTreeNode): FileTreeNode {
  if ('d' in node) {
    return {
      d: Object.fromEntries(Object.entries(node.d).map(([name, inner]) => [name, asTextTree(inner)])),
    };
  }
  return 'c' in node.f && typeof node.f.c !== 'string' ? { f: asText(node.f.c) } : node;
}

function asText(bytes: Uint8Array): { c: string; b?: boolean } {
  try {
    return { c: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { c: Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''), b: true };
  }
}
