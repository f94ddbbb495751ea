import { type ErrorClass, invalidArgType, nodeError } from './errors.ts';

/** The table from which the stream library takes its error classes, by `code`. */
export type StreamErrorTable = Record<string, ErrorClass>;

/**
 * Puts Node's own errors in the place of the library's, whose classes are called `NodeError` and whose `code` is not the
 * error's own. To be called before the library's other files take the classes from the table.
 */
export function makeStreamErrorsNodes(table: StreamErrorTable): void {
  for (const [code, Library] of Object.entries(table)) {
    const Base = baseOf(Library);
    table[code] = function (...args: never[]) {
      if (code === 'ERR_INVALID_ARG_TYPE')
        return wrongType(...(args as unknown as [string, string[], unknown]));
      return nodeError(code, new Library(...args).message, Base);
    } as unknown as ErrorClass;
  }
}

function wrongType(name: string, expected: string[], actual: unknown): Error {
  return invalidArgType(name, name === 'chunk' ? chunkTypes : expected, actual);
}

/** Streams take views of any kind since the version of Node that the library is of. */
const chunkTypes = ['string', 'Buffer', 'TypedArray', 'DataView'];

function baseOf(derived: ErrorClass): ErrorClass {
  return Object.getPrototypeOf(derived) as ErrorClass;
}
