import type { FileStat } from '../../protocol/file-calls.ts';
import { openFlags } from '../../protocol/open-flags.ts';
import { callSync } from '../system-calls.ts';
import { type CommandIo, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import type { CommonCommand } from './common-commands.ts';
import { timeText } from './date-command.ts';

/** The commands on files and directories. */
export const fileCommands = { cp, ls, mkdir, mv, pwd, rm, touch } satisfies Record<string, CommonCommand>;

function pwd(args: readonly string[], io: CommandIo): number {
  parseOptions(args, 'LP');
  print(io.output, `${callSync('process.directory')}\n`);
  return 0;
}

function ls(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, '1aAldFhrSt');
  const paths = operands.length === 0 ? ['.'] : operands;
  let status = 0;
  const show = (names: readonly { name: string; path: string }[]) => {
    const shown = names.map(({ name, path }) => ({ name, path, stat: callSync('fs.lstat', path) }));
    if (flags.has('S')) shown.sort((a, b) => b.stat.size - a.stat.size);
    if (flags.has('t')) shown.sort((a, b) => b.stat.mtimeMs - a.stat.mtimeMs);
    if (flags.has('r')) shown.reverse();
    const sizes = shown.map(({ stat }) => (flags.has('h') ? humanSize(stat.size) : String(stat.size)));
    const width = Math.max(...sizes.map(({ length }) => length));
    shown.forEach(({ name, path, stat }, index) => {
      const mark = flags.has('F') && isDirectory(stat) ? '/' : '';
      const size = sizes[index]!.padStart(width);
      print(io.output, flags.has('l') ? `${longLine(stat, size, name + mark, path)}\n` : `${name}${mark}\n`);
    });
  };
  const files: string[] = [];
  const folders: string[] = [];
  for (const path of paths) {
    let stat: FileStat;
    try {
      stat = callSync('fs.stat', path);
    } catch {
      print(io.errors, `ls: cannot access '${path}': No such file or directory\n`);
      status = 2;
      continue;
    }
    (isDirectory(stat) && !flags.has('d') ? folders : files).push(path);
  }
  if (files.length > 0) show(files.sort().map((path) => ({ name: path, path })));
  folders.sort().forEach((path, index) => {
    if (paths.length > 1) print(io.output, `${index > 0 || files.length > 0 ? '\n' : ''}${path}:\n`);
    const own = flags.has('a') ? ['.', '..'] : [];
    const names = callSync('fs.readdir', path)
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('.') || flags.has('a') || flags.has('A'));
    if (flags.has('l')) print(io.output, `total ${totalOf([...own, ...names], path, flags.has('h'))}\n`);
    show([...own, ...names].map((name) => ({ name, path: `${path}/${name}` })));
  });
  return status;
}

const BLOCK_BYTES = 4096;

/** What the files take on the disk, in KiB. */
function totalOf(names: readonly string[], path: string, isHuman: boolean): string {
  const bytes = names.reduce((sum, name) => {
    const { mode, size } = callSync('fs.lstat', `${path}/${name}`);
    // A link's target is kept beside its name.
    const isLink = (mode & 0o170000) === 0o120000;
    return sum + (isLink ? 0 : Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES);
  }, 0);
  return isHuman ? humanSize(bytes) : String(bytes / 1024);
}

/** With a letter for powers of 1024, rounded up: `4.0K`, `12M`. */
function humanSize(sizeBytes: number): string {
  let size = sizeBytes;
  let unit = 0;
  for (; size >= 1024; unit++) size /= 1024;
  if (unit === 0) return String(sizeBytes);
  const rounded = size < 10 ? (Math.ceil(size * 10) / 10).toFixed(1) : String(Math.ceil(size));
  return `${rounded}${'KMGT'[unit - 1]}`;
}

function longLine(stat: FileStat, size: string, name: string, path: string): string {
  const type = { 0o040000: 'd', 0o120000: 'l', 0o020000: 'c' }[stat.mode & 0o170000] ?? '-';
  const bits = Array.from('rwxrwxrwx', (letter, index) => (stat.mode & (0o400 >> index) ? letter : '-')).join(
    '',
  );
  const time = timeText('%b %e %H:%M', new Date(stat.mtimeMs), false);
  const target = type === 'l' ? ` -> ${callSync('fs.readlink', path)}` : '';
  return `${type}${bits} ${stat.nlink} root root ${size} ${time} ${name}${target}`;
}

