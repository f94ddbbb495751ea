import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of the project that the current directory is in.
 *
 * It is not found from `import.meta.url`, since the built site runs its modules from another place.
 */
export function projectRoot(): string {
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'examples'))) return folder;
    if (folder === dirname(folder)) {
      throw new Error(
        `Cannot find the "examples" folder from "${process.cwd()}". Run this from inside the project's folder.`,
      );
    }
  }
}
