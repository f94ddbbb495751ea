import type { FileLockRequest } from '../../protocol/file-lock-calls.ts';
import type { Inode } from './inode.ts';

/** A lock that somebody holds or wants. */
export interface FileLock extends Omit<FileLockRequest, 'holder'> {
  /** Locks of one owner are never in each other's way. */
  readonly owner: object;
  readonly pid: number;
}

/** The locks of one file that one kind of holder has. */
export class FileLocks {
  #locks: FileLock[] = [];
  readonly #watchers = new Set<() => void>();

  /** The first lock that is in the way. */
  inTheWayOf(wanted: FileLock): FileLock | undefined {
    return this.#locks.find(
      (lock) =>
        lock.owner !== wanted.owner &&
        overlap(lock, wanted) &&
        (lock.kind === 'exclusive' || wanted.kind === 'exclusive'),
    );
  }

  /** Locks a part, in the place of what its owner has locked there, unless something is in the way. */
  lock(wanted: FileLock): boolean {
    if (this.inTheWayOf(wanted)) return false;
    this.unlock(wanted);
    this.#locks.push(wanted);
    return true;
  }

  /** Unlocks a part of what the owner has locked. */
  unlock({ owner, start, end }: Pick<FileLock, 'owner' | 'start' | 'end'>): void {
    const part = { start, end };
    if (!this.#locks.some((lock) => lock.owner === owner && overlap(lock, part))) return;
    this.#locks = this.#locks.flatMap((lock) => (lock.owner === owner ? without(lock, part) : [lock]));
    for (const onChange of [...this.#watchers]) onChange();
  }

  /** Calls back when something has been unlocked, until the function that comes back is called. */
  watch(onChange: () => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }
}

const locks = new WeakMap<Inode, Readonly<Record<FileLockRequest['holder'], FileLocks>>>();

/** The locks of a file, which are made at their first use. */
export function locksOf(node: Inode, holder: FileLockRequest['holder']): FileLocks {
  const known = locks.get(node);
  if (known) return known[holder];
  const made = { process: new FileLocks(), description: new FileLocks() };
  locks.set(node, made);
  return made[holder];
}

/** Unlocks all that an owner has locked in a file. */
export function unlockAll(node: Inode, holder: FileLockRequest['holder'], owner: object): void {
  locks.get(node)?.[holder].unlock({ owner, start: 0, end: Infinity });
}

type Part = Pick<FileLock, 'start' | 'end'>;

function overlap(one: Part, other: Part): boolean {
  return one.start < other.end && other.start < one.end;
}

function without(lock: FileLock, { start, end }: Part): FileLock[] {
  const before = { ...lock, end: Math.min(lock.end, start) };
  const after = { ...lock, start: Math.max(lock.start, end) };
  return [before, after].filter((rest) => rest.start < rest.end);
}
