import type { SerializedError } from '../../protocol/serialized-error.ts';
import { parser } from './parser.ts';

/** What acorn throws. */
export interface ParseError extends SyntaxError {
  readonly pos: number;
  readonly loc: { readonly line: number; readonly column: number };
}

/**
 * Describes a parse error as Node shows it: the message in the engine's own words where it can be asked, and a
 * stack that begins with the file, the line and carets below the offending token.
 *
 * @param name what the frame calls the file: a path, a URL, or `[eval]`
 */
export function describeSyntaxError(
  error: ParseError,
  source: string,
  name: string,
  format: 'commonjs' | 'module',
): SerializedError {
  const message = engineMessage(source, format) ?? inEngineWords(error, source);
  const { line, column, length } = placeOf(error, message, source);
  const sourceLine = source.split(/\r?\n/)[line - 1] ?? '';
  const frame = `${name}:${line}\n${sourceLine}\n${' '.repeat(column)}${'^'.repeat(length)}\n`;
  return {
    constructorName: 'SyntaxError',
    name: 'SyntaxError',
    message,
    // The frame of Node's own that compiles: an error without any would be shown in brackets.
    stack: `${frame}\nSyntaxError: ${message}\n    at ${compiling[format]}`,
    properties: {},
  };
}

/** The token that the engine points at. The end of the text has no length. */
function placeOf(
  { pos, loc }: ParseError,
  message: string,
  source: string,
): { line: number; column: number; length: number } {
  // Of an argument list that does not end, V8 shows its last token, and acorn what follows.
  const last = message === 'missing ) after argument list' ? tokenBefore(pos, source) : undefined;
  if (last) return { ...last.loc.start, length: last.end - last.start };
  const length = pos >= source.length ? 0 : Math.max(1, tokenAt(source, pos).length);
  return { ...loc, length };
}

function tokenBefore(pos: number, source: string) {
  let last: { start: number; end: number; loc: { start: { line: number; column: number } } } | undefined;
  try {
    for (const token of parser().tokenizer(source, { ecmaVersion: 'latest', locations: true })) {
      if (token.end > pos) break;
      last = { start: token.start, end: token.end, loc: token.loc! };
    }
  } catch {
    // The text behind the mistake may be no tokens at all.
  }
  return last;
}

const compiling = {
  commonjs: 'wrapSafe (node:internal/modules/cjs/loader:1888:18)',
  module: 'compileSourceTextModule (node:internal/modules/esm/utils:355:16)',
};

/**
 * The engine's message for the same text, compiled as a function and not run. Import and export syntax cannot
 * stand in a function, so it is taken out first; what remains has the same mistake, or none that can be found so.
 */
function engineMessage(source: string, format: 'commonjs' | 'module'): string | undefined {
  const isModule = format === 'module';
  if (!isModule && /^\s*(import\s*[\w{*'"]|export\b)/m.test(source)) return undefined;
  const text = isModule ? `"use strict";${withoutModuleSyntax(source)}` : source;
  // An async arrow may hold top-level await; a line comment at the end must not swallow the closing brace.
  const wrapped = isModule ? `(async () => {${text}\n})` : `(function () {${text}\n})`;
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compiled for its error, never called
    new Function(`return ${wrapped}`);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    // The wrapper itself ends too early or too late: acorn knows better.
    if (/Unexpected (end of input|token '[})]')/.test(message)) return undefined;
    // In a module the word is reserved everywhere, and that is the first mistake.
    return isModule && message.startsWith('await is only valid') ? 'Unexpected reserved word' : message;
  }
}

function withoutModuleSyntax(source: string): string {
  return source
    .replace(/^#!/, '//')
    .replace(/^[ \t]*import\b(?!\s*[(.])[^'"]*(['"])[^'"\n]*\1([ \t]*with[ \t]*\{[^}]*\})?/gm, ';')
    .replace(/^[ \t]*export[ \t]*(\*|\{)[^;\n]*/gm, ';')
    .replace(/\bexport\s+default\s+(?=(async\s+)?function\b|class\b)/g, 'void ')
    .replace(/\bexport\s+default\b/g, 'void ')
    .replace(/\bexport\s+(?=const|let|var|function|class|async)/g, '')
    .replace(/\bimport\.meta\b/g, 'globalThis');
}

const reworded: readonly (readonly [RegExp, string])[] = [
  [/^Identifier '(.+)' has already been declared/, "Identifier '$1' has already been declared"],
  [/^'import' and 'export' may appear only/, 'Cannot use import statement outside a module'],
  [/^Cannot use 'import\.meta' outside a module/, "Cannot use 'import.meta' outside a module"],
  [/^Duplicate export '(.+)'/, "Duplicate export of '$1'"],
  [/^Export '(.+)' is not defined/, "Export '$1' is not defined in module"],
  [/^Unterminated (string constant|character)/, 'Invalid or unexpected token'],
  [/^Unterminated template/, 'Unterminated template literal'],
  [/^Unterminated comment/, 'Invalid or unexpected token'],
  [/^Unterminated regular expression/, 'Invalid regular expression: missing /'],
  [/^Assigning to rvalue/, 'Invalid left-hand side in assignment'],
  [/^'return' outside of function/, 'Illegal return statement'],
  [/^Unsyntactic break/, 'Illegal break statement'],
  [/^Unsyntactic continue/, 'Illegal continue statement: no surrounding iteration statement'],
  [/^Unexpected character/, 'Invalid or unexpected token'],
];

/** V8's words for acorn's messages, for what the engine could not be asked. */
function inEngineWords(error: ParseError, source: string): string {
  const message = error.message.replace(/ \(\d+:\d+\)$/, '');
  const token = tokenAt(source, error.pos);
  if (message.startsWith("'import' and 'export'") && token === 'export') return "Unexpected token 'export'";
  for (const [pattern, words] of reworded) {
    const match = pattern.exec(message);
    if (match) return words.replace('$1', () => match[1] ?? '');
  }
  if (!message.startsWith('Unexpected token')) return message;
  if (error.pos >= source.length) return 'Unexpected end of input';
  if (/^\d/.test(token)) return 'Unexpected number';
  if (/^['"]/.test(token)) return 'Unexpected string';
  if (token.startsWith('`')) return 'Unexpected template string';
  if (/^[\p{ID_Start}$_]/u.test(token) && !keywords.has(token)) return `Unexpected identifier '${token}'`;
  return `Unexpected token '${token}'`;
}

const keywords = new Set(
  (
    'break case catch class const continue debugger default delete do else export extends false finally for ' +
    'function if import in instanceof new null return super switch this throw true try typeof var void while with'
  ).split(' '),
);

function tokenAt(source: string, offset: number): string {
  const rest = source.slice(offset);
  const match =
    /^([\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*|'[^'\n]*'?|"[^"\n]*"?|=>|\.\.\.|[=!]==?|[<>]=|&&|\|\||\?\?|\+\+|--|\S)/u.exec(
      rest,
    );
  return match?.[0] ?? '';
}
