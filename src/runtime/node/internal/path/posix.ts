import { matchesGlob } from '../matches-glob.ts';
import { validateString } from '../validators.ts';
import type { PathFlavour } from './path-flavour.ts';
import {
  extensionOf,
  formatPath,
  joinable,
  lastComponent,
  normalizeSegments,
  withoutSuffix,
  workingDirectory,
} from './path-flavour.ts';

const separators = /\/+/;
const isSeparator = (character: string | undefined) => character === '/';

/** Paths with forward slashes, as the host's files have. */
export const posix: PathFlavour = {
  resolve(...paths) {
    let resolved = '';
    for (let index = paths.length - 1; index >= 0 && !resolved.startsWith('/'); index--) {
      const path = paths[index];
      validateString(path, `paths[${index}]`);
      if (path !== '') resolved = `${path}/${resolved}`;
    }
    if (!resolved.startsWith('/')) resolved = `${workingDirectory()}/${resolved}`;
    const isAbsolute = resolved.startsWith('/');
    const normalized = normalizeSegments(resolved, !isAbsolute, separators).join('/');
    return isAbsolute ? `/${normalized}` : normalized || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    if (path === '') return '.';
    const isAbsolute = path.startsWith('/');
    const trailing = path.endsWith('/') ? '/' : '';
    const normalized = normalizeSegments(path, !isAbsolute, separators).join('/');
    if (normalized === '') return isAbsolute ? '/' : `.${trailing}`;
    return `${isAbsolute ? '/' : ''}${normalized}${trailing}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return path.startsWith('/');
  },

  join(...paths) {
    const joined = joinable(paths);
    return joined.length === 0 ? '.' : posix.normalize(joined.join('/'));
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    const start = segmentsOf(posix.resolve(from));
    const target = segmentsOf(posix.resolve(to));
    let shared = 0;
    while (shared < start.length && shared < target.length && start[shared] === target[shared]) shared++;
    return [...start.slice(shared).map(() => '..'), ...target.slice(shared)].join('/');
  },

  toNamespacedPath: (path) => path,

  dirname(path) {
    validateString(path, 'path');
    if (path === '') return '.';
    const { start } = lastComponent(path, path.startsWith('/') ? 1 : 0, isSeparator);
    if (start <= 1 && path.startsWith('/')) return '/';
    if (start === 0) return '.';
    if (start === 2 && path.startsWith('//')) return '//';
    return path.slice(0, start - 1);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    const { start, end } = lastComponent(path, 0, isSeparator);
    return withoutSuffix(path.slice(start, end), suffix, path);
  },

  extname(path) {
    validateString(path, 'path');
    const { start, end } = lastComponent(path, 0, isSeparator);
    return extensionOf(path.slice(start, end));
  },

  format(parts) {
    return formatPath('/', parts);
  },

  parse(path) {
    validateString(path, 'path');
    const root = path.startsWith('/') ? '/' : '';
    const { start, end } = lastComponent(path, root.length, isSeparator);
    const base = path.slice(start, end);
    // Node takes the second dot of "/.." for an extension, and of no other "..".
    const ext = root === '/' && start === 1 && base === '..' ? '.' : extensionOf(base);
    const dir = start > root.length ? path.slice(0, start - 1) : root;
    return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
  },

  matchesGlob(path, pattern) {
    return matchesGlob(path, pattern);
  },

  sep: '/',
  delimiter: ':',
};

function segmentsOf(absolutePath: string): string[] {
  return absolutePath.split('/').filter(Boolean);
}
