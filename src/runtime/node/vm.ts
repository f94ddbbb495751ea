/**
 * `node:vm`: scripts in this realm. A page cannot make another realm within a thread, so contexts throw.
 *
 * @see https://nodejs.org/api/vm.html
 */
import { absentFunctions } from './internal/absent-functions.ts';
import { unavailable } from './internal/errors.ts';
import { validateString } from './internal/validators.ts';

interface ScriptOptions {
  filename?: string;
}

/** Indirect, so that the code runs in the global scope. */
const evaluate = eval;

class Script {
  readonly #code: string;

  constructor(code: string, options?: ScriptOptions | string) {
    const filename = typeof options === 'string' ? options : (options?.filename ?? 'evalmachine.<anonymous>');
    this.#code = `${String(code)}\n//# sourceURL=${filename}`;
    // A script with a mistake is refused when it is made, not when it runs. The function is never called.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compiling is what a script is for
    new Function(`if (0) {\n${String(code)}\n}`);
  }

  runInThisContext(): unknown {
    return evaluate(this.#code);
  }

  runInContext(): never {
    throw unavailable('vm.Script.runInContext()');
  }

  runInNewContext(): never {
    throw unavailable('vm.Script.runInNewContext()');
  }

  createCachedData(): never {
    throw unavailable('vm.Script.createCachedData()');
  }
}

function runInThisContext(code: string, options?: ScriptOptions | string): unknown {
  validateString(code, 'code');
  return new Script(code, options).runInThisContext();
}

function compileFunction(code: string, parameters: string[] = []): unknown {
  validateString(code, 'code');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compiling is what it is for
  return new Function(...parameters, code);
}

const absent = ['createContext', 'runInContext', 'runInNewContext', 'measureMemory'];

export default {
  Script,
  createScript: (code: string, options?: ScriptOptions) => new Script(code, options),
  runInThisContext,
  isContext: () => false,
  compileFunction,
  constants: Object.freeze({}),
  ...absentFunctions('vm', absent),
};
