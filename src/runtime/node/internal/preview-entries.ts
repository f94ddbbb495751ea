type Next = (this: object) => IteratorResult<unknown, undefined>;

/** What was left in an iterator when it was printed, and how much of it has been handed out since. */
interface Replay {
  readonly items: readonly unknown[];
  next: number;
}

const prototypes = [new Map(), new Set()].map(
  (collection) => Object.getPrototypeOf(collection[Symbol.iterator]()) as { next: Next },
);
const nativeNexts = prototypes.map(({ next }) => next);
const replays = new WeakMap<object, Replay>();
let isFollowed = false;

/**
 * What is left in an iterator of a Map or a Set, as V8 tells `inspect` without touching it. Here it is taken out and, from then
 * on, handed out again: an iterator that has been printed does not see later changes of its collection. That an iterator goes
 * over entries can be told by them only.
 *
 * @param isIterator false for weak collections, whose content nobody can tell
 * @returns the items, keys and values in turn if they are entries, and whether they are
 */
export function previewEntries(
  iterator: object,
  isIterator = false,
): [items: unknown[], areEntries: boolean] {
  if (!isIterator) return [[], false];
  const items = itemsLeftIn(iterator);
  const isOfMap = Object.prototype.toString.call(iterator) === '[object Map Iterator]';
  const areEntries = items.length > 0 && items.every((item) => isEntry(item, isOfMap));
  return [areEntries ? (items as unknown[][]).flat() : items, areEntries];
}

function itemsLeftIn(iterator: object): unknown[] {
  const known = replays.get(iterator);
  if (known) return known.items.slice(known.next);
  followNexts();
  const nativeNext = nativeNexts.find((next) => belongsTo(next, iterator));
  if (!nativeNext) return [];
  const items: unknown[] = [];
  for (let step = first; !step.done; step = nativeNext.call(iterator)) items.push(step.value);
  replays.set(iterator, { items, next: 0 });
  return [...items];
}

/** The step that `belongsTo` has taken. */
let first: IteratorResult<unknown, undefined>;

function belongsTo(next: Next, iterator: object): boolean {
  try {
    first = next.call(iterator);
    return true;
  } catch {
    return false;
  }
}

/** From the first printed iterator on, `next` looks whether the iterator has been printed. */
function followNexts(): void {
  if (isFollowed) return;
  isFollowed = true;
  prototypes.forEach((prototype, index) => {
    const nativeNext = nativeNexts[index]!;
    const { next } = {
      next(this: object) {
        const replay = replays.get(this);
        if (!replay) return nativeNext.call(this);
        if (replay.next === replay.items.length) return { value: undefined, done: true };
        return { value: replay.items[replay.next++], done: false };
      },
    };
    Object.defineProperty(prototype, 'next', { value: next, enumerable: false });
  });
}

/** `[key, value]`; those of a Set have the same thing twice. */
function isEntry(item: unknown, isOfMap: boolean): boolean {
  return Array.isArray(item) && item.length === 2 && (isOfMap || Object.is(item[0], item[1]));
}
