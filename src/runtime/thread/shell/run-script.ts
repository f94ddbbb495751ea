import { openFlags } from '../../protocol/open-flags.ts';
import type { StdioTarget } from '../../protocol/process-calls.ts';
import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';
import { print } from './command-io.ts';
import { runCommonCommand } from './common-commands.ts';
import {
  expandWord,
  expandWords,
  type ExpansionContext,
  ExpansionError,
  patternOf,
  patternText,
} from './expand-words.ts';
import { findCommand } from './find-command.ts';
import { globPaths } from './glob-paths.ts';
import { Jobs } from './jobs.ts';
import { readFields } from './read-fields.ts';
import { openDocument, openTarget } from './redirection-targets.ts';
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

/** Leaves a loop, a function, or the script. */
class Leave extends Error {
  readonly what: 'exit' | 'break' | 'continue' | 'return';
  readonly value: number;

  constructor(what: Leave['what'], value: number) {
    super(what);
    this.what = what;
    this.value = value;
  }
}

/** Commands that are not worth a process. */
const inProcess = new Set(['echo', 'printf', 'true', 'false', 'pwd', 'test', '[', 'kill']);

/** Commands that change or ask the shell itself. */
const shellCommands = new Set([
  '.',
  ':',
  'break',
  'cd',
  'command',
  'continue',
  'eval',
  'exec',
  'exit',
  'export',
  'jobs',
  'local',
  'read',
  'return',
  'set',
  'shift',
  'unset',
  'wait',
]);

