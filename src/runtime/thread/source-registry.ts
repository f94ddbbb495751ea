import type { ColumnMap } from '../protocol/module-calls.ts';

/** The text of a module as its author wrote it, and how what the browser compiled differs from it. */
export interface RegisteredSource {
  /** What a stack trace calls it: a path for CommonJS, a URL for an ES module, or `[eval]`. */
  readonly name: string;
  readonly source: string;
  readonly columns: ColumnMap;
  /** How long the loader's head before the first line is. */
  readonly headLength: number;
  readonly isCommonJs: boolean;
  /** What the browser compiled in place of imported names; the engine writes it into messages. */
  readonly writtenImports?: readonly (readonly [expression: string, local: string])[];
  /** What the browser compiled, the head included. */
  readonly compiled: string;
}

/** What the loader names the function around a module, so that a stack trace can leave the name out. */
export const bodyFunctionName = '$$body';

const sources = new Map<string, RegisteredSource>();

/**
 * Remembers a module's source and compiles the function around it. The browser knows it under a script name without
 * white space, since a `sourceURL` comment ends at the first space.
 */
export function compileFunction(
  registered: Omit<RegisteredSource, 'headLength' | 'compiled'>,
  head: string,
  body: string,
): unknown {
  const scriptName = register({ ...registered, headLength: head.length, compiled: `${head}${body}` });
  return compile(`${head}${body}\n})\n//# sourceURL=${scriptName}`);
}

/** Remembers a script's source and runs it in the global scope. Returns the value of its last expression. */
export function runScript(
  registered: Omit<RegisteredSource, 'headLength' | 'compiled'>,
  body: string,
): unknown {
  const scriptName = register({ ...registered, headLength: 0, compiled: body });
  return compile(`${body}\n//# sourceURL=${scriptName}`);
}

/** Remembers a source that others compile. Returns the script name for the browser, which goes behind `sourceURL=`. */
export function register(source: RegisteredSource): string {
  const scriptName = source.name.replace(/\s/g, encodeURIComponent);
  sources.set(scriptName, source);
  return scriptName;
}

/** The source that the browser knows under a script name, if it is one of the program's. */
export function sourceOf(scriptName: string): RegisteredSource | undefined {
  return sources.get(scriptName);
}

/**
 * A function's text as its author wrote it, found by the text that the browser compiled; `undefined` when none of the
 * program's sources has it.
 */
export function originalText(text: string): string | undefined {
  for (const registered of sources.values()) {
    const start = registered.compiled.indexOf(text);
    if (start === -1) continue;
    const [from, to] = [start, start + text.length].map((offset) => originalOffset(registered, offset));
    if (from !== undefined && to !== undefined) return registered.source.slice(from, to);
  }
  return undefined;
}

function originalOffset(registered: RegisteredSource, offset: number): number | undefined {
  const { compiled, source } = registered;
  let line = 1;
  let lineStart = 0;
  let sourceLineStart = 0;
  for (;;) {
    const next = compiled.indexOf('\n', lineStart) + 1;
    if (next === 0 || next > offset) break;
    line += 1;
    lineStart = next;
    sourceLineStart = source.indexOf('\n', sourceLineStart) + 1;
  }
  const column = originalColumn(registered, line, offset - lineStart + 1);
  return column === undefined ? undefined : sourceLineStart + column - 1;
}

/**
 * The column (one-based) in the author's text of a column in what the browser compiled; `undefined` when the
 * position is in the loader's head.
 */
export function originalColumn(
  { columns, headLength }: RegisteredSource,
  line: number,
  column: number,
): number | undefined {
  let at = column - 1;
  if (line === 1) {
    if (at < headLength) return undefined;
    at -= headLength;
  }
  let shift = 0;
  for (let group = firstGroup(columns, line); columns[group] === line; group += 5) {
    const start = columns[group + 1]!;
    const end = columns[group + 2]!;
    if (at < start) break;
    if (at <= end) return columns[group + 3]! + 1;
    shift = columns[group + 4]! - end;
  }
  return at + shift + 1;
}

/** The index of a line's first group of five, or where it would be. */
function firstGroup(columns: ColumnMap, line: number): number {
  let low = 0;
  let high = columns.length / 5;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (columns[middle * 5]! < line) low = middle + 1;
    else high = middle;
  }
  return low * 5;
}

/** An indirect eval: the text sees the global scope only. */
const compile = globalThis.eval as (text: string) => unknown;
