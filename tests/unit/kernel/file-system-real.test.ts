import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileSystem } from '#runtime/kernel/file-system/file-system.ts';

/** The operations that are compared with the machine's own file system, by the name of the method. */
interface Operations {
  access(path: string, mode?: number): void;
  chmod(path: string, mode: number): void;
  copyFile(from: string, to: string, mode?: number): void;
  exists(path: string): boolean;
  kindAndMode(path: string): string;
  link(from: string, to: string): void;
  linkKind(path: string): string;
  mkdir(path: string, mode?: number, recursive?: boolean): unknown;
  names(path: string): string[];
  read(path: string, flags?: number): string;
  readlink(path: string): string;
  realpath(path: string): string;
  rename(from: string, to: string): void;
  rmdir(path: string): void;
  symlink(target: string, path: string): void;
  unlink(path: string): void;
  write(path: string, text: string, flags?: number): void;
  /** Opens once, then reads and writes at offsets. */
  scatter(path: string, flags: number): string;
}

const { O_APPEND, O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } =
  fs.constants;

/** Each row is a sentence and the steps that the two file systems must answer alike. */
const table: [string, (on: Operations, at: (name: string) => string) => unknown[]][] = [
  [
    'a missing file has ENOENT',
    (on, at) => [tell(() => on.read(at('none'))), tell(() => on.kindAndMode(at('none')))],
  ],
  ['a missing directory on the way has ENOENT', (on, at) => [tell(() => on.write(at('no/file'), 'x'))]],
  [
    'a file on the way has ENOTDIR',
    (on, at) => [
      tell(() => on.write(at('file'), 'x')),
      tell(() => on.read(at('file/below'))),
      tell(() => on.mkdir(at('file/below'))),
      tell(() => on.names(at('file'))),
      tell(() => on.read(at('file/'))),
    ],
  ],
  [
    'what is written is read',
    (on, at) => [
      tell(() => on.write(at('f'), 'héllo')),
      tell(() => on.read(at('f'))),
      tell(() => on.write(at('f'), 'ab')),
      tell(() => on.read(at('f'))),
      tell(() => on.write(at('f'), 'cd', O_WRONLY | O_APPEND)),
      tell(() => on.read(at('f'))),
      tell(() => on.write(at('f'), 'Z', O_WRONLY)),
      tell(() => on.read(at('f'))),
      tell(() => on.write(at('f'), '', O_WRONLY | O_TRUNC)),
      tell(() => on.read(at('f'))),
    ],
  ],
  [
    'open() heeds its flags',
    (on, at) => [
      tell(() => on.write(at('f'), 'x', O_WRONLY | O_CREAT | O_EXCL)),
      tell(() => on.write(at('f'), 'x', O_WRONLY | O_CREAT | O_EXCL)),
      tell(() => on.read(at('f'), O_WRONLY)),
      tell(() => on.read(at('f'), O_DIRECTORY)),
      tell(() => on.write(at('missing'), 'x', O_WRONLY)),
      tell(() => on.symlink('f', at('link'))),
      tell(() => on.read(at('link'), O_NOFOLLOW)),
      tell(() => on.write(at('link'), 'x', O_WRONLY | O_CREAT | O_EXCL)),
      tell(() => on.mkdir(at('d'))),
      tell(() => on.read(at('d'))),
      tell(() => on.write(at('d'), 'x')),
      tell(() => on.write(at('new/'), 'x')),
    ],
  ],
  [
    'reads and writes at offsets move what they should',
    (on, at) => [
      tell(() => on.write(at('f'), '0123456789')),
      tell(() => on.scatter(at('f'), O_RDWR)),
      tell(() => on.read(at('f'))),
      tell(() => on.scatter(at('f'), O_RDWR | O_APPEND)),
      tell(() => on.read(at('f'))),
    ],
  ],
  [
    'mkdir() makes one directory, or all of them',
    (on, at) => [
      tell(() => on.mkdir(at('a'))),
      tell(() => on.mkdir(at('a'))),
      tell(() => on.mkdir(at('b/c'))),
      tell(() => on.mkdir(at('b/c/d'), 0o777, true)),
      tell(() => on.mkdir(at('b/c/d'), 0o777, true)),
      tell(() => on.write(at('f'), '')),
      tell(() => on.mkdir(at('f'), 0o777, true)),
      tell(() => on.mkdir(at('f/g'), 0o777, true)),
      tell(() => on.mkdir(at('m'), 0o700)),
      tell(() => on.kindAndMode(at('m'))),
      tell(() => on.names(at('.'))),
      tell(() => on.mkdir(at('slash/'))),
      tell(() => on.names(at('b/../b/./c'))),
      tell(() => on.names(at('zzz/../b'))),
    ],
  ],
  [
    'directories and files are removed by different calls',
    (on, at) => [
      tell(() => on.mkdir(at('d'))),
      tell(() => on.write(at('d/f'), '')),
      tell(() => on.rmdir(at('d'))),
      tell(() => on.rmdir(at('d/f'))),
      tell(() => on.unlink(at('d/none'))),
      tell(() => on.rmdir(at('none'))),
      tell(() => on.unlink(at('d/f'))),
      tell(() => on.rmdir(at('d'))),
      tell(() => on.exists(at('d'))),
      tell(() => on.rmdir(at('.'))),
    ],
  ],
  [
    'unlink() of a directory fails',
    (on, at) => [tell(() => on.mkdir(at('d'))), tell(() => on.unlink(at('d')))],
  ],
  [
    'symbolic links are followed, read and found to be circular',
    (on, at) => [
      tell(() => on.mkdir(at('d'))),
      tell(() => on.write(at('d/f'), 'in d')),
      tell(() => on.symlink('d', at('link'))),
      tell(() => on.read(at('link/f'))),
      tell(() => on.kindAndMode(at('link'))),
      tell(() => on.linkKind(at('link'))),
      tell(() => on.linkKind(at('link/'))),
      tell(() => on.readlink(at('link'))),
      tell(() => on.readlink(at('d'))),
      tell(() => on.readlink(at('none'))),
      tell(() => on.realpath(at('link/f'))),
      tell(() => on.realpath(at('link/none'))),
      tell(() => on.symlink('loop', at('loop'))),
      tell(() => on.read(at('loop'))),
      tell(() => on.symlink('x', at('link'))),
      tell(() => on.symlink('missing', at('dangling'))),
      tell(() => on.read(at('dangling'))),
      tell(() => on.exists(at('dangling'))),
      tell(() => on.mkdir(at('dangling'))),
      tell(() => on.write(at('dangling'), 'made through the link')),
      tell(() => on.read(at('missing'))),
      tell(() => on.symlink('../d/f', at('d/up'))),
      tell(() => on.read(at('link/up'))),
      tell(() => on.unlink(at('link'))),
      tell(() => on.names(at('.'))),
    ],
  ],
  [
    'rename() replaces only what it may',
    (on, at) => [
      tell(() => on.write(at('a'), 'a')),
      tell(() => on.write(at('b'), 'b')),
      tell(() => on.rename(at('a'), at('b'))),
      tell(() => on.read(at('b'))),
      tell(() => on.rename(at('a'), at('b'))),
      tell(() => on.mkdir(at('d'))),
      tell(() => on.mkdir(at('e'))),
      tell(() => on.write(at('e/x'), '')),
      tell(() => on.rename(at('b'), at('d'))),
      tell(() => on.rename(at('d'), at('b'))),
      tell(() => on.rename(at('d'), at('e'))),
      tell(() => on.rename(at('e'), at('d'))),
      tell(() => on.names(at('d'))),
      tell(() => on.rename(at('d'), at('d/below'))),
      tell(() => on.rename(at('d'), at('none/d'))),
      tell(() => on.rename(at('d'), at('d'))),
      tell(() => on.names(at('.'))),
    ],
  ],
  [
    'hard links share one file',
    (on, at) => [
      tell(() => on.write(at('a'), 'one')),
      tell(() => on.link(at('a'), at('b'))),
      tell(() => on.write(at('b'), 'two')),
      tell(() => on.read(at('a'))),
      tell(() => on.kindAndMode(at('a'))),
      tell(() => on.unlink(at('a'))),
      tell(() => on.kindAndMode(at('b'))),
      tell(() => on.link(at('none'), at('c'))),
      tell(() => on.link(at('b'), at('b'))),
      tell(() => on.mkdir(at('d'))),
      tell(() => on.link(at('d'), at('e'))),
    ],
  ],
  [
    'copyFile() copies content and mode',
    (on, at) => [
      tell(() => on.write(at('a'), 'one')),
      tell(() => on.chmod(at('a'), 0o755)),
      tell(() => on.copyFile(at('a'), at('b'))),
      tell(() => on.read(at('b'))),
      tell(() => on.kindAndMode(at('b'))),
      tell(() => on.copyFile(at('a'), at('b'), fs.constants.COPYFILE_EXCL)),
      tell(() => on.copyFile(at('none'), at('b'))),
      tell(() => on.copyFile(at('a'), at('no/b'))),
    ],
  ],
  [
    'access() and chmod() look at modes',
    (on, at) => [
      tell(() => on.write(at('a'), '')),
      tell(() => on.access(at('a'))),
      tell(() => on.access(at('a'), fs.constants.X_OK)),
      tell(() => on.chmod(at('a'), 0o711)),
      tell(() => on.access(at('a'), fs.constants.X_OK)),
      tell(() => on.kindAndMode(at('a'))),
      tell(() => on.access(at('none'))),
      tell(() => on.chmod(at('none'), 0)),
    ],
  ],
  [
    'names can be too long',
    (on, at) => [
      tell(() => on.write(at('n'.repeat(256)), '')),
      tell(() => on.write(at('n'.repeat(255)), '')),
    ],
  ],
  [
    '/dev/null swallows and gives nothing',
    (on) => [
      tell(() => on.write('/dev/null', 'gone')),
      tell(() => on.read('/dev/null')),
      tell(() => on.names('/dev/null')),
    ],
  ],
];

