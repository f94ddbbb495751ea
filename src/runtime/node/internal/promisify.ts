import { emitWarning } from './emit-warning.ts';
import { nodeError } from './errors.ts';
import { nextTick } from './next-tick.ts';
import { validateFunction } from './validators.ts';

type Callbacked = (...args: unknown[]) => unknown;
type Promised = (...args: unknown[]) => Promise<unknown>;

/** The property with which a function offers its own promise form. */
export const promisifyCustom: unique symbol = Symbol.for('nodejs.util.promisify.custom') as never;

/** Names the results of a callback that gets several, as `fs.read` does; the promise then holds an object. */
export const promisifyArgs = Symbol('customPromisifyArgs');

/** @see https://nodejs.org/api/util.html#utilpromisifyoriginal */
export function promisify(original: unknown): Promised {
  validateFunction(original, 'original');
  const { [promisifyCustom]: custom, [promisifyArgs]: names } = original as unknown as {
    [promisifyCustom]?: unknown;
    [promisifyArgs]?: string[];
  };
  if (custom) {
    validateFunction(custom, 'util.promisify.custom');
    return markPromisified(custom as unknown as Promised);
  }

  function promised(this: unknown, ...args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (error: unknown, ...values: unknown[]) => {
        if (error) reject(error);
        else if (names !== undefined && values.length > 1) {
          resolve(Object.fromEntries(names.map((name, index) => [name, values[index]])));
        } else resolve(values[0]);
      };
      const result = Reflect.apply(original as Callbacked, this, [...args, settle]);
      if (result instanceof Promise) {
        const mistake = 'Calling promisify on a function that returns a Promise is likely a mistake.';
        emitWarning(mistake, 'DeprecationWarning', 'DEP0174');
      }
    });
  }
  Object.setPrototypeOf(promised, Object.getPrototypeOf(original) as object);
  Object.defineProperties(markPromisified(promised), Object.getOwnPropertyDescriptors(original));
  return promised;
}
promisify.custom = promisifyCustom;

/** @see https://nodejs.org/api/util.html#utilcallbackifyoriginal */
export function callbackify(original: unknown): (...args: unknown[]) => void {
  validateFunction(original, 'original');
  function callbackified(this: unknown, ...args: unknown[]): void {
    const last = args.pop();
    validateFunction(last, 'last argument');
    const callback = last.bind(this) as (...results: unknown[]) => void;
    void Reflect.apply(original as Promised, this, args).then(
      (value) => nextTick(callback, null, value),
      (reason: unknown) => nextTick(callback, reason || falsyRejection(reason)),
    );
  }
  const descriptors = Object.getOwnPropertyDescriptors(original);
  if (typeof descriptors['length']?.value === 'number') descriptors['length'].value += 1;
  if (typeof descriptors['name']?.value === 'string') descriptors['name'].value += 'Callbackified';
  return Object.defineProperties(callbackified, descriptors);
}

function markPromisified(promised: Promised): Promised {
  return Object.defineProperty(promised, promisifyCustom, {
    value: promised,
    enumerable: false,
    writable: false,
    configurable: true,
  });
}

function falsyRejection(reason: unknown): Error {
  const error = nodeError('ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
  return Object.assign(error, { reason });
}
