import type { AnyNode, Function, Pattern, Program } from 'acorn';
import type { SourcePosition } from '../../protocol/module-calls.ts';
import { bindingNames, forEachChild, lexicalNames, varNames } from './binding-names.ts';
import type { TextEdits } from './text-edits.ts';

/** What the rewrite found out on its way. */
export interface ReferenceFindings {
  /** Where `await` stands outside of functions. */
  readonly topLevelAwaits: readonly SourcePosition[];
  /** Names of the module's own scope that something assigns. With a direct `eval`, anything may be assigned. */
  readonly assigned: ReadonlySet<string>;
  readonly hasDirectEval: boolean;
}

/**
 * Rewrites every use of an imported name to the expression that reads the live binding, wherever no inner scope
 * declares the name anew. Also rewrites `import.meta` and `import()`, which a function body lacks, and
 * top-level `arguments`, which it must not have.
 *
 * @param expressions imported local name → expression; the name itself for one that is only not to be assigned
 */
export function rewriteReferences(
  program: Program,
  expressions: ReadonlyMap<string, string>,
  edits: TextEdits,
): ReferenceFindings {
  const rewriter = new ReferenceRewriter(expressions, edits);
  rewriter.module(program);
  return rewriter;
}

class ReferenceRewriter implements ReferenceFindings {
  readonly topLevelAwaits: SourcePosition[] = [];
  hasDirectEval = false;
  readonly assigned = new Set<string>();
  readonly #expressions: ReadonlyMap<string, string>;
  readonly #edits: TextEdits;
  /** Innermost last; the module's own is first. */
  readonly #scopes: ReadonlySet<string>[] = [];
  /** Where expression statements begin: there a parenthesis could continue the line before. */
  readonly #statementStarts = new Set<number>();
  #functionDepth = 0;

  constructor(expressions: ReadonlyMap<string, string>, edits: TextEdits) {
    this.#expressions = expressions;
    this.#edits = edits;
  }

  module(program: Program): void {
    this.#within([...varNames(program), ...lexicalNames(program.body)], () => this.#list(program.body));
  }

