/**
 * `node:readline`.
 *
 * @see https://nodejs.org/api/readline.html
 */
import { unavailable } from './internal/errors.ts';
import { promisifyCustom } from './internal/promisify.ts';
import { Interface, type InterfaceOptions } from './internal/readline-interface.ts';
import type { Readable, Writable } from './internal/stream-types.ts';
import { clearLine, clearScreenDown, cursorTo, moveCursor } from './internal/terminal-sequences.ts';
import promises from './readline-promises.ts';

function createInterface(
  input: Readable | InterfaceOptions,
  output?: Writable,
  completer?: unknown,
  terminal?: boolean,
): Interface {
  return new Interface(input, output, completer, terminal);
}

// The callback of a question gets no error first, so `util.promisify` needs to be told.
Object.defineProperty(Interface.prototype.question, promisifyCustom, {
  value(this: Interface, query: string, options?: object): Promise<string> {
    return new Promise((resolve) => {
      this.question(query, options, resolve);
    });
  },
});

export default {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents(): never {
    throw unavailable('readline.emitKeypressEvents()');
  },
  moveCursor,
  promises,
};
