import type { FileSystem } from './file-system.ts';

/**
 * A directory as `@webcontainer/api` sends and receives it. `c` is the content, as text or, with `b`, as one
 * Latin-1 character per byte; `l` is the target of a symbolic link.
 */
export interface FileTree {
  readonly d: Record<string, FileTreeNode>;
}

/** An entry of a {@link FileTree}. */
export type FileTreeNode =
  FileTree | { readonly f: { readonly c: string; readonly b?: boolean } | { readonly l: string } };

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
      files.writeFile(path, isBinary ? Uint8Array.from(content, (byte) => byte.charCodeAt(0)) : content);
    }
  }
}

/** Which paths, relative to the exported directory, an export takes: those that `includes` says, without `excludes`. */
export type ExportFilter = (relativePath: string) => boolean;

/** Reads a directory with all that is below it, except `excluded` paths and devices. */
export function exportFileTree(
  files: FileSystem,
  path: string,
  isExcluded: ExportFilter = () => false,
  relative = '',
): FileTree {
  const tree: Record<string, FileTreeNode> = {};
  for (const { name, kind } of files.readdir(path)) {
    const below = relative === '' ? name : `${relative}/${name}`;
    if (isExcluded(below)) continue;
    const full = `${path}/${name}`;
    if (kind === 'directory') tree[name] = exportFileTree(files, full, isExcluded, below);
    if (kind === 'link') tree[name] = { f: { l: files.readlink(full) } };
    if (kind === 'file') tree[name] = { f: contentOf(files.readFile(full)) };
  }
  return { d: tree };
}

function contentOf(bytes: Uint8Array): { c: string; b?: boolean } {
  try {
    return { c: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { c: Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''), b: true };
  }
}
