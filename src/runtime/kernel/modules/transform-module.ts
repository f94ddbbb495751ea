import type { ExportNamedDeclaration, ImportAttribute, Node, Program } from 'acorn';
import type {
  EsModuleRecord,
  ImportedName,
  IndirectExport,
  PlainImport,
} from '../../protocol/module-calls.ts';
import { bindingNames } from './binding-names.ts';
import { builtInName } from './built-in-names.ts';
import { followAwaits } from './follow-awaits.ts';
import { followEnd } from './follow-end.ts';
import { rewriteReferences } from './import-references.ts';
import { parser } from './parser.ts';
import { TextEdits } from './text-edits.ts';

/** A module that another imports, before it is looked for. */
export interface UnresolvedRequest {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly names: ImportedName[];
}

/** What the text of an ES module says, before its imports are looked for. */
export type TransformedModule = Pick<
  EsModuleRecord,
  | 'body'
  | 'columns'
  | 'topLevelAwaits'
  | 'plainImports'
  | 'writtenImports'
  | 'exports'
  | 'indirectExports'
  | 'starExports'
> & { readonly requests: readonly UnresolvedRequest[] };

/**
 * Turns an ES module into the body of a strict function, line for line.
 *
 * Import and export syntax becomes spaces. A use of an imported name becomes a property of the namespace
 * parameter `$$0`, `$$1`, … (the index of its request), so that bindings are live and cycles work. A namespace, and what a
 * built-in module exports, keeps its own name, which the engine's messages then show ("fs.nope is not a function"). The loader adds
 * the head: it hands out getters for the module's own exports, and in a cycle makes the function a generator
 * that pauses there, after its functions are hoisted. `$$module` is the loader's: `meta`, `import()`, and `constant`,
 * whose setter throws what assigning to an import throws. `export default` of an expression is the variable `$$default`.
 *
 * @throws SyntaxError acorn's, with `pos` and `loc`
 */
export function transformModule(source: string): TransformedModule {
  const program = parser().parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const edits = new TextEdits(source);
  if (source.startsWith('#!')) edits.replace(0, 2, '//');
  followEnd(program, source, edits);
  followAwaits(program, source, edits);
  const syntax = new ModuleSyntax(program, source, edits);
  const findings = rewriteReferences(program, syntax.expressions, edits);
  const { text, columns } = edits.apply();
  const isConstant = (local: string): boolean => !findings.hasDirectEval && !findings.assigned.has(local);
  return {
    body: text,
    columns,
    topLevelAwaits: findings.topLevelAwaits,
    requests: syntax.requests,
    plainImports: syntax.plainImports,
    writtenImports: [...syntax.expressions].flatMap(([local, expression]) =>
      expression === local ? [] : [[expression, local]],
    ),
    exports: syntax.locals.map(({ exported, local }) => ({ exported, local, isConstant: isConstant(local) })),
    indirectExports: syntax.indirect,
    starExports: syntax.stars,
  };
}

/** Reads the import and export declarations, and blanks them. */
class ModuleSyntax {
  readonly requests: UnresolvedRequest[] = [];
  readonly locals: { exported: string; local: string }[] = [];
  readonly indirect: IndirectExport[] = [];
  readonly stars: number[] = [];
  readonly plainImports: PlainImport[] = [];
  /** Imported local name → expression that reads it. */
  readonly expressions = new Map<string, string>();
  readonly #imports = new Map<string, { request: number; imported: string | null }>();
  readonly #requestIndex = new Map<string, number>();
  readonly #source: string;
  readonly #edits: TextEdits;

  constructor(program: Program, source: string, edits: TextEdits) {
    this.#source = source;
    this.#edits = edits;
    // Imports are hoisted: an export may name one that is declared further down.
    for (const node of program.body) if (node.type === 'ImportDeclaration') this.#import(node);
    for (const node of program.body) this.#export(node);
  }

