import { openFlags } from '../../protocol/open-flags.ts';
import type { StdioTarget } from '../../protocol/process-calls.ts';
import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';
import { print } from './command-io.ts';
import { runCommonCommand } from './common-commands.ts';
import { expandWord, expandWords, type ExpansionContext } from './expand-words.ts';
import { globPaths } from './glob-paths.ts';
import { statusOf } from './process-commands.ts';
import { parseScript } from './shell-parser.ts';
import {
  type AndOr,
  type Command,
  type CompoundCommand,
  type List,
  type Pipeline,
  type Redirection,
  ShellSyntaxError,
  type SimpleCommand,
} from './shell-syntax.ts';

/** The shell's descriptors that stand for 0, 1, 2, … of the command that runs. */
type Descriptors = readonly number[];

/** Leaves a loop, or the script. */
class Leave extends Error {
  readonly what: 'exit' | 'break' | 'continue';
  readonly value: number;

  constructor(what: Leave['what'], value: number) {
    super(what);
    this.what = what;
    this.value = value;
  }
}

/** Commands that change or ask the shell itself, or that are not worth a process. */
const inProcess = new Set(['echo', 'printf', 'true', 'false', 'pwd', 'test', '[', 'kill']);

/** A shell: its variables and what the last command answered. It runs one command after the other, waiting for each. */
export class Shell implements ExpansionContext {
  #status = 0;
  readonly #name: string;
  #positional: readonly string[];
  readonly #variables: Map<string, string>;
  readonly #exported: Set<string>;
  #descriptors: Descriptors = [0, 1, 2];
  #stopsAtErrors = false;

  /** @param args `$0`, `$1`, … */
  constructor([name = 'sh', ...positional]: readonly string[], env: Readonly<Record<string, string>>) {
    this.#name = name;
    this.#positional = positional;
    this.#variables = new Map(Object.entries(env));
    this.#exported = new Set(Object.keys(env));
  }

