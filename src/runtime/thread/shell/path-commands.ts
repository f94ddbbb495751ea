import { callSync } from '../system-calls.ts';
import { type CommandIo, print } from './command-io.ts';
import { parseOptions } from './command-options.ts';
import type { CommonCommand } from './common-commands.ts';
import { errorReason } from './error-reason.ts';
import { patternOf } from './expand-words.ts';

/** The commands on paths, and on what files are besides their content. */
export const pathCommands = {
  basename,
  chmod,
  cmp,
  dirname,
  find,
  ln,
  readlink,
  realpath,
  rmdir,
} satisfies Record<string, CommonCommand>;

function basename(args: readonly string[], io: CommandIo): number {
  const [path = '', suffix = ''] = args;
  const name = path.replace(/\/+$/, '').split('/').pop() || (path.startsWith('/') ? '/' : '');
  const isCut = suffix !== '' && name !== suffix && name.endsWith(suffix);
  print(io.output, `${isCut ? name.slice(0, -suffix.length) : name}\n`);
  return 0;
}

function cmp(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 's');
  const [first, second] = operands.map((path) => callSync('fs.read-file', path, 0));
  if (!first || !second) throw new Error('missing operand');
  const at = first.findIndex((byte, index) => byte !== second[index]);
  if (at === -1 && first.length === second.length) return 0;
  const place = at === -1 || at >= second.length ? Math.min(first.length, second.length) : at;
  const line = first.slice(0, place).filter((byte) => byte === 10).length + 1;
  if (!flags.has('s')) print(io.output, `${operands.join(' ')} differ: byte ${place + 1}, line ${line}\n`);
  return 1;
}

function dirname(args: readonly string[], io: CommandIo): number {
  for (const path of args) {
    const parent = path.replace(/\/+$/, '').replace(/\/*[^/]*$/, '');
    print(io.output, `${parent || (path.startsWith('/') ? '/' : '.')}\n`);
  }
  return 0;
}

function realpath(args: readonly string[], io: CommandIo): number {
  for (const path of args) print(io.output, `${callSync('fs.realpath', path)}\n`);
  return 0;
}

function readlink(args: readonly string[], io: CommandIo): number {
  const { flags, operands } = parseOptions(args, 'fn');
  for (const path of operands) {
    try {
      print(io.output, `${callSync(flags.has('f') ? 'fs.realpath' : 'fs.readlink', path)}\n`);
    } catch {
      return 1;
    }
  }
  return 0;
}

function ln(args: readonly string[]): number {
  const { flags, operands } = parseOptions(args, 'fns');
  const [target, path = target?.split('/').pop() ?? ''] = operands;
  if (target === undefined) throw new Error('missing file operand');
  if (flags.has('f') && callSync('fs.exists', path)) callSync('fs.rm', path, false);
  if (flags.has('s')) callSync('fs.symlink', target, path);
  else callSync('fs.link', target, path);
  return 0;
}

function rmdir(args: readonly string[], io: CommandIo): number {
  let status = 0;
  for (const path of args) {
    try {
      callSync('fs.rmdir', path);
    } catch (error) {
      status = 1;
      print(io.errors, `rmdir: failed to remove '${path}': ${errorReason(error as Error)}\n`);
    }
  }
  return status;
}

function chmod(args: readonly string[]): number {
  const [mode = '', ...paths] = args;
  for (const path of paths)
    callSync('fs.chmod', path, modeAfter(mode, callSync('fs.stat', path).mode & 0o7777));
  return 0;
}

const permissions: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };
const owners: Readonly<Record<string, number>> = { u: 0o700, g: 0o070, o: 0o007, a: 0o777 };

/** `755`, or `u+x,go-w` applied to what there is. */
function modeAfter(mode: string, before: number): number {
  if (/^[0-7]+$/.test(mode)) return Number.parseInt(mode, 8);
  return mode.split(',').reduce((current, clause) => {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(clause);
    if (!match) throw new Error(`invalid mode: '${mode}'`);
    const [, who = '', operator, what = ''] = match;
    const whose = Array.from(who || 'a').reduce((bits, letter) => bits | owners[letter]!, 0);
    const bits = Array.from(what).reduce((sum, letter) => sum | permissions[letter]!, 0) & whose;
    if (operator === '+') return current | bits;
    return operator === '-' ? current & ~bits : (current & ~whose) | bits;
  }, before);
}

type Predicate = (path: string, name: string, kind: string) => boolean;

/** `find [path …] [-name pattern] [-type f|d|l] [-maxdepth n] [-mindepth n]`, negated with `!`. */
function find(args: readonly string[], io: CommandIo): number {
  const firstTest = args.findIndex((argument) => argument.startsWith('-') || argument === '!');
  const starts = firstTest === -1 ? args : args.slice(0, firstTest);
  const { predicates, depths } = findTests(firstTest === -1 ? [] : args.slice(firstTest));
  let status = 0;
  const visit = (path: string, depth: number, kind: string): void => {
    const name = path.replace(/\/+$/, '').split('/').pop() ?? path;
    const isShown = depth >= depths.least && predicates.every((holds) => holds(path, name, kind));
    if (isShown) print(io.output, `${path}\n`);
    if (kind !== 'directory' || depth >= depths.most) return;
    for (const entry of callSync('fs.readdir', path)) {
      visit(`${path.replace(/\/$/, '')}/${entry.name}`, depth + 1, entry.kind);
    }
  };
  for (const start of starts.length === 0 ? ['.'] : starts) {
    const type = callSync('fs.exists', start) ? callSync('fs.lstat', start).mode & 0o170000 : undefined;
    if (type === undefined) {
      print(io.errors, `find: ‘${start}’: No such file or directory\n`);
      status = 1;
    } else {
      visit(start, 0, type === 0o040000 ? 'directory' : type === 0o120000 ? 'link' : 'file');
    }
  }
  return status;
}

function findTests(words: readonly string[]): {
  predicates: Predicate[];
  depths: { least: number; most: number };
} {
  const predicates: Predicate[] = [];
  const depths = { least: 0, most: Infinity };
  let isNegated = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const value = (): string => {
      const next = words[++index];
      if (next === undefined) throw new Error(`missing argument to '${word}'`);
      return next;
    };
    const add = (holds: Predicate): void => {
      const negated = isNegated;
      isNegated = false;
      predicates.push((...given) => holds(...given) !== negated);
    };
    switch (word) {
      case '!':
      case '-not':
        isNegated = true;
        break;
      case '-name': {
        const pattern = patternOf(value());
        add((_path, name) => pattern.test(name));
        break;
      }
      case '-path': {
        const pattern = patternOf(value());
        add((path) => pattern.test(path));
        break;
      }
      case '-type': {
        const wanted = { f: 'file', d: 'directory', l: 'link' }[value()];
        add((_path, _name, kind) => kind === wanted);
        break;
      }
      case '-maxdepth':
        depths.most = Number(value());
        break;
      case '-mindepth':
        depths.least = Number(value());
        break;
      case '-print':
        break;
      default:
        throw new Error(`unknown predicate '${word}'`);
    }
  }
  return { predicates, depths };
}
