import { zipSync, type Zippable, type ZippableFile } from 'fflate';
import type { FileTreeNode } from '../../kernel/file-system/file-tree.ts';

/** The system that made an entry, as archives number them. */
const UNIX = 3;
/** The mode of a symbolic link, where an archive keeps it: in the upper half. */
const LINK_ATTRIBUTES = 0o120777 << 16;

/** Packs a directory, or one file under its own name, as a zip archive. */
export function zipTree(tree: FileTreeNode, path: string): Uint8Array {
  const name = path.split('/').findLast(Boolean) ?? 'file';
  return zipSync('d' in tree ? directoryOf(tree.d) : { [name]: entryOf(tree) });
}

function directoryOf(entries: Readonly<Record<string, FileTreeNode>>): Zippable {
  return Object.fromEntries(Object.entries(entries).map(([name, node]) => [name, entryOf(node)]));
}

function entryOf(node: FileTreeNode): ZippableFile {
  if ('d' in node) return directoryOf(node.d);
  if ('l' in node.f) return [bytesOf(node.f.l), { os: UNIX, attrs: LINK_ATTRIBUTES }];
  return bytesOf(node.f.c);
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}
