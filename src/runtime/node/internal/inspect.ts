/** `util.inspect` and `util.format`, loaded at the first value that is not a plain string. */
import { inspectLibrary } from './deferred-packages.ts';
import { inspectInErrorsWith } from './errors.ts';

/** The options of `util.inspect` that this host's own code uses or passes on. */
export interface InspectOptions {
  showHidden?: boolean;
  depth?: number | null;
  colors?: boolean;
  customInspect?: boolean;
  showProxy?: boolean;
  maxArrayLength?: number | null;
  maxStringLength?: number | null;
  breakLength?: number;
  compact?: boolean | number;
  sorted?: boolean | ((a: string, b: string) => number);
  getters?: boolean | 'get' | 'set';
  numericSeparator?: boolean;
}

/** What a `[util.inspect.custom]` method receives: the options in force, and a way to colour its text. */
export interface InspectContext extends InspectOptions {
  stylize(text: string, styleType: string): string;
}

/** `util.inspect` as programs see it: a function with its tables as properties. */
export interface Inspect {
  (value: unknown, options?: InspectOptions | boolean): string;
  custom: symbol;
  colors: Record<string, [number, number]>;
  styles: Record<string, string>;
  defaultOptions: InspectOptions;
}

/** The part of `node-inspect-extracted` that the host uses. */
export interface InspectLibrary {
  inspect: Inspect;
  format(...args: unknown[]): string;
  formatWithOptions(options: InspectOptions, ...args: unknown[]): string;
  getStringWidth(text: string): number;
}

/** Names the method with which an object tells `inspect` how it looks. */
export const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** @see https://nodejs.org/api/util.html#utilinspectobject-options */
export const inspect: Inspect = Object.assign(
  function inspect(value: unknown, ...options: unknown[]): string {
    return Reflect.apply(inspectLibrary().inspect, undefined, [value, ...options]) as string;
  },
  { custom: inspectCustom },
) as Inspect;

for (const table of ['colors', 'styles', 'defaultOptions'] as const) {
  Object.defineProperty(inspect, table, {
    get: () => inspectLibrary().inspect[table],
    set(value: never) {
      inspectLibrary().inspect[table] = value;
    },
    enumerable: true,
    configurable: true,
  });
}

inspectInErrorsWith(inspect);

/** @see https://nodejs.org/api/util.html#utilformatformat-args */
export function format(...args: unknown[]): string {
  return isVerbatim(args) ? args.join(' ') : inspectLibrary().format(...args);
}

/** @see https://nodejs.org/api/util.html#utilformatwithoptionsinspectoptions-format-args */
export function formatWithOptions(options: InspectOptions, ...args: unknown[]): string {
  return isVerbatim(args) ? args.join(' ') : inspectLibrary().formatWithOptions(options, ...args);
}

/** How many columns of a terminal `text` takes. */
export function getStringWidth(text: string): number {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 || code > 126) return inspectLibrary().getStringWidth(text);
  }
  return text.length;
}

/** Strings without directives print as they are: the common `console.log('text')` must not load the library. */
function isVerbatim(args: readonly unknown[]): args is readonly string[] {
  for (const arg of args) if (typeof arg !== 'string') return false;
  return args.length < 2 || !(args[0] as string).includes('%');
}
