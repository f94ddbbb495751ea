import type { NodeSource, Program } from '../protocol/thread-start.ts';

/** Runs the program of this thread. A promise settles when its main module has been evaluated. */
export function runProgram(program: Program): Promise<void> | void {
  switch (program.interpreter) {
    case 'node':
      return runNode(program.source);
    case 'shell':
    case 'command':
      throw new Error('The shell is not in this build.');
  }
}

function runNode(source: NodeSource): void {
  if (source.kind !== 'eval') throw new Error('The module loaders are not in this build.');
  (0, eval)(source.code);
}
