import { callSync } from '../system-calls.ts';
import { type CommandShell, isBuiltIn, runBuiltIn } from './built-in-commands.ts';
import { expandWord, expandWords, ExpansionError, patternOf, patternText } from './expand-words.ts';
import { Leave } from './leave.ts';
import { parseScript } from './shell-parser.ts';
import { ShellState } from './shell-state.ts';
import {
  type AndOr,
  type Command,
  type CompoundCommand,
  type List,
  type Pipeline,
  ShellSyntaxError,
  type SimpleCommand,
} from './shell-syntax.ts';
import { become, startCommand, type Started, startJob, startSubshell, waitFor } from './start-commands.ts';

/** A shell. It runs one command after the other, waiting for each but jobs. */
export class Shell implements CommandShell {
  readonly state: ShellState;

  /** @param args `$0`, `$1`, … */
  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.state = new ShellState(args, env);
  }

  /** Runs a script to its end and answers its exit status. With `isLast`, its last command may take the shell's place. */
  run(script: string, isLast = false): number {
    try {
      return this.#list(parseScript(script), isLast);
    } catch (error) {
      if (error instanceof Leave) return error.value;
      if (error instanceof ShellSyntaxError) {
        this.state.complain(error.line, error.message);
        return (this.state.status = 2);
      }
      throw error;
    }
  }

  evaluate(text: string): number {
    return this.#list(parseScript(text));
  }

  // ── lists and pipelines ───────────────────────────────────────────────────────────────────────────────────

  #list(list: List, isLast = false): number {
    list.forEach((andOr, index) => {
      if (andOr.inBackground) startJob(andOr.text, this.state);
      else this.#andOr(andOr, isLast && index === list.length - 1);
    });
    return this.state.status;
  }

  #andOr({ first, rest }: AndOr, isLast: boolean): void {
    const { state } = this;
    state.status = this.#pipeline(first, isLast && rest.length === 0);
    let ran = first;
    rest.forEach(({ operator, pipeline }, index) => {
      if ((operator === '&&') !== (state.status === 0)) return;
      state.status = this.#pipeline(pipeline, isLast && index === rest.length - 1);
      ran = pipeline;
    });
    const isTested = ran !== (rest.at(-1)?.pipeline ?? first) || ran.negated;
    if (state.stopsAtErrors && state.status !== 0 && !isTested) throw new Leave('exit', state.status);
  }

  #pipeline({ negated, commands }: Pipeline, isLast: boolean): number {
    const [only] = commands;
    const status =
      commands.length === 1 && only ? this.#command(only, isLast && !negated) : this.#connected(commands);
    return negated ? (status === 0 ? 1 : 0) : status;
  }

  /** Commands joined by pipes run at the same time, each in a process of its own. */
  #connected(commands: readonly Command[]): number {
    const started: Started[] = [];
    let input: number | undefined;
    commands.forEach((command, index) => {
      const isLast = index === commands.length - 1;
      const [next, output] = isLast ? [undefined, undefined] : callSync('pipe');
      started.push(this.state.descriptors.with({ input, output }, () => this.#startInPipeline(command)));
      if (input !== undefined) callSync('close', input);
      if (output !== undefined) callSync('close', output);
      input = next;
    });
    return started.map(waitFor).at(-1) ?? 0;
  }

  #startInPipeline(command: Command): Started {
    if (command.kind === 'simple' && !this.#isOwn(command)) {
      return this.state.descriptors.redirected(command.redirections, this.state, () =>
        this.#start(command, expandWords(command.words, this.state)),
      );
    }
    return startSubshell(command.text, this.state);
  }

  /** A command that this shell runs itself, which in a pipeline needs a shell of its own. */
  #isOwn(command: SimpleCommand): boolean {
    const [first] = command.words;
    if (!first) return true;
    const name = expandWord(first, this.state);
    return this.state.functions.has(name) || isBuiltIn(name);
  }

  // ── commands ──────────────────────────────────────────────────────────────────────────────────────────────

  #command(command: Command, isLast: boolean): number {
    const { state } = this;
    try {
      return state.descriptors.redirected(command.redirections, state, () =>
        command.kind === 'simple' ? this.#simple(command, isLast) : this.#compound(command.body),
      );
    } catch (error) {
      if (error instanceof Leave || error instanceof ShellSyntaxError) throw error;
      state.complain(command.kind === 'simple' ? command.line : 1, (error as Error).message);
      // What cannot be expanded ends the shell; what cannot be opened, its command.
      if (error instanceof ExpansionError) throw new Leave('exit', 2);
      return 2;
    }
  }

  #simple(command: SimpleCommand, isLast: boolean): number {
    const { state } = this;
    const words = expandWords(command.words, state);
    const [name, ...args] = words;
    if (name === undefined) {
      state.status = 0;
      for (const { name: variable, value } of command.assignments)
        state.set(variable, expandWord(value, state));
      return state.status;
    }
    const defined = state.functions.get(name);
    if (defined) return this.#call(defined.command, args);
    const own = runBuiltIn(name, args, this, command.line);
    if (own !== undefined) return own;
    const started = this.#start(command, words);
    const takesPlace = typeof started === 'number' && isLast && state.descriptors.isPlain();
    return takesPlace ? become(started) : waitFor(started);
  }

  #start({ assignments, line }: SimpleCommand, [name = '', ...args]: readonly string[]): Started {
    const { state } = this;
    const added = assignments.map(({ name: variable, value }) => [variable, expandWord(value, state)]);
    return startCommand(name, args, Object.fromEntries(added) as Record<string, string>, line, state);
  }

  #call(command: Command, args: readonly string[]): number {
    try {
      return this.state.inFunction(args, () => this.#command(command, false));
    } catch (error) {
      if (error instanceof Leave && error.what === 'return') return error.value;
      throw error;
    }
  }

  #compound(body: CompoundCommand['body']): number {
    const { state } = this;
    switch (body.kind) {
      case 'group':
        return this.#list(body.list);
      case 'subshell':
        return this.#inSubshell(body.list);
      case 'if': {
        const branch = body.branches.find(({ test }) => this.#list(test) === 0);
        state.status = 0;
        return this.#list(branch ? branch.then : body.otherwise);
      }
      case 'case': {
        const subject = expandWord(body.word, state);
        const branch = body.branches.find(({ patterns }) =>
          patterns.some((pattern) => patternOf(patternText(pattern, state)).test(subject)),
        );
        state.status = 0;
        return branch ? this.#list(branch.list) : 0;
      }
      case 'function':
        state.functions.set(body.name, {
          command: body.command,
          text: `${body.name}() ${body.command.text}`,
        });
        return 0;
      case 'loop': {
        let status = 0;
        while ((this.#list(body.test) === 0) !== body.until) {
          if (!this.#round(() => (status = this.#list(body.list)))) break;
        }
        return status;
      }
      case 'for': {
        const values = body.words === null ? state.positional() : expandWords(body.words, state);
        state.status = 0;
        for (const value of values) {
          state.set(body.name, value);
          if (!this.#round(() => this.#list(body.list))) break;
        }
        return state.status;
      }
    }
  }

  /** One round of a loop; false when it shall be the last. */
  #round(body: () => void): boolean {
    try {
      body();
      return true;
    } catch (error) {
      if (!(error instanceof Leave) || error.what === 'exit' || error.what === 'return') throw error;
      if (error.value > 1) throw new Leave(error.what, error.value - 1);
      return error.what === 'continue';
    }
  }

  /** Variables and the directory are as before afterwards, and `exit` leaves no more than this. */
  #inSubshell(list: List): number {
    try {
      return this.state.restoring(() => this.#list(list));
    } catch (error) {
      if (error instanceof Leave && error.what === 'exit') return error.value;
      throw error;
    }
  }
}
