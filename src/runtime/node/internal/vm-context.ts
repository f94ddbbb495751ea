import type { ScriptNames } from '../../protocol/module-calls.ts';
import { register } from '../../thread/source-registry.ts';
import { callSync } from '../../thread/system-calls.ts';
import { NativeProxy } from './proxies.ts';

/** What `globalThis` and `this` are within a context, by the object that was made one. */
const globals = new WeakMap<object, object>();

/** Whether an object was made a context. */
export function isContext(object: object): boolean {
  return globals.has(object);
}

/** Makes an object the global of scripts. */
export function makeContext(object: object): void {
  if (globals.has(object)) return;
  const context = new NativeProxy(object, {
    has: (target, key) => key in target || builtIns.has(key),
    get: (target, key) => {
      if (key in target) return Reflect.get(target, key) as unknown;
      return key === 'globalThis' ? context : builtIn(key);
    },
  });
  globals.set(object, context);
}

/**
 * Runs a script that finds its globals in a context: what it declares with `var` and `function`, or assigns without declaring it,
 * becomes a property there. The objects of the language are this realm's own.
 */
export function runInContext(code: string, filename: string, object: object): unknown {
  const names = callSync('module.script-names', code);
  const self = globals.get(object)!;
  const prologue = names ? functionPrologue(names) : '';
  const { scope, define } = scopeOf(object, self, names);
  const compiled = `${prologue}${code}`;
  const scriptName = register({
    name: filename,
    source: code,
    columns: [],
    headLength: prologue.length,
    compiled,
    isCommonJs: false,
  });
  return Reflect.apply(evaluateWithin, self, [scope, `${compiled}\n//# sourceURL=${scriptName}`, define]);
}

const DEFINE = '$$vmDefine';

/** Functions are there before the first statement, and hand themselves over. It has no value of its own. */
function functionPrologue({ functions, isStrict }: ScriptNames): string {
  const strict = isStrict ? '"use strict";' : '';
  return functions.length === 0 ? '' : `${strict}${DEFINE}({${functions.join()}});`;
}

/** Not strict, since it has a `with`. */
// eslint-disable-next-line @typescript-eslint/no-implied-eval -- running text is what `vm` is for
const evaluateWithin = new Function(
  '$$vmScope',
  '$$vmCode',
  DEFINE,
  'with ($$vmScope) { return eval($$vmCode); }',
) as (scope: object, code: string, define: (functions: object) => void) => unknown;

/** What the script's names stand for. What this thread has and a context has not is hidden from it. */
function scopeOf(object: object, self: object, names: ScriptNames | null): Scope {
  // In strict code, variables are the script's own, and what is not declared cannot be assigned.
  const own = new Set(names && !names.isStrict ? [...names.vars, ...names.assigned] : []);
  const functions = new Set(names?.functions);
  // These may be asked for before they are there.
  const questioned = new Set([...(names?.questioned ?? []), ...(names?.vars ?? [])]);
  let areDefined = functions.size === 0;
  const define = (defined: object): void => {
    areDefined = true;
    Object.assign(object, defined);
  };
  const scope = new NativeProxy(object, {
    has: (target, key) => {
      if (typeof key !== 'string' || key.startsWith('$$vm') || (!areDefined && functions.has(key)))
        return false;
      return key in target || own.has(key) || questioned.has(key) || key in globalThis;
    },
    get: (target, key) => {
      if (key === Symbol.unscopables) return undefined;
      if (key in target) return Reflect.get(target, key) as unknown;
      if (key === 'globalThis') return self;
      if (builtIns.has(key)) return builtIn(key);
      if (questioned.has(key as string)) return undefined;
      throw new ReferenceError(`${String(key)} is not defined`);
    },
    set: (target, key, value) => Reflect.set(target, key, value),
  });
  return { scope, define };
}

interface Scope {
  readonly scope: object;
  /** Takes the script's functions, which until then are found where the script has them. */
  readonly define: (functions: object) => void;
}

function builtIn(key: PropertyKey): unknown {
  if (key === 'console') return silentConsole;
  return builtIns.has(key) ? (Reflect.get(globalThis, key) as unknown) : undefined;
}

/** As in Node, the console of a context writes to an inspector, and so nowhere. */
const silentConsole = Object.fromEntries(
  ['debug', 'error', 'info', 'log', 'trace', 'warn'].map((name) => [name, () => undefined]),
);

/** The globals of the language, which every context has. */
const builtIns: ReadonlySet<PropertyKey> = new Set(
  `AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
   FinalizationRegistry Float16Array Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array Intl Iterator JSON Map
   Math NaN Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError
   TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet WebAssembly console decodeURI
   decodeURIComponent encodeURI encodeURIComponent escape eval globalThis isFinite isNaN parseFloat parseInt undefined
   unescape`.split(/\s+/),
);
