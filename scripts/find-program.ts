import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/**
 * The first of some programs that this machine has; `undefined` when it has none.
 *
 * @param candidates names, which are looked for in the folders of `PATH`, and whole paths
 */
export function findProgram(candidates: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return candidates
    .flatMap((name) => (path.isAbsolute(name) ? [name] : folders.map((folder) => path.join(folder, name))))
    .find(isExecutable);
}

/** Whether a file can be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
