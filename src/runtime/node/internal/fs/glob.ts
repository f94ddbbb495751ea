import { invalidArgType } from '../errors.ts';
import { globAlternatives, matchesGlob, segmentExpression } from '../matches-glob.ts';
import { posix } from '../path/posix.ts';
import { validateObject, validateString } from '../validators.ts';
import { Dirent } from './dirent.ts';
import { pathOf, type PathLike } from './file-arguments.ts';
import { ask, type FileOperation } from './file-operation.ts';
import { kindOfMode } from './kind-of-mode.ts';

/** The options of `fs.glob` and its kin. */
export interface GlobOptions {
  cwd?: PathLike;
  exclude?: ((entry: string | Dirent) => unknown) | readonly string[];
  withFileTypes?: boolean;
  followSymlinks?: boolean;
}

const GLOBSTAR = Symbol('**');
type Segment = string | RegExp | typeof GLOBSTAR;
type Kind = ConstructorParameters<typeof Dirent>[1];
interface Entry {
  readonly name: string;
  readonly kind: Kind;
}

/** A pattern, and how much of it the path of a place may have matched: the segments that may come next. */
interface Match {
  readonly pattern: Pattern;
  readonly at: ReadonlySet<number>;
}

interface Pattern {
  readonly segments: readonly Segment[];
  readonly root: '' | '/';
  readonly onlyDirectories: boolean;
}

/**
 * The paths that match any of some patterns, in Node's order: a directory's own matches first, then what is below it, beginning with
 * the last directory.
 */
export function* glob(patterns: unknown, options: GlobOptions = {}): FileOperation<(string | Dirent)[]> {
  const parsed = (Array.isArray(patterns) ? patterns : [patterns]).flatMap((pattern, index) => {
    validateString(pattern, Array.isArray(patterns) ? `patterns[${index}]` : 'patterns');
    return globAlternatives(pattern).flatMap(parsePattern);
  });
  validateObject(options, 'options');
  const { cwd = '.', withFileTypes = false, followSymlinks = false } = options;
  if (!(cwd instanceof URL)) validateString(cwd, 'paths[0]');
  const walk: Walk = { folder: pathOf(cwd), found: new Map(), followSymlinks, ...readExclude(options) };
  const at = new Set([0]);
  const pending: { path: string; matches: Match[] }[] = [...Map.groupBy(parsed, ({ root }) => root)].map(
    ([path, group]) => ({
      path: path,
      matches: group.map((pattern): Match => ({ pattern, at })),
    }),
  );
  for (let place = pending.pop(); place; place = pending.pop()) {
    const { path } = place;
    if (path !== '' && walk.excludesEntry({ name: nameOf(path), kind: 'directory' }, parentOf(path)))
      continue;
    const below = new Map<string, Match[]>();
    for (const match of place.matches) yield* visit(path, match, below, walk);
    for (const entry of below) pending.push({ path: entry[0], matches: entry[1] });
  }
  return withFileTypes ? [...walk.found.values()] : [...walk.found.keys()];
}

/** What one call keeps while it goes through the directories. */
interface Walk extends Exclusion {
  readonly folder: string;
  readonly found: Map<string, Dirent>;
  readonly followSymlinks: boolean;
}

/** Notes what matches in one directory, and in `below` where to look next. */
function* visit(
  path: string,
  { pattern, at }: Match,
  below: Map<string, Match[]>,
  walk: Walk,
): FileOperation<void> {
  const { segments, onlyDirectories } = pattern;
  const last = segments.length - 1;
  const note = (entry: Entry, parent: string): void => {
    if (onlyDirectories && entry.kind !== 'directory') return;
    const matched = join(parent, entry.name);
    if (!walk.found.has(matched)) walk.found.set(matched, direntOf(entry, parent));
  };
  // What `**` at the end matches includes the directory itself.
  if (at.has(last) && segments[last] === GLOBSTAR && (path !== '' || last === 0)) {
    note({ name: nameOf(path), kind: 'directory' }, parentOf(path));
  }
  for (const entry of yield* entriesOf(walk, path, segments, at)) {
    const next = new Set<number>();
    const step = (index: number, throughLinks: boolean): void => {
      if (!matches(segments[index]!, entry.name)) return;
      if (index === last) note(entry, path);
      else if (entry.kind === 'directory' || (throughLinks && entry.kind === 'link')) next.add(index + 1);
      else if (index + 1 === last && segments[last] === GLOBSTAR) note(entry, path);
    };
    if (walk.excludesPath(join(path, entry.name))) continue;
    for (const index of at) {
      const segment = segments[index]!;
      if (segment !== GLOBSTAR) {
        step(index, typeof segment === 'string');
      } else if (!entry.name.startsWith('.') && !walk.excludesEntry(entry, path)) {
        if (entry.kind === 'directory') next.add(index);
        else if (index === last) note(entry, path);
        if (index < last) step(index + 1, false);
      }
    }
    const inside = join(path, entry.name);
    if (next.size > 0) below.set(inside, [...(below.get(inside) ?? []), { pattern, at: next }]);
  }
}

