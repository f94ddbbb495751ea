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

/** The text that the engine points at. The end of the text has no length. */
function placeOf(error: ParseError, message: string, source: string): Place {
  const rule = engineTokens.find(([pattern]) => pattern.test(message));
  const span = rule?.[1](error.pos, source);
  if (span) return { ...parser().getLineInfo(source, span.start), length: span.end - span.start };
  const { pos, loc } = error;
  const length = pos >= source.length ? 0 : Math.max(1, tokenAt(source, pos).length);
  return { ...loc, length };
}

interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where V8 points at another token than that at which acorn stops, by V8's message and by Firefox's. */
const engineTokens: readonly (readonly [RegExp, (pos: number, source: string) => Span | undefined])[] = [
  [/^missing \) after argument list/, tokenBefore],
  [/^(?:Missing initializer|missing =) in const/, tokenBefore],
  [/^(?:Missing initializer|missing =) in destructuring/, groupBefore],
  [/^[Ff]unction statements? requires?/, tokenBefore],
  [/^await is only valid/, tokenBefore],
  [/^(?:Invalid shorthand property|missing : after property id)/, expressionBefore],
  [/^(?:Invalid regular expression: missing|unterminated regular)/, (pos) => ({ start: pos - 1, end: pos })],
  [/^(?:Private field|reference to undeclared private)/, (pos) => ({ start: pos - 1, end: pos })],
  [/^(?:Undefined label|label not found|Illegal continue statement: ')/, wordAfter],
  [/^(?:Delete of an unqualified|applying the 'delete')/, wordAfter],
];

function tokenBefore(pos: number, source: string): Span | undefined {
  return tokensBefore(pos, source).at(-1);
}

function tokensBefore(pos: number, source: string): Span[] {
  const tokens: Span[] = [];
  try {
    for (const { start, end } of parser().tokenizer(source, { ecmaVersion: 'latest' })) {
      if (end > pos) break;
      tokens.push({ start, end });
    }
  } catch {
    // The text behind the mistake may be no tokens at all.
  }
  return tokens;
}

/** What stands between brackets, with them. */
function groupBefore(pos: number, source: string): Span | undefined {
  const tokens = tokensBefore(pos, source);
  let depth = 0;
  for (const { start, end } of tokens.toReversed()) {
    const text = source.slice(start, end);
    if (/^[\])}]$/.test(text)) depth += 1;
    else if (/^[[({]$/.test(text)) depth -= 1;
    if (depth === 0) return { start, end: tokens.at(-1)!.end };
  }
  return undefined;
}

/** The expression that begins with the token before. */
function expressionBefore(pos: number, source: string): Span | undefined {
  const first = tokenBefore(pos, source);
  return first && parser().parseExpressionAt(source, first.start, { ecmaVersion: 'latest' });
}

/** The second word from `pos` on. */
function wordAfter(pos: number, source: string): Span | undefined {
  const [words, keyword] = /^(\w+\s+)[\w$]+/.exec(source.slice(pos)) ?? [];
  return words === undefined ? undefined : { start: pos + keyword!.length, end: pos + words.length };
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
    // So does it where the syntax of modules has not all been taken out.
    if (isModule && /^Cannot use import statement|'(import|export)'/.test(message)) return undefined;
    // In a module the word is reserved everywhere, and that is the first mistake.
    return isModule && message.startsWith('await is only valid') ? 'Unexpected reserved word' : message;
  }
}

function withoutModuleSyntax(source: string): string {
  return source
    .replace(/^#!/, '//')
    .replace(/(?<=^|;)[ \t]*import\b(?!\s*[(.])[^'"]*(['"])[^'"\n]*\1([ \t]*with[ \t]*\{[^}]*\})?/gm, ';')
    .replace(/(?<=^|;)[ \t]*export[ \t]*(\*|\{)[^;\n]*/gm, ';')
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
    /^([\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*|'[^'\n]*'?|"[^"\n]*"?|=>|\.\.\.|\?\.(?!\d)|[=!]==?|(?:&&|\|\||\?\?|\*\*|<<|>>>?|[-+*/%&|^<>])=|&&|\|\||\?\?|\*\*|<<|>>>?|\+\+|--|\S)/u.exec(
      rest,
    );
  return match?.[0] ?? '';
}
