import { fileCommands } from './file-commands.ts';
import { lineCommands } from './line-commands.ts';
import { pathCommands } from './path-commands.ts';
import { processCommands } from './process-commands.ts';
import { sed } from './sed.ts';
import { textCommands } from './text-commands.ts';
import { wrapperCommands } from './wrapper-commands.ts';
import { type CommandIo, print } from './command-io.ts';
import { UnknownOption } from './command-options.ts';
import { errorReason } from './error-reason.ts';

/** A small program: its arguments (without its name) and what it reads and writes; answers its exit status. */
export type CommonCommand = (args: readonly string[], io: CommandIo) => number;

const commands: Readonly<Record<string, CommonCommand>> = {
  ...fileCommands,
  ...lineCommands,
  ...pathCommands,
  ...processCommands,
  ...textCommands,
  ...wrapperCommands,
  sed,
};

/**
 * Runs one of the common commands. An error becomes a line on its standard error and status 1; an option that it lacks,
 * status 2.
 */
export function runCommonCommand(name: string, args: readonly string[], io: CommandIo): number {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    print(io.errors, `${name}: command not found\n`);
    return 127;
  }
  try {
    return command(args, io);
  } catch (error) {
    const { code, message, path } = error as Error & { code?: string; path?: string };
    if (code === 'EPIPE') return 141;
    const where = path === undefined ? '' : `${path}: `;
    print(io.errors, `${name}: ${code === undefined ? message : where + errorReason(error as Error)}\n`);
    return error instanceof UnknownOption ? 2 : 1;
  }
}
