/**
 * `node:readline/promises`.
 *
 * @see https://nodejs.org/api/readline.html#promises-api
 */
import { type InterfaceOptions, PromisesInterface } from './internal/readline-interface.ts';
import type { Readable, Writable } from './internal/stream-types.ts';
import { clearLine, clearScreenDown, cursorTo, moveCursor } from './internal/terminal-sequences.ts';

/** Collects movements of the cursor, to be carried out together. */
class Readline {
  readonly #stream: Writable;
  readonly #autoCommit: boolean;
  #pending: (() => void)[] = [];

  constructor(stream: Writable, options: { autoCommit?: boolean } = {}) {
    this.#stream = stream;
    this.#autoCommit = options.autoCommit ?? false;
  }

  cursorTo(x: number, y?: number): this {
    return this.#add(() => cursorTo(this.#stream, x, y));
  }

  moveCursor(dx: number, dy: number): this {
    return this.#add(() => moveCursor(this.#stream, dx, dy));
  }

  clearLine(direction: -1 | 0 | 1): this {
    return this.#add(() => clearLine(this.#stream, direction));
  }

  clearScreenDown(): this {
    return this.#add(() => clearScreenDown(this.#stream));
  }

  commit(): Promise<void> {
    for (const action of this.#pending.splice(0)) action();
    return Promise.resolve();
  }

  rollback(): this {
    this.#pending = [];
    return this;
  }

  #add(action: () => void): this {
    if (this.#autoCommit) action();
    else this.#pending.push(action);
    return this;
  }
}

function createInterface(input: Readable | InterfaceOptions, output?: Writable): PromisesInterface {
  return new PromisesInterface(input, output);
}

export default { Interface: PromisesInterface, Readline, createInterface };
