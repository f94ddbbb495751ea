import type { DirectoryEntry } from '../../../protocol/file-calls.ts';
import { fileConstants as constants } from './file-constants.ts';

/** What a file is by its mode, which does not tell devices here. */
export function kindOfMode(mode: number): DirectoryEntry['kind'] {
  switch (mode & constants.S_IFMT) {
    case constants.S_IFDIR:
      return 'directory';
    case constants.S_IFLNK:
      return 'link';
    default:
      return 'file';
  }
}