  #import(node: Extract<Program['body'][number], { type: 'ImportDeclaration' }>): void {
    const request = this.#request(node.source.value as string, node.attributes);
    for (const specifier of node.specifiers) {
      const imported =
        specifier.type === 'ImportNamespaceSpecifier'
          ? null
          : specifier.type === 'ImportDefaultSpecifier'
            ? 'default'
            : nameOf(specifier.imported);
      if (imported !== null)
        this.#need(request, imported, specifier.type === 'ImportSpecifier' ? specifier.imported : specifier);
      const local = specifier.local.name;
      this.#imports.set(local, { request, imported });
      const isPlain = imported === null || builtInName(node.source.value as string) !== undefined;
      if (isPlain) this.plainImports.push({ local, request, imported });
      this.expressions.set(local, isPlain ? local : namespaceProperty(request, imported));
    }
    this.#edits.blankStatement(node.start, node.end);
  }

  #export(node: Program['body'][number]): void {
    switch (node.type) {
      case 'ExportAllDeclaration': {
        const request = this.#request(node.source.value as string, node.attributes);
        if (node.exported) this.indirect.push({ exported: nameOf(node.exported), request, imported: null });
        else this.stars.push(request);
        return this.#edits.blankStatement(node.start, node.end);
      }
      case 'ExportNamedDeclaration':
        return node.declaration ? this.#exportDeclaration(node) : this.#exportList(node);
      case 'ExportDefaultDeclaration':
        return this.#exportDefault(node);
      default:
        return;
    }
  }

  #exportDeclaration({ start, declaration }: ExportNamedDeclaration): void {
    if (!declaration) return;
    const names =
      declaration.type === 'VariableDeclaration'
        ? declaration.declarations.flatMap(({ id }) => bindingNames(id))
        : [declaration.id.name];
    for (const name of names) this.locals.push({ exported: name, local: name });
    this.#edits.blank(start, declaration.start);
  }

  #exportList(node: ExportNamedDeclaration): void {
    const request = node.source ? this.#request(node.source.value as string, node.attributes) : undefined;
    for (const specifier of node.specifiers) {
      const exported = nameOf(specifier.exported);
      const local = nameOf(specifier.local);
      const from = request === undefined ? this.#imports.get(local) : { request, imported: local };
      if (request !== undefined) this.#need(request, local, specifier.local);
      if (from) this.indirect.push({ exported, ...from });
      else this.locals.push({ exported, local });
    }
    this.#edits.blankStatement(node.start, node.end);
  }

  #exportDefault(node: Extract<Program['body'][number], { type: 'ExportDefaultDeclaration' }>): void {
    const { declaration } = node;
    const { type } = declaration;
    const id = type === 'FunctionDeclaration' || type === 'ClassDeclaration' ? declaration.id : null;
    this.locals.push({ exported: 'default', local: id ? id.name : '$$default' });
    if (type === 'FunctionDeclaration' || id) {
      this.#edits.blank(node.start, declaration.start);
      if (!id) this.#edits.insert(declaration.start + this.#functionKeywordLength(declaration), ' $$default');
      return;
    }
    // A property named "default" gives an anonymous function or class the name that it has in an ES module. The
    // value begins right behind the keywords, since a parenthesis before it belongs to no node.
    const value = node.start + /^export\s+default/.exec(this.#source.slice(node.start))![0].length;
    const hasSemicolon = this.#source[node.end - 1] === ';';
    this.#edits.blank(node.start, value);
    this.#edits.insert(value, 'const $$default = { default:');
    this.#edits.insert(
      hasSemicolon ? node.end - 1 : node.end,
      ` }.default${type === 'ClassDeclaration' ? ';' : ''}`,
    );
  }

  #functionKeywordLength({ start }: Node): number {
    return /^(async\s+)?function\s*\*?/.exec(this.#source.slice(start))![0].length;
  }

  #request(specifier: string, attributes: readonly ImportAttribute[]): number {
    const given = attributes.map(({ key, value }) => [nameOf(key), value.value as string] as const);
    const key = JSON.stringify([specifier, given]);
    const known = this.#requestIndex.get(key);
    if (known !== undefined) return known;
    this.#requestIndex.set(key, this.requests.length);
    return this.requests.push({ specifier, attributes: Object.fromEntries(given), names: [] }) - 1;
  }

  #need(request: number, name: string, { start, end, loc }: Node): void {
    const { line, column } = loc!.start;
    this.requests[request]!.names.push({ name, line, column, length: end - start });
  }
}

function nameOf(node: { type: string; name?: string; value?: unknown }): string {
  return node.type === 'Literal' ? String(node.value) : node.name!;
}

function namespaceProperty(request: number, name: string): string {
  const isIdentifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
  return `$$${request}${isIdentifier ? `.${name}` : `[${JSON.stringify(name)}]`}`;
}
