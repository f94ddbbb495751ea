/**
 * `node:path`. The host's files are POSIX, so `posix` is the default.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/path.js
 */
import { posix } from './internal/path/posix.ts';
import { win32 } from './internal/path/win32.ts';
import type { PathFlavour } from './internal/path/path-flavour.ts';

/** `path.posix` as programs see it, each flavour holding both. */
export interface PathModule extends PathFlavour {
  posix: PathModule;
  win32: PathModule;
  _makeLong(path: string): string;
}

const posixModule = posix as PathModule;
const win32Module = win32 as PathModule;
for (const flavour of [posixModule, win32Module]) {
  flavour.win32 = win32Module;
  flavour.posix = posixModule;
}
// Deprecated in words only, and still there.
for (const flavour of [win32Module, posixModule]) flavour._makeLong = flavour.toNamespacedPath;

export { posixModule as posix, win32Module as win32 };
export default posixModule;
