import { callSync } from '../system-calls.ts';
import { thread } from '../thread-state.ts';
import { print } from './command-io.ts';
import type { ExpansionContext } from './expand-words.ts';
import { globPaths } from './glob-paths.ts';
import { Jobs } from './jobs.ts';
import { statusOf } from './process-commands.ts';
import { ShellDescriptors } from './shell-descriptors.ts';
import type { Command } from './shell-syntax.ts';

/** What a shell knows while it runs: its variables, functions, jobs and descriptors, and what the last command answered. */
export class ShellState implements ExpansionContext {
  status = 0;
  /** `$1`, `$2`, … */
  args: readonly string[];
  /** `set -e` */
  stopsAtErrors = false;
  readonly functions = new Map<string, { readonly command: Command; readonly text: string }>();
  readonly jobs = new Jobs();
  readonly descriptors = new ShellDescriptors();
  readonly #name: string;
  readonly #variables: Map<string, string>;
  readonly #exported: Set<string>;
  /** The values that `local` has covered, of each function that runs. */
  readonly #covered: Map<string, string | undefined>[] = [];

  /** @param args `$0`, `$1`, … */
  constructor([name = 'sh', ...args]: readonly string[], env: Readonly<Record<string, string>>) {
    this.#name = name;
    this.args = args;
    this.#variables = new Map(Object.entries(env));
    this.#exported = new Set(Object.keys(env));
  }

  // ── what expansion asks ───────────────────────────────────────────────────────────────────────────────────

  get(name: string): string | undefined {
    switch (name) {
      case '?':
        return String(this.status);
      case '$':
        return String(thread.pid);
      case '#':
        return String(this.args.length);
      case '0':
        return this.#name;
      case '-':
        return this.stopsAtErrors ? 'e' : '';
      case '!':
        return this.jobs.lastPid;
      case 'PWD':
        return callSync('process.directory');
      default:
        return /^\d+$/.test(name) ? this.args[Number(name) - 1] : this.#variables.get(name);
    }
  }

  set(name: string, value: string): void {
    this.#variables.set(name, value);
  }

  positional(): readonly string[] {
    return this.args;
  }

  substitute(command: string): string {
    const { output, ...status } = callSync('process.spawn-and-wait', {
      command: 'sh',
      ...this.subshell(command),
      cwd: callSync('process.directory'),
      stdio: [this.descriptors.inherited(0), { type: 'pipe' }, this.descriptors.inherited(2)],
      input: null,
      timeoutMs: 0,
      killSignal: 15,
      maxBytes: Infinity,
    });
    this.status = statusOf(status);
    return new TextDecoder().decode(output[1] ?? new Uint8Array(0));
  }

  glob(pattern: string): readonly string[] {
    return globPaths(pattern);
  }

  // ── variables ─────────────────────────────────────────────────────────────────────────────────────────────

  export(name: string): void {
    this.#exported.add(name);
  }

  unset(name: string): void {
    this.#variables.delete(name);
    this.#exported.delete(name);
  }

  /** Gives a variable back its value when the function that runs ends. @throws Error outside of functions */
  cover(name: string): void {
    const covered = this.#covered.at(-1);
    if (!covered) throw new Error('local: not in a function');
    if (!covered.has(name)) covered.set(name, this.#variables.get(name));
  }

  /** Runs the body of a function, which has arguments and local variables of its own. */
  inFunction<Result>(args: readonly string[], body: () => Result): Result {
    const before = this.args;
    this.args = args;
    this.#covered.push(new Map());
    try {
      return body();
    } finally {
      this.args = before;
      for (const [name, value] of this.#covered.pop()!) {
        if (value === undefined) this.#variables.delete(name);
        else this.#variables.set(name, value);
      }
    }
  }

  /** Runs a body after which variables and the directory are as before. */
  restoring<Result>(body: () => Result): Result {
    const [variables, exported, directory] = [
      new Map(this.#variables),
      new Set(this.#exported),
      callSync('process.directory'),
    ];
    try {
      return body();
    } finally {
      this.#variables.clear();
      for (const [name, value] of variables) this.#variables.set(name, value);
      this.#exported.clear();
      for (const name of exported) this.#exported.add(name);
      callSync('process.change-directory', directory);
    }
  }

  // ── what others get ───────────────────────────────────────────────────────────────────────────────────────

  /** The environment of a command. */
  environment(): Record<string, string> {
    return Object.fromEntries([...this.#variables].filter(([name]) => this.#exported.has(name)));
  }

  /** The arguments of a shell of its own for some text, which knows all variables, exported or not. */
  subshell(text: string): { args: readonly string[]; env: Record<string, string> } {
    const env = Object.fromEntries(this.#variables);
    const functions = [...this.functions.values()].map((defined) => `${defined.text}\n`).join('');
    return { args: ['-c', functions + text, this.#name, ...this.args], env };
  }

  /** Says what is wrong with a line of the script. */
  complain(line: number, message: string): void {
    print(this.descriptors.io.errors, `${this.#name}: ${line}: ${message}\n`);
  }
}
