import type { StdioTarget } from '../../protocol/process-calls.ts';
import { callSync } from '../system-calls.ts';
import type { CommandIo } from './command-io.ts';
import { expandWord, type ExpansionContext } from './expand-words.ts';
import { openDocument, openTarget } from './redirection-targets.ts';
import type { Redirection } from './shell-syntax.ts';

/** The shell's descriptors that stand for 0, 1, 2, … of the command that runs. */
export class ShellDescriptors {
  #current: readonly number[] = [0, 1, 2];

  /** What a command reads and writes that runs within the shell. */
  get io(): CommandIo {
    const [input = 0, output = 1, errors = 2] = this.#current;
    return { input, output, errors };
  }

  /** What a process gets that the shell starts. */
  stdio(): StdioTarget[] {
    return this.#current.map((_fd, index) => this.inherited(index));
  }

  inherited(index: number): StdioTarget {
    const fd = this.#current[index];
    return fd === undefined ? { type: 'null' } : { type: 'inherit', fd };
  }

  /** Nothing is redirected, so that a command can take the shell's place with its descriptors. */
  isPlain(): boolean {
    return this.#current.every((fd, index) => fd === index);
  }

  /** Runs a body with another input or output. */
  with<Result>(
    { input, output }: { input?: number | undefined; output?: number | undefined },
    body: () => Result,
  ): Result {
    const descriptors = [...this.#current];
    if (input !== undefined) descriptors[0] = input;
    if (output !== undefined) descriptors[1] = output;
    return this.#during(descriptors, body);
  }

  /** Opens what a command redirects, and closes it afterwards. @throws Error when a file cannot be opened */
  redirected<Result>(
    redirections: readonly Redirection[],
    context: ExpansionContext,
    body: () => Result,
  ): Result {
    const descriptors = [...this.#current];
    const opened: number[] = [];
    try {
      for (const { fd, operator, target } of redirections) {
        const word = expandWord(target, context);
        if (operator === '>&' || operator === '<&') {
          descriptors[fd] = descriptors[Number(word)] ?? Number(word);
          continue;
        }
        descriptors[fd] = operator === '<<' ? openDocument(word) : openTarget(word, operator);
        opened.push(descriptors[fd]);
      }
      return this.#during(descriptors, body);
    } finally {
      for (const fd of opened) callSync('close', fd);
    }
  }

  #during<Result>(descriptors: readonly number[], body: () => Result): Result {
    const before = this.#current;
    this.#current = descriptors;
    try {
      return body();
    } finally {
      this.#current = before;
    }
  }
}
