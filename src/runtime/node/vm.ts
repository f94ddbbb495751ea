/**
 * `node:vm`: scripts in this realm, and in contexts that share its built-in objects: a page cannot make another realm within a
 * thread, so a context is an object that a script finds its globals in.
 *
 * @see https://nodejs.org/api/vm.html
 */
import { runScript } from '../thread/source-registry.ts';
import { absentFunctions } from './internal/absent-functions.ts';
import { invalidArgType, unavailable } from './internal/errors.ts';
import { validateObject, validateString } from './internal/validators.ts';
import { isContext, makeContext, runInContext as runWithin } from './internal/vm-context.ts';

interface ScriptOptions {
  filename?: string;
  timeout?: number;
  breakOnSigint?: boolean;
}

class Script {
  readonly #code: string;
  readonly #filename: string;

  constructor(code: string, options?: ScriptOptions | string) {
    this.#filename = filenameOf(options);
    this.#code = String(code);
    // A script with a mistake is refused when it is made, not when it runs. The function is never called.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compiling is what a script is for
    new Function(`if (0) {\n${this.#code}\n}`);
  }

  runInThisContext(options?: ScriptOptions): unknown {
    refuseInterruption(options);
    const [name, source] = [this.#filename, this.#code];
    return decorated(this.#code, this.#filename, () =>
      runScript({ name, source, columns: [], isCommonJs: false }, source),
    );
  }

  runInContext(context: unknown, options?: ScriptOptions): unknown {
    refuseInterruption(options);
    const object = contextOf(context);
    return decorated(this.#code, this.#filename, () => runWithin(this.#code, this.#filename, object));
  }

  runInNewContext(object?: unknown, options?: ScriptOptions): unknown {
    return this.runInContext(createContext(object), options);
  }

  createCachedData(): never {
    throw unavailable('vm.Script.createCachedData()');
  }
}

/** Runs a script; an error that it throws shows the line at the beginning of its stack. */
function decorated(source: string, filename: string, run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof Error) showLine(error, source, filename);
    throw error;
  }
}

function showLine(error: Error, source: string, filename: string): void {
  try {
    error.stack = `${frameOf(error, source, filename)}${error.stack}`;
  } catch {
    // A program's own `Error.prepareStackTrace` may throw.
  }
}

function frameOf({ stack = '' }: Error, source: string, filename: string): string {
  const firstFrame = /^ {4}at (?:.*\()?(.*):(\d+):(\d+)\)?$/m.exec(stack);
  const [, name, line, column] = firstFrame ?? [];
  const text = source.split('\n')[Number(line) - 1];
  if (name !== filename || text === undefined) return '';
  const before = text.slice(0, Number(column) - 1).replace(/\bthrow\s+$/, '');
  return `${filename}:${line}\n${text}\n${before.replace(/[^\t]/g, ' ')}^\n\n`;
}

function createContext(object: unknown = {}): object {
  validateObject(object, 'object', { array: true, function: true });
  makeContext(object);
  return object;
}

function contextOf(context: unknown): object {
  if (typeof context === 'object' && context !== null && isContext(context)) return context;
  throw invalidArgType('contextifiedObject', 'vm.Context', context);
}

function runInContext(code: string, context: unknown, options?: ScriptOptions | string): unknown {
  validateString(code, 'code');
  const given = contextOf(context);
  return new Script(code, options).runInContext(given, optionsOf(options));
}

function runInNewContext(code: string, object?: unknown, options?: ScriptOptions | string): unknown {
  validateString(code, 'code');
  const context = createContext(object);
  return new Script(code, options).runInContext(context, optionsOf(options));
}

function runInThisContext(code: string, options?: ScriptOptions | string): unknown {
  validateString(code, 'code');
  return new Script(code, options).runInThisContext(optionsOf(options));
}

function compileFunction(code: string, parameters: string[] = []): unknown {
  validateString(code, 'code');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compiling is what it is for
  return new Function(...parameters, code);
}

function optionsOf(options: ScriptOptions | string | undefined): ScriptOptions | undefined {
  return typeof options === 'string' ? undefined : options;
}

function filenameOf(options: ScriptOptions | string | undefined): string {
  return typeof options === 'string' ? options : (options?.filename ?? 'evalmachine.<anonymous>');
}

/** Nobody can stop a script but with its whole thread. */
function refuseInterruption({ timeout, breakOnSigint }: ScriptOptions = {}): void {
  if (timeout !== undefined) throw unavailable('vm with the option "timeout"');
  if (breakOnSigint) throw unavailable('vm with the option "breakOnSigint"');
}

export default {
  Script,
  createContext,
  createScript: (code: string, options?: ScriptOptions) => new Script(code, options),
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext: (object: unknown): boolean => {
    validateObject(object, 'object', { array: true, function: true });
    return isContext(object);
  },
  compileFunction,
  constants: Object.freeze({}),
  ...absentFunctions('vm', ['measureMemory']),
};
