/** System calls on files. Paths are absolute. */
export interface FileCalls {
  /** @throws ENOENT, EISDIR */
  'fs.read-file'(path: string): Uint8Array;
}