  /** Runs a script to its end and answers its exit status. With `isLast`, its last command may take the shell's place. */
  run(script: string, isLast = false): number {
    try {
      return this.#list(parseScript(script), isLast);
    } catch (error) {
      if (error instanceof Leave) return error.value;
      if (error instanceof ShellSyntaxError) {
        this.#complain(error.line, error.message);
        return (this.#status = 2);
      }
      throw error;
    }
  }

  // ── what expansion asks ───────────────────────────────────────────────────────────────────────────────────

  get(name: string): string | undefined {
    switch (name) {
      case '?':
        return String(this.#status);
      case '$':
        return String(thread.pid);
      case '#':
        return String(this.#positional.length);
      case '0':
        return this.#name;
      case '-':
        return this.#stopsAtErrors ? 'e' : '';
      case '!':
        return '';
      case 'PWD':
        return callSync('process.directory');
      default:
        return /^\d+$/.test(name) ? this.#positional[Number(name) - 1] : this.#variables.get(name);
    }
  }

  set(name: string, value: string): void {
    this.#variables.set(name, value);
  }

  positional(): readonly string[] {
    return this.#positional;
  }

  substitute(command: string): string {
    const { output, ...status } = callSync('process.spawn-and-wait', {
      ...this.#subshell(command),
      stdio: [this.#inherited(0), { type: 'pipe' }, this.#inherited(2)],
      input: null,
      timeoutMs: 0,
      killSignal: 15,
      maxBytes: Infinity,
    });
    this.#status = statusOf(status);
    return new TextDecoder().decode(output[1] ?? new Uint8Array(0));
  }

  glob(pattern: string): readonly string[] {
    return globPaths(pattern);
  }

  // ── lists and pipelines ───────────────────────────────────────────────────────────────────────────────────

  #list(list: List, isLast = false): number {
    list.forEach((andOr, index) => {
      this.#andOr(andOr, isLast && index === list.length - 1);
    });
    return this.#status;
  }

  #andOr({ first, rest }: AndOr, isLast: boolean): void {
    this.#status = this.#pipeline(first, isLast && rest.length === 0);
    let ran = first;
    rest.forEach(({ operator, pipeline }, index) => {
      if ((operator === '&&') !== (this.#status === 0)) return;
      this.#status = this.#pipeline(pipeline, isLast && index === rest.length - 1);
      ran = pipeline;
    });
    const isTested = ran !== (rest.at(-1)?.pipeline ?? first) || ran.negated;
    if (this.#stopsAtErrors && this.#status !== 0 && !isTested) throw new Leave('exit', this.#status);
  }

  #pipeline({ negated, commands }: Pipeline, isLast: boolean): number {
    const [only] = commands;
    const status =
      commands.length === 1 && only ? this.#command(only, isLast && !negated) : this.#connected(commands);
    return negated ? (status === 0 ? 1 : 0) : status;
  }

  /** Commands joined by pipes run at the same time, each in a process of its own. */
  #connected(commands: readonly Command[]): number {
    const pids: (number | number[])[] = [];
    let input: number | undefined;
    commands.forEach((command, index) => {
      const isLast = index === commands.length - 1;
      const [readEnd, writeEnd] = isLast ? [undefined, undefined] : callSync('pipe');
      const descriptors = [...this.#descriptors];
      if (input !== undefined) descriptors[0] = input;
      if (writeEnd !== undefined) descriptors[1] = writeEnd;
      pids.push(this.#with(descriptors, () => this.#startInPipeline(command)));
      if (input !== undefined) callSync('close', input);
      if (writeEnd !== undefined) callSync('close', writeEnd);
      input = readEnd;
    });
    return pids.map((pid) => (typeof pid === 'number' ? this.#wait(pid) : (pid[0] ?? 0))).at(-1) ?? 0;
  }

  /** Answers the pid of what runs, or in a list the status of what could not be started. */
  #startInPipeline(command: Command): number | [status: number] {
    if (command.kind === 'simple' && !this.#isOwn(command)) {
      return this.#redirected(command.redirections, (descriptors) =>
        this.#with(descriptors, () => this.#start(command)),
      );
    }
    return this.#spawn('sh', this.#subshell(command.text));
  }

  /** A command that this shell runs itself, which in a pipeline needs a shell of its own. */
  #isOwn(command: SimpleCommand): boolean {
    const [first] = command.words;
    if (!first) return true;
    return [
      'cd',
      'exit',
      'export',
      'unset',
      'set',
      'shift',
      ':',
      '.',
      'eval',
      'exec',
      'read',
      'wait',
      'break',
      'continue',
    ].includes(expandWord(first, this));
  }

  // ── commands ──────────────────────────────────────────────────────────────────────────────────────────────

  #command(command: Command, isLast: boolean): number {
    try {
      return this.#redirected(command.redirections, (descriptors) =>
        this.#with(descriptors, () =>
          command.kind === 'simple' ? this.#simple(command, isLast) : this.#compound(command.body),
        ),
      );
    } catch (error) {
      if (error instanceof Leave || error instanceof ShellSyntaxError) throw error;
      this.#complain(command.kind === 'simple' ? command.line : 1, (error as Error).message);
      return 2;
    }
  }

  #compound(body: CompoundCommand['body']): number {
    switch (body.kind) {
      case 'group':
        return this.#list(body.list);
      case 'subshell':
        return this.#inSubshell(body.list);
      case 'if': {
        const branch = body.branches.find(({ test }) => this.#list(test) === 0);
        this.#status = 0;
        return this.#list(branch ? branch.then : body.otherwise);
      }
      case 'loop': {
        let status = 0;
        while ((this.#list(body.test) === 0) !== body.until) {
          if (!this.#round(() => (status = this.#list(body.list)))) break;
        }
        return status;
      }
      case 'for': {
        const values = body.words === null ? this.#positional : expandWords(body.words, this);
        this.#status = 0;
        for (const value of values) {
          this.set(body.name, value);
          if (!this.#round(() => this.#list(body.list))) break;
        }
        return this.#status;
      }
    }
  }

  /** One round of a loop; false when it shall be the last. */
  #round(body: () => void): boolean {
    try {
      body();
      return true;
    } catch (error) {
      if (!(error instanceof Leave) || error.what === 'exit') throw error;
      if (error.value > 1) throw new Leave(error.what, error.value - 1);
      return error.what === 'continue';
    }
  }

  /** Variables and the directory are as before afterwards, and `exit` leaves no more than this. */
  #inSubshell(list: List): number {
    const [variables, exported, directory] = [
      new Map(this.#variables),
      new Set(this.#exported),
      callSync('process.directory'),
    ];
    try {
      return this.#list(list);
    } catch (error) {
      if (error instanceof Leave && error.what === 'exit') return error.value;
      throw error;
    } finally {
      this.#variables.clear();
      for (const [name, value] of variables) this.#variables.set(name, value);
      this.#exported.clear();
      for (const name of exported) this.#exported.add(name);
      callSync('process.change-directory', directory);
    }
  }

  #simple(command: SimpleCommand, isLast: boolean): number {
    const words = expandWords(command.words, this);
    const [name, ...args] = words;
    if (name === undefined) {
      this.#status = 0;
      for (const { name: variable, value } of command.assignments)
        this.set(variable, expandWord(value, this));
      return this.#status;
    }
    const own = this.#own(name, args, command.line);
    if (own !== undefined) return own;
    if (inProcess.has(name)) {
      const [input = 0, output = 1, errors = 2] = this.#descriptors;
      return runCommonCommand(name, args, { input, output, errors });
    }
    const started = this.#start(command, words);
    if (typeof started !== 'number') return started[0];
    return isLast && this.#isPlain() ? this.#become(started) : this.#wait(started);
  }

  /** The commands that a shell must run itself; `undefined` for any other. */
  #own(name: string, args: readonly string[], line: number): number | undefined {
    const [first = ''] = args;
    switch (name) {
      case ':':
        return 0;
      case 'cd':
        return this.#changeDirectory(args[0], line);
      case 'exit':
        throw new Leave('exit', first === '' ? this.#status : Number(first) & 0xff);
      case 'break':
      case 'continue':
        throw new Leave(name, first === '' ? 1 : Number(first));
      case 'export':
        for (const argument of args) {
          const [variable = '', ...value] = argument.split('=');
          if (value.length > 0) this.set(variable, value.join('='));
          this.#exported.add(variable);
        }
        return 0;
      case 'unset':
        for (const variable of args) {
          this.#variables.delete(variable);
          this.#exported.delete(variable);
        }
        return 0;
      case 'set':
        if (first === '-e' || first === '+e') this.#stopsAtErrors = first === '-e';
        else this.#positional = first === '--' ? args.slice(1) : args;
        return 0;
      case 'shift':
        this.#positional = this.#positional.slice(first === '' ? 1 : Number(first));
        return 0;
      case 'eval':
        return this.#list(parseScript(args.join(' ')));
      case '.':
        return this.#list(parseScript(new TextDecoder().decode(callSync('fs.read-file', first, 0))));
      case 'exec':
        return args.length === 0 ? 0 : this.#replace(args, line);
      case 'wait':
        return 0;
      default:
        return undefined;
    }
  }

  #changeDirectory(path: string | undefined, line: number): number {
    const target = path === '-' ? this.get('OLDPWD') : (path ?? this.get('HOME'));
    const before = callSync('process.directory');
    try {
      callSync('process.change-directory', target ?? '/');
      this.set('OLDPWD', before);
      return 0;
    } catch {
      this.#complain(line, `cd: can't cd to ${target}`);
      return 2;
    }
  }

  #replace([name = '', ...args]: readonly string[], line: number): never {
    const started = this.#tryStart(name, args, {}, line);
    if (typeof started !== 'number') throw new Leave('exit', started[0]);
    return this.#become(started);
  }

  // ── processes ─────────────────────────────────────────────────────────────────────────────────────────────

  #start(command: SimpleCommand, words = expandWords(command.words, this)): number | [status: number] {
    const [name = '', ...args] = words;
    const added = Object.fromEntries(
      command.assignments.map(({ name: variable, value }) => [variable, expandWord(value, this)]),
    );
    return this.#tryStart(name, args, added, command.line);
  }