describe('FileSystem answers as the machine does', () => {
  let directory = '';
  beforeEach(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-files-'));
  });
  afterEach(() => {
    fs.rmSync(directory, { recursive: true });
  });

  test.each(table)('%s', (_title, steps) => {
    const files = new FileSystem();
    files.mkdir(directory, 0o755, true);
    const at = (name: string) => `${directory}/${name}`;
    expect(steps(embedded(files), at)).toEqual(steps(real, at));
  });
});

/** What came of a step: its result, or the error with everything of it that a program can see. */
function tell(step: () => unknown): unknown {
  try {
    return step() ?? 'nothing';
  } catch (error) {
    const {
      message,
      code,
      errno,
      syscall,
      path: from,
      dest,
    } = error as NodeJS.ErrnoException & { dest?: string };
    return { message, code, errno, syscall, from, dest };
  }
}

const describeStat = ({ mode, nlink, size }: { mode: number; nlink: number; size: number }) => {
  const isDirectory = (mode & 0o170000) === 0o040000;
  return `${mode.toString(8)} ${isDirectory ? '' : `links ${nlink} size ${size}`}`;
};

const createOrEmpty = O_WRONLY | O_CREAT | O_TRUNC;

const real: Operations = {
  access: (at, mode) => fs.accessSync(at, mode),
  chmod: (at, mode) => fs.chmodSync(at, mode),
  copyFile: (from, to, mode) => fs.copyFileSync(from, to, mode),
  exists: (at) => fs.existsSync(at),
  kindAndMode: (at) => describeStat(fs.statSync(at)),
  link: (from, to) => fs.linkSync(from, to),
  linkKind: (at) => describeStat(fs.lstatSync(at)),
  mkdir: (at, mode, recursive) => fs.mkdirSync(at, { mode, recursive }),
  names: (at) => fs.readdirSync(at).sort(),
  read: (at, flags = O_RDONLY) => fs.readFileSync(at, { flag: flags as unknown as string }).toString(),
  readlink: (at) => fs.readlinkSync(at),
  realpath: (at) => fs.realpathSync.native(at),
  rename: (from, to) => fs.renameSync(from, to),
  rmdir: (at) => fs.rmdirSync(at),
  symlink: (target, at) => fs.symlinkSync(target, at),
  unlink: (at) => fs.unlinkSync(at),
  write: (at, text, flags = createOrEmpty) =>
    fs.writeFileSync(at, text, { flag: flags as unknown as string }),
  scatter(at, flags) {
    const fd = fs.openSync(at, flags);
    const read = (length: number, position: number | null) => {
      const buffer = Buffer.alloc(length);
      return buffer.toString('utf8', 0, fs.readSync(fd, buffer, 0, length, position));
    };
    const log = scatter(read, (text, position) =>
      fs.writeSync(fd, Buffer.from(text), 0, text.length, position),
    );
    fs.ftruncateSync(fd, 12);
    fs.closeSync(fd);
    return log;
  },
};

