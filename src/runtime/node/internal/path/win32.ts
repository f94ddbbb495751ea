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

const separators = /[\\/]+/;
const drive = /^[a-z]:/i;
const uncRoot = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/;
const reservedName = /^(?:CON|PRN|AUX|NUL|(?:COM|LPT)[1-9\xb9\xb2\xb3])$/i;
const isSeparator = (character: string | undefined) => character === '/' || character === '\\';

/** Paths with backslashes, drives and network shares; programs may compute with them anywhere. */
export const win32: PathFlavour = {
  resolve(...paths) {
    let device = '';
    let tail = '';
    let isAbsolute = false;
    for (let index = paths.length - 1; index >= -1; index--) {
      let path: string;
      if (index >= 0) {
        const given: unknown = paths[index];
        validateString(given, `paths[${index}]`);
        if (given === '') continue;
        path = given;
      } else if (device === '') {
        path = workingDirectory();
        const only = paths.length === 1 && (paths[0] === '' || paths[0] === '.');
        if (paths.length === 0 || (only && isSeparator(path[0]))) return path.replaceAll('/', '\\');
      } else {
        // As Node does where drives have no directories of their own.
        path = workingDirectory();
      }
      const root = rootOf(path);
      if (root.device !== '') {
        if (device !== '' && root.device.toLowerCase() !== device.toLowerCase()) continue;
        device ||= root.device;
      }
      if (!isAbsolute) {
        tail = `${path.slice(root.end)}\\${tail}`;
        isAbsolute = root.isAbsolute;
      }
      if (isAbsolute && device !== '') break;
    }
    const normalized = normalizeSegments(tail, !isAbsolute, separators).join('\\');
    return `${device}${isAbsolute ? '\\' : ''}${normalized}` || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    if (path === '') return '.';
    if (path.length === 1) return path === '/' ? '\\' : path;
    const unc = uncRoot.exec(path);
    if (unc?.[0].length === path.length && unc[1] !== '.' && unc[1] !== '?')
      return `\\\\${unc[1]}\\${unc[2]}\\`;
    const root = rootOf(path);
    const colon = path.indexOf(':');
    if (unc !== null && root.end === 4) {
      // "\\?\COM1:" names a device even with the prefix.
      const possible = path.slice(4, colon + 1);
      if (reservedName.test(possible.slice(0, -1))) {
        root.device = `\\\\?\\${possible}`;
        root.end = 4 + possible.length;
      }
    } else if (
      root.device === '' &&
      !root.isAbsolute &&
      colon > 0 &&
      reservedName.test(path.slice(0, colon))
    ) {
      root.device = path.slice(0, colon + 1);
      root.end = colon + 1;
    }
    let tail = normalizeSegments(path.slice(root.end), !root.isAbsolute, separators).join('\\');
    if (tail === '' && !root.isAbsolute) tail = '.';
    if (tail !== '' && isSeparator(path.at(-1))) tail += '\\';
    // What was relative must not come out as something that Windows takes for a drive (CVE-2024-36139).
    if (!root.isAbsolute && root.device === '' && colon >= 0) {
      if (drive.test(tail) || /:(?:[\\/]|$)/.test(path)) return `.\\${tail}`;
    }
    if (reservedName.test(path.slice(0, colon))) return `.\\${root.device}${tail}`;
    return `${root.device}${root.isAbsolute ? '\\' : ''}${tail}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return isSeparator(path[0]) || (drive.test(path) && isSeparator(path[2]));
  },

  join(...paths) {
    const [first = '', ...rest] = joinable(paths);
    if (first === '') return '.';
    let joined = [first, ...rest].join('\\');
    // Two leading slashes mean a network share only if the first part says so itself.
    const startsShare = /^[\\/]{2}[^\\/]/.test(first);
    if (!startsShare) joined = joined.replace(/^[\\/]{2,}/, '\\');
    const namesDevice = joined.split(separators).some((part) => {
      const colon = part.indexOf(':');
      return colon !== -1 && reservedName.test(part.slice(0, colon));
    });
    return namesDevice ? joined.replaceAll('/', '\\') : win32.normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const target = win32.resolve(to);
    const start = segmentsOf(win32.resolve(from));
    const end = segmentsOf(target);
    let shared = 0;
    while (
      shared < start.length &&
      shared < end.length &&
      start[shared]?.toLowerCase() === end[shared]?.toLowerCase()
    ) {
      shared++;
    }
    // On different drives or shares there is no relative way.
    if (shared === 0 && start.length > 0 && end.length > 0) return target;
    return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('\\');
  },

  toNamespacedPath(path) {
    if (typeof path !== 'string' || path === '') return path;
    const resolved = win32.resolve(path);
    if (/^\\\\[^?.]/.test(resolved)) return `\\\\?\\UNC\\${resolved.slice(2)}`;
    if (drive.test(resolved) && resolved[2] === '\\') return `\\\\?\\${resolved}`;
    return resolved.length <= 2 ? path : resolved;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path === '') return '.';
    if (path.length === 1) return isSeparator(path) ? path : '.';
    const floor = rootLength(path);
    if (floor === path.length && uncRoot.test(path)) return path;
    const { start } = lastComponent(path, floor, isSeparator);
    if (start > floor) return path.slice(0, start - 1);
    return floor === 0 ? '.' : path.slice(0, floor);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    const { start, end } = lastComponent(path, drive.test(path) ? 2 : 0, isSeparator);
    return withoutSuffix(path.slice(start, end), suffix, path);
  },

  extname(path) {
    validateString(path, 'path');
    const { start, end } = lastComponent(path, drive.test(path) ? 2 : 0, isSeparator);
    return extensionOf(path.slice(start, end));
  },

  format(parts) {
    return formatPath('\\', parts);
  },

  parse(path) {
    validateString(path, 'path');
    const floor = rootLength(path);
    const root = path.slice(0, floor);
    const { start, end } = lastComponent(path, floor, isSeparator);
    const base = path.slice(start, end);
    const ext = extensionOf(base);
    const dir = start > floor ? path.slice(0, start - 1) : root;
    return { root, dir, base, ext, name: base.slice(0, base.length - ext.length) };
  },

  matchesGlob(path, pattern) {
    return matchesGlob(path.replaceAll('\\', '/'), pattern.replaceAll('\\', '/'));
  },

  sep: '\\',
  delimiter: ';',
};

/** The normalised device of `path`, where its root ends, and whether it is absolute. */
function rootOf(path: string): { device: string; end: number; isAbsolute: boolean } {
  const unc = uncRoot.exec(path);
  if (unc) {
    const [match, server = '', share = ''] = unc;
    if (server === '.' || server === '?') return { device: `\\\\${server}`, end: 4, isAbsolute: true };
    return { device: `\\\\${server}\\${share}`, end: match.length, isAbsolute: true };
  }
  if (isSeparator(path[0])) return { device: '', end: 1, isAbsolute: true };
  if (!drive.test(path)) return { device: '', end: 0, isAbsolute: false };
  const isAbsolute = isSeparator(path[2]);
  return { device: path.slice(0, 2), end: isAbsolute ? 3 : 2, isAbsolute };
}

/** How much of `path` is its root as `dirname` and `parse` count it: with the separator after a share. */
function rootLength(path: string): number {
  const unc = uncRoot.exec(path);
  if (unc) return Math.min(unc[0].length + 1, path.length);
  if (isSeparator(path[0])) return 1;
  if (!drive.test(path)) return 0;
  return isSeparator(path[2]) ? 3 : 2;
}

function segmentsOf(path: string): string[] {
  return path.split('\\').filter(Boolean);
}
