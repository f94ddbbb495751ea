import { openFlags } from '../../protocol/open-flags.ts';
import { callSync } from '../system-calls.ts';
import { type CommandIo, print } from './command-io.ts';

/** Runs `body` on each file, or on standard input when there is none (or `-`). A file that is missing is told and passed over. */
export function eachInput(
  paths: readonly string[],
  io: CommandIo,
  command: string,
  body: (fd: number, name: string) => void,
): number {
  let status = 0;
  for (const path of paths.length === 0 ? ['-'] : paths) {
    if (path === '-') {
      body(io.input, '(standard input)');
      continue;
    }
    let fd: number;
    try {
      fd = callSync('fs.open', path, openFlags.readOnly, 0);
      if ((callSync('fs.fstat', fd).mode & 0o170000) === 0o040000) throw new Error('Is a directory');
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      print(io.errors, `${command}: ${path}: ${code === 'ENOENT' ? 'No such file or directory' : message}\n`);
      status = 1;
      continue;
    }
    try {
      body(fd, path);
    } finally {
      callSync('close', fd);
    }
  }
  return status;
}