function embedded(files: FileSystem): Operations {
  return {
    access: (at, mode) => files.access(at, mode),
    chmod: (at, mode) => files.chmod(at, mode),
    copyFile: (from, to, mode) => files.copyFile(from, to, mode),
    exists: (at) => files.exists(at),
    kindAndMode: (at) => describeStat(files.stat(at)),
    link: (from, to) => files.link(from, to),
    linkKind: (at) => describeStat(files.lstat(at)),
    mkdir: (at, mode, recursive) => files.mkdir(at, mode, recursive),
    names: (at) => files.readdir(at).map(({ name }) => name),
    read: (at, flags) => text(files.readFile(at, flags)),
    readlink: (at) => files.readlink(at),
    realpath: (at) => files.realpath(at),
    rename: (from, to) => files.rename(from, to),
    rmdir: (at) => files.rmdir(at),
    symlink: (target, at) => files.symlink(target, at),
    unlink: (at) => files.unlink(at),
    write: (at, content, flags) => files.writeFile(at, content, flags),
    scatter(at, flags) {
      const file = files.open(at, flags);
      const log = scatter(
        (length, position) => text(file.read(length, position)),
        (content, position) => file.write(new TextEncoder().encode(content), position),
      );
      file.truncate(12);
      return log;
    },
  };
}

function scatter(
  read: (length: number, position: number | null) => string,
  write: (text: string, position: number | null) => number,
): string {
  const steps = [
    read(3, null),
    write('AB', null),
    read(2, null),
    read(2, 0),
    write('Z', 9),
    write('far', 15),
    read(99, null),
    read(1, null),
  ];
  return JSON.stringify(steps);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