  #tryStart(
    name: string,
    args: readonly string[],
    added: Readonly<Record<string, string>>,
    line: number,
  ): number | [status: number] {
    try {
      return this.#spawn(name, { args, env: { ...this.#environment(), ...added } });
    } catch (error) {
      const { code } = error as { code?: string };
      const reason = { ENOENT: 'not found', EACCES: 'Permission denied', ENOEXEC: 'Exec format error' }[
        code ?? ''
      ];
      if (reason === undefined) throw error;
      this.#complain(line, `${name}: ${reason}`);
      return [code === 'ENOENT' ? 127 : 126];
    }
  }

  #spawn(command: string, { args, env }: { args: readonly string[]; env: Record<string, string> }): number {
    const stdio = this.#descriptors.map((_fd, index) => this.#inherited(index));
    return callSync('process.spawn', { command, args, env, cwd: callSync('process.directory'), stdio }).pid;
  }

  /** The command takes the shell's place: what ends it ends the shell. */
  #become(pid: number): never {
    callSync('process.become', pid);
    throw new Error('The kernel let a shell go on that had ended.');
  }

  #wait(pid: number): number {
    return statusOf(callSync('process.wait', pid));
  }

  /** A shell of its own for some text, which knows all variables, exported or not. */
  #subshell(text: string) {
    const env = Object.fromEntries(this.#variables);
    const args = ['-c', text, this.#name, ...this.#positional];
    return { command: 'sh', args, cwd: callSync('process.directory'), env };
  }

  #environment(): Record<string, string> {
    return Object.fromEntries([...this.#variables].filter(([name]) => this.#exported.has(name)));
  }

  // ── descriptors ───────────────────────────────────────────────────────────────────────────────────────────

  #inherited(index: number): StdioTarget {
    const fd = this.#descriptors[index];
    return fd === undefined ? { type: 'null' } : { type: 'inherit', fd };
  }

  /** Nothing is redirected, so that a command can take the shell's place with its descriptors. */
  #isPlain(): boolean {
    return this.#descriptors.every((fd, index) => fd === index);
  }

  #with<Result>(descriptors: Descriptors, body: () => Result): Result {
    const before = this.#descriptors;
    this.#descriptors = descriptors;
    try {
      return body();
    } finally {
      this.#descriptors = before;
    }
  }

  /** Opens what a command redirects, and closes it afterwards. */
  #redirected<Result>(
    redirections: readonly Redirection[],
    body: (descriptors: Descriptors) => Result,
  ): Result {
    const descriptors = [...this.#descriptors];
    const opened: number[] = [];
    try {
      for (const { fd, operator, target } of redirections) {
        const word = expandWord(target, this);
        if (operator === '>&' || operator === '<&') {
          descriptors[fd] = descriptors[Number(word)] ?? Number(word);
          continue;
        }
        descriptors[fd] = openTarget(word, operator);
        opened.push(descriptors[fd]);
      }
      return body(descriptors);
    } finally {
      for (const fd of opened) callSync('close', fd);
    }
  }

  #complain(line: number, message: string): void {
    print(this.#descriptors[2] ?? 2, `${this.#name}: ${line}: ${message}\n`);
  }
}

const flagsOf = {
  '<': openFlags.readOnly,
  '>': openFlags.writeOnly | openFlags.create | openFlags.truncate,
  '>>': openFlags.writeOnly | openFlags.create | openFlags.append,
};

function openTarget(path: string, operator: '<' | '>' | '>>'): number {
  try {
    return callSync('fs.open', path, flagsOf[operator], 0o666);
  } catch (error) {
    const { code } = error as { code?: string };
    const verb = operator === '<' ? 'open' : 'create';
    const reason =
      code === 'ENOENT' ? (operator === '<' ? 'No such file' : 'Directory nonexistent') : 'Is a directory';
    throw new Error(`cannot ${verb} ${path}: ${reason}`, { cause: error });
  }
}