  #visit(node: AnyNode): void {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'BreakStatement':
      case 'ContinueStatement':
        return;
      case 'ExportNamedDeclaration':
        return this.#optional(node.declaration);
      case 'Identifier':
        return this.#reference(node.name, node.start, node.end);
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(node);
      case 'ClassDeclaration':
      case 'ClassExpression':
        return this.#class(node);
      case 'BlockStatement':
        return this.#within(lexicalNames(node.body), () => this.#list(node.body));
      case 'ForStatement':
        return this.#loop(node.init, node);
      case 'ForInStatement':
      case 'ForOfStatement':
        if (node.type === 'ForOfStatement' && node.await) this.#awaits(node);
        if (node.left.type !== 'VariableDeclaration') this.#assign(node.left);
        return this.#loop(node.left, node, node.left.type !== 'VariableDeclaration');
      case 'SwitchStatement':
        this.#visit(node.discriminant);
        return this.#within(lexicalNames(node.cases.flatMap(({ consequent }) => consequent)), () => {
          for (const { test, consequent } of node.cases) {
            this.#optional(test);
            this.#list(consequent);
          }
        });
      case 'CatchClause':
        return this.#within(bindingNames(node.param), () => {
          if (node.param) this.#declare(node.param);
          this.#visit(node.body);
        });
      case 'VariableDeclaration':
        if ((node.kind as string) === 'await using') this.#awaits(node);
        for (const { id, init } of node.declarations) {
          this.#declare(id);
          this.#optional(init);
        }
        return;
      case 'MemberExpression':
        this.#visit(node.object);
        if (node.computed) this.#visit(node.property);
        return;
      case 'Property':
        if (node.computed) this.#visit(node.key);
        if (node.shorthand && node.value.type === 'Identifier') this.#shorthand(node.value.name, node);
        else this.#visit(node.value);
        return;
      case 'CallExpression':
        if (node.callee.type === 'Identifier' && node.callee.name === 'eval') this.hasDirectEval = true;
        this.#callee(node.callee);
        for (const argument of node.arguments) this.#visit(argument);
        return;
      case 'TaggedTemplateExpression':
        this.#callee(node.tag);
        return this.#visit(node.quasi);
      case 'AssignmentExpression':
        this.#assign(node.left);
        return this.#visit(node.right);
      case 'UpdateExpression':
        return this.#assign(node.argument as Pattern);
      case 'MetaProperty':
        if (node.meta.name === 'import') this.#edits.replace(node.start, node.end, '$$module.meta');
        return;
      case 'ImportExpression':
        this.#edits.replace(node.start, node.start + 'import'.length, '$$module.import');
        this.#visit(node.source);
        return this.#optional(node.options);
      case 'AwaitExpression':
        this.#awaits(node);
        return this.#visit(node.argument);
      case 'LabeledStatement':
        return this.#visit(node.body);
      default:
        forEachChild(node, (child) => this.#visit(child));
    }
  }

  #optional(node: AnyNode | null | undefined): void {
    if (node) this.#visit(node);
  }

  #list(body: readonly AnyNode[]): void {
    for (const statement of body) {
      if (statement.type === 'ExpressionStatement') this.#statementStarts.add(statement.start);
      this.#visit(statement);
    }
  }

  #within(names: readonly string[], body: () => void): void {
    this.#scopes.push(new Set(names));
    body();
    this.#scopes.pop();
  }

  #function(node: Function & AnyNode): void {
    const names = node.params.flatMap(bindingNames);
    if (node.type === 'FunctionExpression' && node.id) names.push(node.id.name);
    if (node.type !== 'ArrowFunctionExpression') names.push('arguments');
    const { body } = node;
    if (body.type === 'BlockStatement') names.push(...varNames(body), ...lexicalNames(body.body));
    this.#functionDepth++;
    this.#within(names, () => {
      for (const parameter of node.params) this.#declare(parameter);
      if (body.type === 'BlockStatement') this.#list(body.body);
      else this.#visit(body);
    });
    this.#functionDepth--;
  }

  #class(node: Extract<AnyNode, { type: 'ClassDeclaration' | 'ClassExpression' }>): void {
    this.#within(node.id ? [node.id.name] : [], () => {
      this.#optional(node.superClass);
      for (const member of node.body.body) {
        if (member.type !== 'StaticBlock' && member.computed) this.#visit(member.key);
        this.#functionDepth++;
        if (member.type === 'StaticBlock') {
          const { body } = member;
          this.#within([...varNames(body), ...lexicalNames(body)], () => this.#list(body));
        } else {
          this.#optional(member.value);
        }
        this.#functionDepth--;
      }
    });
  }

  #loop(head: AnyNode | null | undefined, node: AnyNode, skipHead = false): void {
    const declares = head?.type === 'VariableDeclaration' && head.kind !== 'var';
    const names = declares ? head.declarations.flatMap(({ id }) => bindingNames(id)) : [];
    this.#within(names, () => {
      forEachChild(node, (child) => {
        if (!skipHead || child !== head) this.#visit(child);
      });
    });
  }

  /** A pattern that declares its names: only its defaults and computed keys are expressions. */
  #declare(pattern: Pattern): void {
    this.#pattern(pattern, (name) => void name);
  }

  /** A pattern that assigns to what it names. An imported name throws, as Node's does, when the assignment happens. */
  #assign(pattern: Pattern): void {
    this.#pattern(pattern, (name, start, end, isShorthand) => {
      if (this.#isInner(name)) return;
      this.assigned.add(name);
      if (!this.#expressions.has(name)) return;
      this.#edits.replace(start, end, `${isShorthand ? `${name}: ` : ''}$$module.constant`);
    });
  }

  #pattern(
    pattern: Pattern,
    onName: (name: string, start: number, end: number, isShorthand: boolean) => void,
    isShorthand = false,
  ): void {
    switch (pattern.type) {
      case 'Identifier':
        return onName(pattern.name, pattern.start, pattern.end, isShorthand);
      case 'ObjectPattern':
        for (const property of pattern.properties) {
          if (property.type === 'RestElement') this.#pattern(property.argument, onName);
          else {
            if (property.computed) this.#visit(property.key);
            this.#pattern(property.value, onName, property.shorthand);
          }
        }
        return;
      case 'ArrayPattern':
        for (const element of pattern.elements) if (element) this.#pattern(element, onName);
        return;
      case 'AssignmentPattern':
        this.#pattern(pattern.left, onName, isShorthand);
        return this.#visit(pattern.right);
      case 'RestElement':
        return this.#pattern(pattern.argument, onName);
      case 'MemberExpression':
        return this.#visit(pattern);
    }
  }

  #callee(node: AnyNode): void {
    if (node.type !== 'Identifier') return this.#visit(node);
    const expression = this.#expressionFor(node.name);
    if (expression === undefined || expression === node.name) return;
    // `(0, f)` keeps the namespace from becoming `this`; the semicolon keeps the parenthesis off the line before.
    const guard = this.#statementStarts.has(node.start) ? ';' : '';
    const called = expression.includes('.') || expression.includes('[') ? `(0,${expression})` : expression;
    this.#edits.replace(node.start, node.end, called === expression ? called : guard + called);
  }

  #reference(name: string, start: number, end: number): void {
    const expression = this.#expressionFor(name);
    if (expression !== undefined && expression !== name) this.#edits.replace(start, end, expression);
  }

  #shorthand(name: string, { start, end }: { start: number; end: number }): void {
    const expression = this.#expressionFor(name);
    if (expression !== undefined && expression !== name)
      this.#edits.replace(start, end, `${name}: ${expression}`);
  }

  #expressionFor(name: string): string | undefined {
    if (name === 'arguments' && !this.#isInner(name)) return '$$arguments';
    const expression = this.#expressions.get(name);
    return expression === undefined || this.#isInner(name) ? undefined : expression;
  }

  #isInner(name: string): boolean {
    return this.#scopes.some((scope, depth) => depth > 0 && scope.has(name));
  }

  #awaits({ loc }: AnyNode): void {
    if (this.#functionDepth > 0) return;
    const { line, column } = loc!.start;
    this.topLevelAwaits.push({ line, column });
  }
}