/** A shell: its variables and what the last command answered. It runs one command after the other, waiting for each but jobs. */
export class Shell implements ExpansionContext {
  #status = 0;
  readonly #name: string;
  #positional: readonly string[];
  readonly #variables: Map<string, string>;
  readonly #exported: Set<string>;
  #descriptors: Descriptors = [0, 1, 2];
  #stopsAtErrors = false;
  readonly #functions = new Map<string, { readonly command: Command; readonly text: string }>();
  /** The values that `local` has covered, of each function that runs. */
  readonly #covered: Map<string, string | undefined>[] = [];
  readonly #jobs = new Jobs();

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
        return this.#jobs.lastPid;
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
      if (andOr.inBackground) this.#startJob(andOr.text);
      else this.#andOr(andOr, isLast && index === list.length - 1);
    });
    return this.#status;
  }

  /** Runs text in a shell of its own, which reads nothing, and goes on. */
  #startJob(text: string): void {
    const descriptors = [...this.#descriptors];
    const nothing = callSync('fs.open', '/dev/null', openFlags.readOnly, 0);
    descriptors[0] = nothing;
    const pid = this.#with(descriptors, () => this.#spawn('sh', this.#subshell(text)));
    callSync('close', nothing);
    this.#jobs.add(pid, text);
    this.#status = 0;
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
    const name = expandWord(first, this);
    if (this.#functions.has(name)) return true;
    return shellCommands.has(name);
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
      // What cannot be expanded ends the shell; what cannot be opened, its command.
      if (error instanceof ExpansionError) throw new Leave('exit', 2);
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
      case 'case': {
        const subject = expandWord(body.word, this);
        const branch = body.branches.find(({ patterns }) =>
          patterns.some((pattern) => patternOf(patternText(pattern, this)).test(subject)),
        );
        this.#status = 0;
        return branch ? this.#list(branch.list) : 0;
      }
      case 'function':
        this.#functions.set(body.name, {
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
      if (!(error instanceof Leave) || error.what === 'exit' || error.what === 'return') throw error;
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
    const defined = this.#functions.get(name);
    if (defined) return this.#call(defined.command, args);
    const own = this.#runWithin(name, args, command.line);
    if (own !== undefined) return own;
    const started = this.#start(command, words);
    if (typeof started !== 'number') return started[0];
    return isLast && this.#isPlain() ? this.#become(started) : this.#wait(started);
  }

  /** Runs what needs no process of its own; `undefined` for any other command. */
  #runWithin(name: string, args: readonly string[], line: number): number | undefined {
    const own = this.#own(name, args, line);
    if (own !== undefined || !inProcess.has(name)) return own;
    const [input = 0, output = 1, errors = 2] = this.#descriptors;
    const resolved = name === 'kill' ? args.map((arg) => this.#jobs.pidOf(arg)) : args;
    return runCommonCommand(name, resolved, { input, output, errors });
  }

  #runNamed([name = '', ...args]: readonly string[], line: number): number {
    const within = this.#runWithin(name, args, line);
    if (within !== undefined) return within;
    const started = this.#tryStart(name, args, {}, line);
    return typeof started === 'number' ? this.#wait(started) : started[0];
  }

  #call(command: Command, args: readonly string[]): number {
    const positional = this.#positional;
    this.#positional = args;
    this.#covered.push(new Map());
    try {
      return this.#command(command, false);
    } catch (error) {
      if (error instanceof Leave && error.what === 'return') return error.value;
      throw error;
    } finally {
      this.#positional = positional;
      for (const [name, value] of this.#covered.pop()!) {
        if (value === undefined) this.#variables.delete(name);
        else this.#variables.set(name, value);
      }
    }
  }

  #cover(names: readonly string[]): number {
    for (const argument of names) {
      const [name = '', ...value] = argument.split('=');
      const covered = this.#covered.at(-1);
      if (!covered) throw new Error('local: not in a function');
      if (!covered.has(name)) covered.set(name, this.#variables.get(name));
      if (value.length > 0) this.set(name, value.join('='));
    }
    return 0;
  }

  #read(args: readonly string[]): number {
    const isRaw = args[0] === '-r';
    const names = isRaw ? args.slice(1) : args;
    const { values, isAtEnd } = readFields(this.#descriptors[0] ?? 0, names, isRaw);
    for (const [name, value] of values) this.set(name, value);
    return isAtEnd ? 1 : 0;
  }

  /** `command -v name` tells where a command is; `command name …` runs it, and no function. */
  #commandCommand(args: readonly string[], line: number): number {
    const [first = '', second = ''] = args;
    if (first !== '-v') return this.#runNamed(args, line);
    const isKnown = this.#functions.has(second) || inProcess.has(second) || shellCommands.has(second);
    const place = isKnown ? second : findCommand(second, this.get('PATH'));
    if (place === undefined) return 127;
    print(this.#descriptors[1] ?? 1, `${place}\n`);
    return 0;
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
        return this.#setOptions(args);
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
        return this.#jobs.wait(args);
      case 'jobs':
        print(this.#descriptors[1] ?? 1, this.#jobs.list());
        return 0;
      case 'return':
        throw new Leave('return', first === '' ? this.#status : Number(first) & 0xff);
      case 'local':
        return this.#cover(args);
      case 'read':
        return this.#read(args);
      case 'command':
        return this.#commandCommand(args, line);
      default:
        return undefined;
    }
  }

  /** `set -e`, `set -- a b`. @throws Error about an option that this shell lacks */
  #setOptions(args: readonly string[]): number {
    const [first = ''] = args;
    if (!/^[-+]\w/.test(first)) {
      this.#positional = first === '--' ? args.slice(1) : args;
      return 0;
    }
    if (!/^[-+]e$/.test(first)) throw new Error(`set: Illegal option ${first}`);
    this.#stopsAtErrors = first === '-e';
    return 0;
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
      // A file without a first line that names its interpreter is a script of ours.
      if (code === 'ENOEXEC') return this.#tryStart('sh', [name, ...args], added, line);
      const reason = { ENOENT: 'not found', EACCES: 'Permission denied' }[code ?? ''];
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
    const functions = [...this.#functions.values()].map((defined) => `${defined.text}\n`).join('');
    const args = ['-c', functions + text, this.#name, ...this.#positional];
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
        descriptors[fd] = operator === '<<' ? openDocument(word) : openTarget(word, operator);
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
