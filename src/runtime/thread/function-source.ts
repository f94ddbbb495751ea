import { originalText } from './source-registry.ts';

/** What the loader's edits have in common: a name that begins with two dollar signs. */
const EDIT = '$$';

/**
 * Makes the text of a function what its author wrote, without the loader's edits: programs print functions, and start
 * Workers from their text.
 */
export function installFunctionSource(): void {
  const nativeToString = Function.prototype.toString;
  const replacement = {
    toString(this: unknown): string {
      const text = Reflect.apply(nativeToString, this === replacement ? nativeToString : this, []);
      return text.includes(EDIT) ? (originalText(text) ?? text) : text;
    },
  }.toString;
  Object.defineProperty(Function.prototype, 'toString', {
    value: replacement,
    writable: true,
    configurable: true,
  });
}
