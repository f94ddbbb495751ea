import { emitWarning } from './emit-warning.ts';
import { validateString } from './validators.ts';

type AnyFunction = (...args: never[]) => unknown;

const warnedCodes = new Set<string>();

/** @see https://nodejs.org/api/util.html#utildeprecatefn-msg-code */
export function deprecate<Deprecated extends AnyFunction>(
  original: Deprecated,
  message: string,
  code?: string,
  { modifyPrototype = true }: { modifyPrototype?: boolean } = {},
): Deprecated {
  if (code !== undefined) validateString(code, 'code');
  let warned = false;
  function deprecated(this: unknown, ...args: never[]): unknown {
    if (!warned) {
      warned = true;
      warn(message, code);
    }
    if (new.target) return Reflect.construct(original, args, new.target as never);
    return Reflect.apply(original, this, args);
  }
  if (modifyPrototype) {
    Object.setPrototypeOf(deprecated, original);
    if (original.prototype) deprecated.prototype = original.prototype as object;
    Object.defineProperty(deprecated, 'length', Object.getOwnPropertyDescriptor(original, 'length') ?? {});
  }
  return deprecated as unknown as Deprecated;
}

/** Once per code, however many functions carry it. */
function warn(message: string, code: string | undefined): void {
  const { process } = globalThis as { process?: { noDeprecation?: boolean } };
  if (process?.noDeprecation) return;
  if (code !== undefined) {
    if (warnedCodes.has(code)) return;
    warnedCodes.add(code);
  }
  emitWarning(message, 'DeprecationWarning', code);
}