function mkdir(args: readonly string[]): number {
  const { flags, operands } = parseOptions(args, 'p');
  needOperands(operands, 1, 'mkdir [-p] directory ...');
  for (const path of operands) callSync('fs.mkdir', path, 0o777, flags.has('p'));
  return 0;
}

function touch(args: readonly string[]): number {
  const { flags, operands } = parseOptions(args, 'c');
  needOperands(operands, 1, 'touch file ...');
  for (const path of operands) {
    if (callSync('fs.exists', path)) callSync('fs.utimes', path, Date.now() / 1000, Date.now() / 1000);
    else if (!flags.has('c')) callSync('fs.write-file', path, new Uint8Array(0), createFlags, 0o666);
  }
  return 0;
}

const createFlags = openFlags.writeOnly | openFlags.create;

function rm(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'dfirRv');
  const recursive = flags.has('r') || flags.has('R');
  if (!flags.has('f')) needOperands(operands, 1, 'rm [-fr] file ...');
  let status = 0;
  for (const path of operands) {
    try {
      if (!recursive && isDirectory(callSync('fs.lstat', path))) {
        throw Object.assign(new Error('Is a directory'), { code: 'EISDIR' });
      }
      callSync('fs.rm', path, recursive);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === 'ENOENT' && flags.has('f')) continue;
      const reason = code === 'ENOENT' ? 'No such file or directory' : 'Is a directory';
      print(io.errors, `rm: cannot remove '${path}': ${reason}\n`);
      status = 1;
    }
  }
  return status;
}

function cp(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'afprR');
  const recursive = flags.has('r') || flags.has('R') || flags.has('a');
  return eachWithDestination(operands, 'cp [-r] source ... destination', (from, to) => {
    if (!isDirectory(callSync('fs.stat', from))) {
      callSync('fs.copy-file', from, to, 0);
      return 0;
    }
    if (recursive) {
      copyTree(from, to);
      return 0;
    }
    print(io.errors, `cp: -r not specified; omitting directory '${from}'\n`);
    return 1;
  });
}

function copyTree(from: string, to: string): void {
  const entries = callSync('fs.readdir', from);
  callSync('fs.mkdir', to, 0o777, true);
  for (const { name, kind } of entries) {
    const [source, target] = [`${from}/${name}`, `${to}/${name}`];
    if (kind === 'directory') copyTree(source, target);
    else if (kind === 'link') callSync('fs.symlink', callSync('fs.readlink', source), target);
    else callSync('fs.copy-file', source, target, 0);
  }
}

function mv(args: readonly string[]): number {
  const { operands } = parseOptions(args, 'fn');
  return eachWithDestination(operands, 'mv source ... destination', (from, to) => {
    callSync('fs.rename', from, to);
    return 0;
  });
}

/** Runs `body` on each source with where it goes: into the destination when that is a directory. */
function eachWithDestination(
  operands: readonly string[],
  usage: string,
  body: (from: string, to: string) => number,
): number {
  needOperands(operands, 2, usage);
  const destination = operands.at(-1)!;
  const sources = operands.slice(0, -1);
  const intoDirectory = callSync('fs.exists', destination) && isDirectory(callSync('fs.stat', destination));
  if (sources.length > 1 && !intoDirectory) throw new Error(`target '${destination}' is not a directory`);
  let status = 0;
  for (const source of sources) {
    const name = source.replace(/\/+$/, '').split('/').pop()!;
    status = Math.max(status, body(source, intoDirectory ? `${destination}/${name}` : destination));
  }
  return status;
}

function needOperands(operands: readonly string[], count: number, usage: string): void {
  if (operands.length < count) throw new Error(`usage: ${usage}`);
}

function isDirectory({ mode }: FileStat): boolean {
  return (mode & 0o170000) === 0o040000;
}
