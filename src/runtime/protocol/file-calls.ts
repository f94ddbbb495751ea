/** What `stat(2)` says. Times are milliseconds since the epoch, with fractions. */
export interface FileStat {
  readonly dev: number;
  readonly ino: number;
  /** File type and permission bits. */
  readonly mode: number;
  readonly nlink: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: number;
  readonly size: number;
  readonly blksize: number;
  /** In units of 512 bytes. */
  readonly blocks: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly birthtimeMs: number;
}

/** One name in a directory. */
export interface DirectoryEntry {
  readonly name: string;
  readonly ino: number;
  readonly kind: 'file' | 'directory' | 'link' | 'device';
}

/** What `statfs(2)` says. */
export interface FileSystemStat {
  readonly type: number;
  readonly bsize: number;
  readonly blocks: number;
  readonly bfree: number;
  readonly bavail: number;
  readonly files: number;
  readonly ffree: number;
}

/**
 * The system calls on files. Paths are as the program wrote them: the kernel resolves them against the
 * process's own working directory, so that errors quote them unchanged. Times are seconds, as in `utimes(2)`.
 */
export interface FileCalls {
  'fs.access'(path: string, mode: number): void;
  'fs.chmod'(path: string, mode: number): void;
  'fs.chown'(path: string, uid: number, gid: number): void;
  'fs.copy-file'(from: string, to: string, mode: number): void;
  'fs.exists'(path: string): boolean;
  'fs.fchmod'(fd: number, mode: number): void;
  'fs.fchown'(fd: number, uid: number, gid: number): void;
  'fs.fstat'(fd: number): FileStat;
  'fs.fsync'(fd: number): void;
  'fs.ftruncate'(fd: number, sizeBytes: number): void;
  'fs.futimes'(fd: number, atime: number, mtime: number): void;
  'fs.lchown'(path: string, uid: number, gid: number): void;
  'fs.link'(from: string, to: string): void;
  'fs.lstat'(path: string): FileStat;
  'fs.lutimes'(path: string, atime: number, mtime: number): void;
  /** Answers the first directory that had to be made when `recursive`. */
  'fs.mkdir'(path: string, mode: number, recursive: boolean): string | undefined;
  'fs.mkdtemp'(prefix: string): string;
  'fs.open'(path: string, flags: number, mode: number): number;
  /** The absolute path of an open directory, wherever it is by now. @throws ENOTDIR, ENOENT when it was removed */
  'fs.path-of'(fd: number): string;
  /** Answers fewer bytes at the end of the file, and none after it. */
  'fs.read'(fd: number, lengthBytes: number, position: number | null): Uint8Array;
  /** Opens, reads to the end and closes, in one call. */
  'fs.read-file'(path: string, flags: number): Uint8Array;
  'fs.readdir'(path: string): DirectoryEntry[];
  'fs.readlink'(path: string): string;
  'fs.realpath'(path: string): string;
  'fs.rename'(from: string, to: string): void;
  'fs.rm'(path: string, recursive: boolean): void;
  'fs.rmdir'(path: string): void;
  /**
   * Moves the offset of an open file and answers where it is then.
   * @param whence 0 = from the start, 1 = from where it is, 2 = from the end
   * @throws ESPIPE when it is no file
   */
  'fs.seek'(fd: number, offset: number, whence: number): number;
  'fs.stat'(path: string): FileStat;
  'fs.statfs'(path: string): FileSystemStat;
  'fs.symlink'(target: string, path: string): void;
  /** Sets the bits that new files do not get and answers those before. */
  'fs.umask'(mask: number): number;
  'fs.unlink'(path: string): void;
  /** Stops the watch that `fs.watch` began. */
  'fs.unwatch'(watch: number): void;
  'fs.utimes'(path: string, atime: number, mtime: number): void;
  /** Begins a watch; its events come as kernel events `file-change` with this number. */
  'fs.watch'(path: string, recursive: boolean): number;
  'fs.write'(fd: number, data: Uint8Array, position: number | null): number;
  /** Opens, writes all and closes, in one call. */
  'fs.write-file'(path: string, data: Uint8Array, flags: number, mode: number): void;
}
