import type { ImportedName } from '../../protocol/module-calls.ts';

/** A SyntaxError whose stack begins with the place in the source, as Node shows one that is found while linking. */
export function syntaxErrorAt(
  { url, source }: { readonly url: string; readonly source: string },
  { line, column, length }: ImportedName,
  message: string,
): SyntaxError {
  const error = new SyntaxError(message);
  const sourceLine = source.split(/\r?\n/)[line - 1] ?? '';
  const carets = `${' '.repeat(column)}${'^'.repeat(length)}`;
  const linking = 'at #asyncInstantiate (node:internal/modules/esm/module_job:463:21)';
  const stack = `${url}:${line}\n${sourceLine}\n${carets}\nSyntaxError: ${message}\n    ${linking}`;
  Object.defineProperty(error, 'stack', { value: stack, writable: true, configurable: true });
  return error;
}
