import { systemError } from '../../protocol/errno.ts';
import type { Program } from '../../protocol/thread-start.ts';
import type { FileSystem } from '../file-system/file-system.ts';
import { COMMON_COMMANDS } from './common-commands.ts';
import { NODE_PATH, nodeCommand } from './node-command.ts';
import { PYTHON_LINKS, PYTHON_PATH, pythonCommand } from './python-command.ts';
import { shellCommand } from './shell-command.ts';

/** Where programs are looked for, as in `$PATH`. */
export const SEARCH_PATH = '/usr/local/bin:/usr/bin:/bin';

/** A command line that was understood: which program runs and with which arguments. */
export interface ResolvedCommand {
  readonly program: Program;
  readonly argv: readonly string[];
  readonly execArgv: readonly string[];
  readonly execPath: string;
}

/** Makes a program of an interpreter's command line. `args` are those behind the command. */
export type Interpreter = (
  command: string,
  args: readonly string[],
  files: FileSystem,
  env: Readonly<Record<string, string>>,
) => ResolvedCommand;

const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  node: nodeCommand,
  python: pythonCommand,
  python3: pythonCommand,
  'python3.14': pythonCommand,
  sh: shellCommand,
  bash: shellCommand,
  jsh: shellCommand,
};

/** What the file of an interpreter begins with, in place of machine code; a copy of it runs as the interpreter does. */
const INTERPRETER_MARK = '\0host:';

/** Puts the files of the programs that are part of the host where a system has them. */
export function installInterpreters(files: FileSystem): void {
  for (const [path, name] of [
    [NODE_PATH, 'node'],
    [PYTHON_PATH, 'python3'],
  ] as const) {
    files.mkdir(path.slice(0, path.lastIndexOf('/')), 0o755, true);
    files.writeFile(path, `${INTERPRETER_MARK}${name}\n`, undefined, 0o755);
  }
  for (const link of PYTHON_LINKS) files.symlink(PYTHON_PATH, link);
}

/**
 * Finds the program for a command line: an interpreter, one of the common commands, or a script that names its
 * interpreter in its first line (`#!/usr/bin/env node`).
 * @throws ENOENT when there is no such command
 * @throws EACCES, ENOEXEC when it is a file that is no program
 */
export function lookUpCommand(
  command: string,
  args: readonly string[],
  files: FileSystem,
  env: Readonly<Record<string, string>> = {},
): ResolvedCommand {
  const name = commandName(command);
  const interpreter = name === undefined ? undefined : INTERPRETERS[name];
  if (interpreter) return interpreter(command, args, files, env);
  if (name !== undefined && COMMON_COMMANDS.has(name)) {
    return {
      program: { interpreter: 'command', name },
      argv: [command, ...args],
      execArgv: [],
      execPath: NODE_PATH,
    };
  }
  return lookUpScript(command, args, files, env);
}

/** The name of a program of ours: as it is, or with one of the directories of the search path. */
function commandName(command: string): string | undefined {
  const slash = command.lastIndexOf('/');
  if (slash === -1) return command;
  return SEARCH_PATH.split(':').includes(command.slice(0, slash)) ? command.slice(slash + 1) : undefined;
}

function lookUpScript(
  command: string,
  args: readonly string[],
  files: FileSystem,
  env: Readonly<Record<string, string>>,
): ResolvedCommand {
  if (!command.includes('/') || !files.exists(command)) throw systemError('ENOENT', 'spawn');
  const { mode } = files.stat(command);
  if ((mode & 0o170000) === 0o040000) throw systemError('EACCES', 'spawn');
  const path = files.realpath(command);
  const firstLine = new TextDecoder().decode(files.readFile(path).subarray(0, 128)).split('\n', 1)[0]!;
  const shebang = /^#!\s*(?:\/usr\/bin\/env\s+(?:-S\s+)?)?(\S+)\s*(.*)$/.exec(firstLine);
  if (firstLine === INTERPRETER_MARK + 'node') {
    const resolved = nodeCommand(command, args, files, env);
    return { ...resolved, argv: [path, ...resolved.argv.slice(1)], execPath: path };
  }
  if (firstLine === INTERPRETER_MARK + 'python3') return { ...pythonCommand(command, args), execPath: path };
  const interpreter = shebang && INTERPRETERS[shebang[1]!.split('/').pop()!];
  if (!interpreter) throw systemError(shebang ? 'ENOENT' : mode & 0o111 ? 'ENOEXEC' : 'EACCES', 'spawn');
  const options = shebang[2] ? shebang[2].trim().split(/\s+/) : [];
  return interpreter(shebang[1]!, [...options, path, ...args], files, env);
}
