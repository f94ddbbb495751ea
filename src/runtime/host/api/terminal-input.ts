import type { OpenDescription } from '../../kernel/open-description.ts';
import { systemError } from '../../protocol/errno.ts';
import { POLL } from '../../protocol/poll-events.ts';

const END = new Uint8Array(0);

/** What is typed that does not go into the line. */
const KEY = {
  interrupt: '\x03',
  end: '\x04',
  backspace: '\x08',
  return: '\r',
  newLine: '\n',
  killLine: '\x15',
  eraseWord: '\x17',
  erase: '\x7f',
} as const;

/** What becomes of what is typed. */
export interface TerminalEffects {
  /** Shows it. */
  readonly echo: (text: string) => void;
  /** Sends SIGINT to whoever runs on the terminal. */
  readonly interrupt: () => void;
}

/**
 * The input of a terminal, with the line discipline that a program finds on Linux: a line can be edited until Return sends
 * it, Ctrl+C interrupts, Ctrl+D sends what there is of the line or, at its start, an end of input; all of it is echoed. In
 * raw mode, which Node's `setRawMode` turns on, every key goes to the program as it is.
 *
 * @see https://man7.org/linux/man-pages/man3/termios.3.html "Canonical and noncanonical mode"
 */
export class TerminalInput {
  readonly #effects: TerminalEffects;
  readonly #encoder = new TextEncoder();
  /** What has been typed of the line. */
  #line: string[] = [];
  /** What a read gets, one at a time; an empty one is an end of input. */
  #sent: Uint8Array[] = [];
  #readers: { readonly maxBytes: number; readonly resolve: (bytes: Uint8Array) => void }[] = [];
  readonly #watchers = new Set<() => void>();
  #isRaw = false;
  #isOpen = true;

  readonly description: OpenDescription = {
    kind: 'terminal',
    read: (maxBytes) =>
      this.#sent.length > 0
        ? this.#take(maxBytes)
        : new Promise((resolve) => this.#readers.push({ maxBytes, resolve })),
    readNow: (maxBytes) => (this.#sent.length > 0 ? this.#take(maxBytes) : null),
    write: () => {
      throw systemError('EBADF', 'write');
    },
    poll: () => (this.#sent.length > 0 ? POLL.readable : 0),
    watch: (onChange) => {
      this.#watchers.add(onChange);
      return () => this.#watchers.delete(onChange);
    },
    unread: (bytes) => {
      if (bytes.length > 0) this.#sent.unshift(bytes);
      this.#serve();
    },
    cancelReads: () => {
      for (const { resolve } of this.#readers.splice(0)) resolve(END);
    },
    setRaw: (isRaw) => {
      this.#isRaw = isRaw;
      if (isRaw && this.#line.length > 0) this.#send(this.#takeLine());
    },
    dispose: () => {
      this.#isOpen = false;
      this.#sent = [];
    },
  };

  constructor(effects: TerminalEffects) {
    this.#effects = effects;
  }

  /** Takes what is typed, a key or many. */
  type(text: string): void {
    if (!this.#isOpen) return;
    if (this.#isRaw) this.#send(text);
    else for (const key of text) this.#press(key);
  }

  #press(key: string): void {
    switch (key) {
      case KEY.return:
      case KEY.newLine:
        this.#effects.echo('\n');
        return this.#send(`${this.#takeLine()}\n`);
      case KEY.end:
        return this.#send(this.#takeLine());
      case KEY.interrupt:
        this.#effects.echo('^C');
        this.#line = [];
        this.#sent = [];
        return this.#effects.interrupt();
      case KEY.erase:
      case KEY.backspace:
        return this.#eraseTo(Math.max(0, this.#line.length - 1));
      case KEY.killLine:
        return this.#eraseTo(0);
      case KEY.eraseWord:
        return this.#eraseTo(this.#wordStart());
      default:
        this.#line.push(key);
        this.#effects.echo(shown(key));
    }
  }

  /** Where the last word of the line begins. */
  #wordStart(): number {
    let start = this.#line.length;
    while (start > 0 && isSpace(this.#line[start - 1]!)) start--;
    while (start > 0 && !isSpace(this.#line[start - 1]!)) start--;
    return start;
  }

  #eraseTo(length: number): void {
    const erased = this.#line.splice(length).map(shown).join('');
    this.#effects.echo('\b \b'.repeat(Array.from(erased).length));
  }

  #takeLine(): string {
    return this.#line.splice(0).join('');
  }

  #send(text: string): void {
    this.#sent.push(this.#encoder.encode(text));
    this.#serve();
  }

  #serve(): void {
    while (this.#sent.length > 0 && this.#readers.length > 0) {
      const { maxBytes, resolve } = this.#readers.shift()!;
      resolve(this.#take(maxBytes));
    }
    for (const onChange of [...this.#watchers]) onChange();
  }

  #take(maxBytes: number): Uint8Array {
    const bytes = this.#sent.shift()!;
    if (bytes.length <= maxBytes) return bytes;
    this.#sent.unshift(bytes.subarray(maxBytes));
    return bytes.subarray(0, maxBytes);
  }
}

/** A control character shows as a caret and a letter. */
function shown(key: string): string {
  return key < ' ' && key !== '\t' ? `^${String.fromCharCode(key.charCodeAt(0) + 64)}` : key;
}

function isSpace(key: string): boolean {
  return key === ' ' || key === '\t';
}
