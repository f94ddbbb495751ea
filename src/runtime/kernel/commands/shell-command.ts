import type { ResolvedCommand } from './command-lookup.ts';
import { NODE_PATH } from './node-command.ts';

/** Understands `sh`, `sh script` and `sh -c text`. */
export function shellCommand(command: string, args: readonly string[]): ResolvedCommand {
  const [first, second, ...rest] = args;
  const base = { execArgv: [], execPath: NODE_PATH };
  if (first === undefined) {
    return { ...base, program: { interpreter: 'shell', script: { kind: 'interactive' } }, argv: [command] };
  }
  if (first === '-c') {
    const script = { kind: 'text', text: second ?? '' } as const;
    return {
      ...base,
      program: { interpreter: 'shell', script },
      argv: [rest[0] ?? command, ...rest.slice(1)],
    };
  }
  const script = { kind: 'file', path: first } as const;
  return { ...base, program: { interpreter: 'shell', script }, argv: args };
}
