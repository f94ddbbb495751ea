import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { type BlockStatement, type FunctionDeclaration, parse, type Program } from 'acorn';

/** What esbuild has bundled: a script, and where its parts come from. */
export interface Bundle {
  readonly text: string;
  /** A source map, as JSON. */
  readonly map: string;
}

/** Names of functions, by the file that declares them. */
export type FunctionNames = Readonly<Record<string, readonly string[]>>;

/** A function that a file declares, and where it is in the bundle. */
interface Declared {
  readonly file: string;
  readonly name: string;
  readonly node: FunctionDeclaration;
}

/**
 * Turns declarations of functions into variables whose value is the function, in parentheses. From these, JavaScript
 * engines guess that it is called at once, and compile it with the script; any other they first skim, only to find its
 * end, and later parse and compile each alone, which takes longer. They are the first that the bundle has, so that
 * nothing can call one before it is there.
 *
 * @param names functions to do that with; those that the bundle does not have are passed over
 * @see https://v8.dev/blog/preparser#pife
 */
export function compileAtOnce(bundle: Bundle, names: FunctionNames): string {
  const { text } = bundle;
  const scope = scopeOf(bundle);
  const wanted = declaredIn(scope, bundle.map, text).filter(({ file, name }) => names[file]?.includes(name));
  if (wanted.length === 0) return text;
  const variables = wanted.map(({ node }) => `${node.id.name}=(${anonymous(text, node)})`);
  const start = afterDirectives(scope);
  let rest = '';
  let end = start;
  for (const { node } of wanted) {
    rest += text.slice(end, node.start);
    end = node.end;
  }
  return `${text.slice(0, start)}var ${variables.join()};${rest}${text.slice(end)}`;
}

/** Has each declared function tell by a statement of its own that it is called; that is how `names` are found. */
export function tellCalls(bundle: Bundle, statement: (file: string, name: string) => string): string {
  const { text } = bundle;
  let told = '';
  let end = 0;
  for (const { file, name, node } of declaredIn(scopeOf(bundle), bundle.map, text)) {
    told += `${text.slice(end, node.body.start + 1)}${statement(file, name)};`;
    end = node.body.start + 1;
  }
  return told + text.slice(end);
}

/** Not in the types of Node: what a minified name was. */
interface NamedMapping extends SourceMapping {
  readonly name: string;
}

/** The statements of the modules: those of the script, or of the one function that esbuild has put around them. */
function scopeOf({ text }: Bundle): readonly Program['body'][number][] {
  const { body } = parse(text, { ecmaVersion: 'latest' });
  const [only, ...others] = body.filter((node) => !isDirective(node));
  const value = only?.type === 'VariableDeclaration' ? only.declarations[0]?.init : undefined;
  if (others.length > 0 || value?.type !== 'CallExpression') return body;
  const { callee } = value;
  const isAround = callee.type === 'ArrowFunctionExpression' && callee.body.type === 'BlockStatement';
  return isAround ? (callee.body as BlockStatement).body : body;
}

function declaredIn(scope: readonly Program['body'][number][], map: string, text: string): Declared[] {
  const origins = new SourceMap(JSON.parse(map) as SourceMapPayload);
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  return scope.flatMap((node) => {
    if (node.type !== 'FunctionDeclaration') return [];
    const line = lineStarts.findLastIndex((start) => start <= node.id.start);
    const origin: Partial<NamedMapping> = origins.findEntry(line, node.id.start - lineStarts[line]!);
    if (origin.originalSource === undefined) return [];
    return [{ file: origin.originalSource, name: origin.name ?? node.id.name, node }];
  });
}

function anonymous(text: string, { id, start, end }: FunctionDeclaration): string {
  return text.slice(start, id.start).trimEnd() + text.slice(id.end, end);
}

function afterDirectives(scope: readonly Program['body'][number][]): number {
  return scope.find((node) => !isDirective(node))!.start;
}

function isDirective(node: Program['body'][number]): boolean {
  return node.type === 'ExpressionStatement' && node.directive !== undefined;
}
