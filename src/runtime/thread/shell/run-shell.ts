import type { ShellScript } from '../../protocol/thread-start.ts';
import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';
import { chunksOf, print, standardIo } from './command-io.ts';
import { runCommonCommand } from './common-commands.ts';
import { Shell } from './run-script.ts';

/** Runs this thread as a shell, and ends the process with the script's status. */
export function runShell(script: ShellScript): never {
  const shell = new Shell(thread.argv, thread.env ?? {});
  switch (script.kind) {
    case 'text':
      return exit(shell.run(script.text, true));
    case 'file':
      return exit(shell.run(new TextDecoder().decode(callSync('fs.read-file', script.path, 0))));
    case 'interactive':
      return exit(runInteractively(shell));
  }
}

/** Runs this thread as one of the common commands, and ends the process with its status. */
export function runCommand(name: string): never {
  return exit(runCommonCommand(name, thread.argv.slice(1), standardIo));
}

/** Runs each line as it comes. */
function runInteractively(shell: Shell): number {
  const decoder = new TextDecoder();
  const prompt = () => thread.terminal && print(1, '$ ');
  let status = 0;
  let rest = '';
  prompt();
  for (const chunk of chunksOf(0)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\r|\n/);
    rest = lines.pop()!;
    for (const line of lines) {
      status = shell.run(line);
      if (/^\s*exit\b/.test(line)) return status;
      prompt();
    }
  }
  return rest === '' ? status : shell.run(rest);
}

function exit(status: number): never {
  return callSync('process.exit', status);
}
