import { Errno } from './file-system-error.ts';
import type { DirectoryInode, Inode } from './inode.ts';

/** Where a path leads: the directory of its last name, and what is there now, if anything. */
export interface PlaceOnDisk {
  readonly directory: DirectoryInode;
  /** Empty when the path ends in the root, `.` or `..`: then `node` is `directory` itself. */
  readonly name: string;
  readonly node: Inode | undefined;
  /** The path ended in a slash, so only a directory will do. */
  readonly wantsDirectory: boolean;
}

/** Linux follows this many symbolic links before it answers ELOOP. */
const mostLinks = 40;

/**
 * Walks a path as Linux does: one name at a time, through links, with `..` taken from the directory reached.
 * @throws Errno ENOENT when a directory on the way, or the empty path, is missing
 * @throws Errno ENOTDIR when something on the way is not a directory
 * @throws Errno ELOOP when links lead in a circle
 */
export function walk(
  root: DirectoryInode,
  cwd: DirectoryInode,
  path: string,
  followLast: boolean,
): PlaceOnDisk {
  if (path === '') throw new Errno('ENOENT');
  if (path.length > 4095) throw new Errno('ENAMETOOLONG');
  const wantsDirectory = /(^|\/)\.{0,2}$/.test(path) && !/^\.{0,2}$/.test(path);
  let directory = path.startsWith('/') ? root : cwd;
  const names = namesOf(path);
  let links = 0;
  for (let name = names.shift(); name !== undefined; name = names.shift()) {
    if (name.length > 255) throw new Errno('ENAMETOOLONG');
    const isLast = names.length === 0;
    if (name === '..') {
      directory = directory.parent ?? directory;
      continue;
    }
    const node = directory.entries.get(name);
    if (node?.kind === 'link' && (!isLast || followLast || wantsDirectory)) {
      if (++links > mostLinks) throw new Errno('ELOOP');
      if (node.target === '') throw new Errno('ENOENT');
      if (node.target.startsWith('/')) directory = root;
      names.unshift(...namesOf(node.target));
      continue;
    }
    if (isLast) {
      if (node !== undefined && wantsDirectory && node.kind !== 'directory') throw new Errno('ENOTDIR');
      return { directory, name, node, wantsDirectory };
    }
    if (node === undefined) throw new Errno('ENOENT');
    if (node.kind !== 'directory') throw new Errno('ENOTDIR');
    directory = node;
  }
  return { directory, name: '', node: directory, wantsDirectory: true };
}

/** The absolute path of a directory, without links. A removed directory has none: `undefined`. */
export function pathOf(directory: DirectoryInode, root: DirectoryInode): string | undefined {
  const names: string[] = [];
  for (let at = directory; at !== root;) {
    if (at.parent === undefined) return undefined;
    names.unshift(at.name);
    at = at.parent;
  }
  return `/${names.join('/')}`;
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