/** The entries of a directory, or only the one that a pattern names. What cannot be read has none. */
function* entriesOf(
  { folder, followSymlinks }: Walk,
  path: string,
  segments: readonly Segment[],
  at: ReadonlySet<number>,
): FileOperation<readonly Entry[]> {
  const directory = path.startsWith('/') ? path : join(folder, path);
  const [only] = at.size === 1 ? [...at].map((index) => segments[index]) : [];
  try {
    if (typeof only !== 'string') {
      const entries: Entry[] = [];
      for (const entry of yield* ask('fs.readdir', directory)) {
        const isDirectory =
          followSymlinks && entry.kind === 'link' && (yield* leadsToDirectory(join(directory, entry.name)));
        entries.push(isDirectory ? { name: entry.name, kind: 'directory' } : entry);
      }
      return entries;
    }
    const { mode } = yield* ask('fs.lstat', join(directory, only));
    return [{ name: only, kind: kindOfMode(mode) }];
  } catch {
    return [];
  }
}

function* leadsToDirectory(path: string): FileOperation<boolean> {
  try {
    const { mode } = yield* ask('fs.stat', path);
    return kindOfMode(mode) === 'directory';
  } catch {
    return false;
  }
}

function matches(segment: Segment, name: string): boolean {
  if (segment === GLOBSTAR) return !name.startsWith('.');
  return typeof segment === 'string' ? segment === name : segment.test(name);
}

function parsePattern(pattern: string): Pattern[] {
  if (pattern === '') return [];
  const normal = posix.normalize(pattern);
  if (normal === '.' || /(^|\/)\.\.$/.test(normal)) return [];
  const names = normal.split('/').filter((name) => name !== '');
  const segments = names
    .filter((name, index) => name !== '**' || names[index - 1] !== '**')
    .map((name): Segment => {
      if (name === '**') return GLOBSTAR;
      return /[*?[\\]|[@+!]\(/.test(name) ? segmentExpression(name) : name;
    });
  return [{ segments, root: normal.startsWith('/') ? '/' : '', onlyDirectories: normal.endsWith('/') }];
}

/** What is passed over. As in Node, a function is asked only of what `**` stands for, and of each directory that is entered. */
interface Exclusion {
  excludesPath(path: string): boolean;
  excludesEntry(entry: Entry, parent: string): boolean;
}

/** @throws ERR_INVALID_ARG_TYPE */
function readExclude({ exclude, withFileTypes }: GlobOptions): Exclusion {
  const nothing: Exclusion = { excludesPath: () => false, excludesEntry: () => false };
  if (exclude === undefined || exclude === null) return nothing;
  if (typeof exclude === 'function') {
    const excludesEntry = (entry: Entry, parent: string): boolean =>
      Boolean(exclude(withFileTypes ? direntOf(entry, parent) : entry.name));
    return { ...nothing, excludesEntry };
  }
  if (!Array.isArray(exclude)) throw invalidArgType('options.exclude', ['function', 'string[]'], exclude);
  const patterns = exclude.map((pattern: unknown, index) => {
    validateString(pattern, `options.exclude[${index}]`);
    return posix.normalize(pattern);
  });
  return {
    ...nothing,
    excludesPath: (path) => patterns.some((pattern) => matchesGlob(path, pattern)),
  };
}

function direntOf({ name, kind }: Entry, parent: string): Dirent {
  return new Dirent(name, kind, parent === '' ? '.' : parent);
}

function join(parent: string, name: string): string {
  if (parent === '' || parent === '.') return name === '' ? '.' : name;
  return parent.endsWith('/') ? `${parent}${name}` : `${parent}/${name}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
