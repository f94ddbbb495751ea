/** What POSIX and Windows paths have in common: cutting a path at its last component. */
import { validateObject, validateString } from '../validators.ts';

/** The result of `path.parse`. */
export interface ParsedPath {
  root: string;
  dir: string;
  base: string;
  ext: string;
  name: string;
}

/** The functions and constants of one flavour of path. */
export interface PathFlavour {
  resolve(...paths: string[]): string;
  normalize(path: string): string;
  isAbsolute(path: string): boolean;
  join(...paths: string[]): string;
  relative(from: string, to: string): string;
  toNamespacedPath(path: string): string;
  dirname(path: string): string;
  basename(path: string, suffix?: string): string;
  extname(path: string): string;
  format(parts: Partial<ParsedPath>): string;
  parse(path: string): ParsedPath;
  matchesGlob(path: string, pattern: string): boolean;
  sep: string;
  delimiter: string;
}

/** Splits at separators, drops `.` and empty segments, and lets each `..` remove what stands before it. */
export function normalizeSegments(path: string, mayClimb: boolean, separators: RegExp): string[] {
  const kept: string[] = [];
  for (const segment of path.split(separators)) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (mayClimb) kept.push('..');
  }
  return kept;
}

/** Where the last component lies in `path`, looking no further left than `floor`; trailing separators are not part of it. */
export function lastComponent(
  path: string,
  floor: number,
  isSeparator: (character: string | undefined) => boolean,
): { start: number; end: number } {
  let end = path.length;
  while (end > floor && isSeparator(path[end - 1])) end--;
  let start = end;
  while (start > floor && !isSeparator(path[start - 1])) start--;
  return { start, end };
}

/** `base` without `suffix`, unless nothing would be left. */
export function withoutSuffix(base: string, suffix: string | undefined, path: string): string {
  if (suffix === undefined || suffix === '') return base;
  if (suffix === path) return '';
  return base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
}

/** The extension of a last component: from its last dot on, if anything but dots stands before it. */
export function extensionOf(base: string): string {
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

/** `path.format` with the separator of a flavour. */
export function formatPath(separator: string, parts: Partial<ParsedPath>): string {
  validateObject(parts, 'pathObject');
  const directory = parts.dir || parts.root;
  const extension = parts.ext ? `${parts.ext.startsWith('.') ? '' : '.'}${parts.ext}` : '';
  const base = parts.base || `${parts.name || ''}${extension}`;
  if (!directory) return base;
  return directory === parts.root ? `${directory}${base}` : `${directory}${separator}${base}`;
}

/** The non-empty ones of `paths`. @throws ERR_INVALID_ARG_TYPE unless all are strings. */
export function joinable(paths: readonly unknown[]): string[] {
  const kept: string[] = [];
  for (const path of paths) {
    validateString(path, 'path');
    if (path !== '') kept.push(path);
  }
  return kept;
}

/** The thread's working directory. Through the global, since programs may replace `process.cwd`. */
export function workingDirectory(): string {
  return (globalThis as unknown as { process: { cwd(): string } }).process.cwd();
}
