/**
 * `readline.Interface`: lines from a stream, questions, a prompt. The host has no raw terminal, so that nothing is edited or recalled.
 *
 * @see https://nodejs.org/api/readline.html#class-interfaceconstructor
 */
import { EventEmitter } from '../events.ts';
import { StringDecoder } from '../string-decoder.ts';
import { AbortError, invalidArgValue, nodeError } from './errors.ts';
import { on } from './event-waiting.ts';
import type { Readable, Writable } from './stream-types.ts';
import { validateAbortSignal, validateFunction, validateString } from './validators.ts';

/** The options of `createInterface`. */
export interface InterfaceOptions {
  input: Readable;
  output?: Writable | null;
  terminal?: boolean;
  prompt?: string;
  crlfDelay?: number;
  signal?: AbortSignal;
  history?: string[];
  historySize?: number;
  completer?: unknown;
}

interface QuestionOptions {
  signal?: AbortSignal;
}

/** Two line ends that lie apart by less are one, when the first is `\r` and the second `\n`. In milliseconds. */
const minCrlfDelayMs = 100;
const lineEnd = /\r\n|\n|\r(?!\n)|\u2028|\u2029/;

/** @see https://nodejs.org/api/readline.html#class-readlineinterface */
export class Interface extends EventEmitter {
  readonly input: Readable;
  readonly output: Writable | null | undefined;
  readonly terminal: boolean;
  readonly crlfDelay: number;
  line = '';
  cursor = 0;
  closed = false;
  paused = false;
  history: string[] = [];
  #prompt: string;
  #oldPrompt = '';
  #answer: ((line: string) => void) | undefined;
  #rest = '';
  #sawReturnAtMs = 0;
  readonly #decoder = new StringDecoder('utf8');

  constructor(
    input: Readable | InterfaceOptions,
    output?: Writable,
    completer?: unknown,
    terminal?: boolean,
  ) {
    super();
    const options: InterfaceOptions =
      'input' in input
        ? input
        : { input, ...(output && { output }), completer, ...(terminal !== undefined && { terminal }) };
    const { signal } = options;
    validateAbortSignal(signal, 'options.signal');
    if (options.prompt !== undefined) validateString(options.prompt, 'prompt');
    if (options.completer !== undefined && typeof options.completer !== 'function') {
      throw invalidArgValue('completer', options.completer);
    }
    this.input = options.input;
    this.output = options.output;
    this.terminal = options.terminal ?? Boolean((options.output as { isTTY?: boolean } | undefined)?.isTTY);
    this.crlfDelay = Math.max(minCrlfDelayMs, options.crlfDelay ?? minCrlfDelayMs);
    this.#prompt = options.prompt ?? '> ';
    this.#listen(signal);
  }

  #listen(signal: AbortSignal | undefined): void {
    const { input } = this;
    const receive = (chunk: Uint8Array | string): void => this.#receive(chunk);
    const finish = (): void => this.#finish();
    const forwardError = (error: unknown): void => void this.emit('error', error);
    input.on('error', forwardError);
    input.on('data', receive);
    input.on('end', finish);
    const close = (): void => this.close();
    this.once('close', () => {
      input.removeListener('error', forwardError);
      input.removeListener('data', receive);
      input.removeListener('end', finish);
      signal?.removeEventListener('abort', close);
    });
    if (signal?.aborted) queueMicrotask(close);
    else signal?.addEventListener('abort', close, { once: true });
    input.resume();
  }

  setPrompt(prompt: string): void {
    this.#prompt = prompt;
  }

  getPrompt(): string {
    return this.#prompt;
  }

  prompt(_preserveCursor?: boolean): void {
    this.#requireOpen();
    if (this.paused) this.resume();
    this.output?.write(this.#prompt);
  }

  question(query: string, ...rest: unknown[]): void {
    const callback = rest.at(-1);
    const [options] = typeof rest[0] === 'function' ? [{}] : (rest as [QuestionOptions | undefined]);
    this.#requireOpen();
    validateAbortSignal(options?.signal, 'options.signal');
    if (typeof callback !== 'function') return;
    if (this.#answer) {
      // A second question waits for nobody; as in Node it only shows the prompt again.
      this.prompt();
      return;
    }
    if (options?.signal?.aborted) return;
    const forget = (): void => this.#stopAsking();
    options?.signal?.addEventListener('abort', forget, { once: true });
    this.#oldPrompt = this.#prompt;
    this.setPrompt(query);
    this.#answer = (line) => {
      options?.signal?.removeEventListener('abort', forget);
      (callback as (line: string) => void)(line);
    };
    this.prompt();
  }

  #stopAsking(): void {
    this.#answer = undefined;
    this.setPrompt(this.#oldPrompt);
    this.output?.write('\n');
  }

  write(data: string | Uint8Array | null | undefined, _key?: unknown): void {
    this.#requireOpen();
    if (this.paused) this.resume();
    if (data !== null && data !== undefined) this.#receive(data);
  }

  pause(): this {
    this.#requireOpen();
    if (this.paused) return this;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }

  resume(): this {
    this.#requireOpen();
    if (!this.paused) return this;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }

  close(): void {
    if (this.closed) return;
    this.pause();
    this.closed = true;
    this.emit('close');
  }

  getCursorPos(): { rows: number; cols: number } {
    return { rows: 0, cols: this.#prompt.length + this.cursor };
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<string> {
    const lines = on(this, 'line', { close: ['close'], highWaterMark: 1024 });
    const close = (): void => this.close();
    return {
      async next() {
        const { done, value } = await lines.next();
        return done ? { done, value: undefined } : { done: false, value: (value as string[])[0] as string };
      },
      async return() {
        await lines.return?.();
        close();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  #receive(chunk: Uint8Array | string): void {
    let text = typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    if (text === '') return;
    // The second half of a line end whose first came with the chunk before.
    if (
      this.#sawReturnAtMs > 0 &&
      text.startsWith('\n') &&
      Date.now() - this.#sawReturnAtMs <= this.crlfDelay
    ) {
      text = text.slice(1);
    }
    this.#sawReturnAtMs = text.endsWith('\r') ? Date.now() : 0;
    const lines = (this.#rest + text).split(lineEnd);
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#onLine(line);
  }

  #onLine(line: string): void {
    if (this.closed) return;
    const answer = this.#answer;
    if (!answer) {
      this.emit('line', line);
      return;
    }
    this.#answer = undefined;
    this.setPrompt(this.#oldPrompt);
    answer(line);
  }

  #finish(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#onLine(rest);
    this.close();
  }

  #requireOpen(): void {
    if (this.closed) throw nodeError('ERR_USE_AFTER_CLOSE', 'readline was closed');
  }
}

/** The `Interface` of `node:readline/promises`, whose questions give promises. */
export class PromisesInterface extends Interface {
  // eslint-disable-next-line @typescript-eslint/no-misused-promises -- Node's class differs from its base in just this way
  override question(query: string, options: QuestionOptions = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const { signal } = options;
      validateAbortSignal(signal, 'options.signal');
      const abort = (): void => reject(new AbortError(undefined, { cause: signal?.reason as unknown }));
      if (signal?.aborted) {
        abort();
        return;
      }
      signal?.addEventListener('abort', abort, { once: true });
      const answer = (line: string): void => {
        signal?.removeEventListener('abort', abort);
        resolve(line);
      };
      validateFunction(answer, 'callback');
      super.question(query, options, answer);
    });
  }
}
