import type { Metafile } from 'esbuild';

/** Which files go where; all are named relative to the project, as in esbuild's metafile. */
export interface Cut {
  readonly core: ReadonlySet<string>;
  readonly parts: ReadonlyMap<string, Part>;
  /** Files of the core that a part imports or that stand behind a seam. */
  readonly shared: readonly string[];
  /** Files of parts that several other parts import. */
  readonly common: ReadonlySet<string>;
}

interface Part {
  /** What others may ask the part for. */
  readonly entries: readonly string[];
  readonly files: ReadonlySet<string>;
}

/** The name of a part that holds what several other parts import. */
const COMMON = 'common';

/** Files that the same parts share are a part by themselves from so many bytes of source on. */
const PART_AT_LEAST_BYTES = 8000;

/**
 * Cuts a program at its seams. Each `require('…')` in `ours` is a seam: the module behind it, and what only that module
 * needs, becomes a part, unless the core has it anyway. No file is in two places: what three seams need, or two that
 * have little else in common, is in parts by itself, and seams that share more are one part.
 */
export function cutAtSeams(metafile: Metafile, entry: string, ours: string): Cut {
  const isSeam = (file: string, kind: string): boolean => kind === 'require-call' && isIn(ours, file);
  const importsOf = (file: string): string[] =>
    metafile.inputs[file]!.imports.filter(({ kind, external }) => !external && !isSeam(file, kind)).map(
      (one) => one.path,
    );
  const seams = new Set(
    Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
      imports.filter(({ kind }) => isSeam(file, kind)).map((one) => one.path),
    ),
  );
  const core = closureOf(entry, importsOf, new Set());
  const groups = joinAlike(
    [...seams]
      .filter((seam) => !core.has(seam))
      .map((seam) => ({ seams: [seam], files: closureOf(seam, importsOf, core) })),
    ours,
  );
  const parts = new Map<string, Part>();
  const common = filesInSeveral(groups);
  for (const files of sharedAlike(common, groups, (file) => metafile.inputs[file]!.bytes))
    parts.set(parts.size === 0 ? COMMON : nameOf([...files][0]!), { entries: [...files], files });
  for (const group of groups) {
    const entries = group.seams.filter((seam) => !common.has(seam));
    if (entries.length === 0) continue;
    const files = new Set([...group.files].filter((file) => !common.has(file)));
    parts.set(nameOf(entries[0]!), { entries, files });
  }
  const asked = new Set(seams);
  for (const { files } of parts.values())
    for (const file of files) for (const imported of importsOf(file)) asked.add(imported);
  return { core, parts, shared: [...asked].filter((file) => core.has(file)).sort(), common };
}

interface Group {
  readonly seams: string[];
  readonly files: Set<string>;
}

/** The files that several groups have, by which groups these are; what is too small to be a part by itself comes first, together. */
function sharedAlike(
  shared: ReadonlySet<string>,
  groups: readonly Group[],
  sizeOf: (file: string) => number,
): ReadonlySet<string>[] {
  const byGroups = Map.groupBy(shared, (file) =>
    groups.flatMap(({ files }, index) => (files.has(file) ? [index] : [])).join(),
  );
  const rest: string[] = [];
  const large: ReadonlySet<string>[] = [];
  for (const files of byGroups.values()) {
    if (files.reduce((sum, file) => sum + sizeOf(file), 0) < PART_AT_LEAST_BYTES) rest.push(...files);
    else large.push(new Set(files));
  }
  return [...(rest.length > 0 ? [new Set(rest)] : []), ...large];
}

/** Joins seams that share files of a package, or most of their files. */
function joinAlike(alone: readonly Group[], ours: string): Group[] {
  const widelyShared = filesInSeveral(alone, 3);
  const own = ({ files }: Group): string[] =>
    [...files].filter((file) => !isIn(ours, file) || !widelyShared.has(file));
  const groups: Group[] = [];
  for (const one of alone) {
    const joined: Group = { seams: [...one.seams], files: new Set(one.files) };
    for (const other of [...groups]) {
      const files = own(one);
      const both = files.filter((file) => other.files.has(file));
      const areAlike =
        both.some((file) => !isIn(ours, file)) || both.length * 2 > Math.min(files.length, own(other).length);
      if (!areAlike) continue;
      joined.seams.unshift(...other.seams);
      for (const file of other.files) joined.files.add(file);
      groups.splice(groups.indexOf(other), 1);
    }
    groups.push(joined);
  }
  return groups;
}

function filesInSeveral(groups: readonly Group[], several = 2): Set<string> {
  const counts = new Map<string, number>();
  for (const { files } of groups) for (const file of files) counts.set(file, (counts.get(file) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= several).map(([file]) => file));
}

/** A file and all that it imports, without those in `known`. */
function closureOf(
  file: string,
  importsOf: (file: string) => string[],
  known: ReadonlySet<string>,
): Set<string> {
  const closure = new Set([file]);
  for (const member of closure)
    for (const imported of importsOf(member)) if (!known.has(imported)) closure.add(imported);
  return closure;
}

/** A part is named after the first module that it was cut for, by its last two names. */
function nameOf(file: string): string {
  return file
    .replace(/\.[jt]s$/, '')
    .split('/')
    .filter((name) => !['lib', 'dist'].includes(name))
    .slice(-2)
    .join('/');
}

function isIn(folder: string, file: string): boolean {
  return file.startsWith(`${folder}/`);
}
