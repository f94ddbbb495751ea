import type { AnyNode, CallExpression, Expression, ObjectExpression, Program } from 'acorn';
import { forEachChild } from './binding-names.ts';

/** Names that a CommonJS module exports, and specifiers of those whose names it exports too. */
export interface CommonJsExports {
  readonly names: ReadonlySet<string>;
  readonly reexports: ReadonlySet<string>;
}

/**
 * Finds, without running it, what an ES module may import by name from a CommonJS module. It sees the same forms
 * as Node's lexer, and is blind to the same ones.
 *
 * @see https://github.com/nodejs/cjs-module-lexer
 */
export function findCommonJsExports(program: Program, source: string): CommonJsExports {
  const names = new Set<string>();
  const reexports = new Set<string>();

  const visit = (node: AnyNode): void => {
    if (node.type === 'AssignmentExpression' && node.operator === '=') {
      const name = exportedProperty(node.left as Expression);
      if (name !== undefined) names.add(name);
      else if (isModuleExports(node.left as Expression)) assigned(node.right);
    }
    if (node.type === 'CallExpression') called(node);
    forEachChild(node, visit);
  };

  const assigned = (value: Expression): void => {
    const required = requiredSpecifier(value);
    if (required !== undefined) {
      reexports.clear();
      reexports.add(required);
    }
    if (value.type === 'ObjectExpression') listed(value);
  };

  const listed = ({ properties }: ObjectExpression): void => {
    for (const property of properties) {
      if (property.type === 'SpreadElement') {
        const required = requiredSpecifier(property.argument);
        if (required !== undefined) reexports.add(required);
        else if (property.argument.type !== 'Identifier') return;
        continue;
      }
      const { key, value } = property;
      if (property.computed || key.type !== 'Identifier' || property.kind !== 'init') return;
      if (property.shorthand) {
        names.add(key.name);
        continue;
      }
      // The lexer takes a value that begins like a word, and then stops reading the literal.
      if (property.method || /^[\p{ID_Start}$_]/u.test(source.slice(value.start))) names.add(key.name);
      return;
    }
  };

  const called = (call: CallExpression): void => {
    const { callee, arguments: given } = call;
    const name = callee.type === 'MemberExpression' ? callee.property : callee;
    if (name.type !== 'Identifier') return;
    if (name.name === 'defineProperty') {
      const [target, key, descriptor] = given as Expression[];
      if (!target || !isExports(target) || key?.type !== 'Literal' || typeof key.value !== 'string') return;
      if (descriptor?.type === 'ObjectExpression' && isPlainDescriptor(descriptor)) names.add(key.value);
    }
    if (name.name === '__exportStar' || name.name === '__export') {
      const required = given[0] && requiredSpecifier(given[0] as Expression);
      if (required !== undefined) reexports.add(required);
    }
  };

  visit(program);
  return { names, reexports };
}

function exportedProperty(node: Expression): string | undefined {
  if (node.type !== 'MemberExpression' || node.object.type === 'Super' || !isExports(node.object))
    return undefined;
  const { property } = node;
  if (!node.computed && property.type === 'Identifier') return property.name;
  return node.computed && property.type === 'Literal' && typeof property.value === 'string'
    ? property.value
    : undefined;
}

function isExports(node: Expression): boolean {
  return (node.type === 'Identifier' && node.name === 'exports') || isModuleExports(node);
}

function isModuleExports(node: Expression): boolean {
  if (node.type !== 'MemberExpression' || node.computed) return false;
  const { object, property } = node;
  return (
    object.type === 'Identifier' &&
    object.name === 'module' &&
    property.type === 'Identifier' &&
    property.name === 'exports'
  );
}

function requiredSpecifier(node: Expression): string | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') {
    return undefined;
  }
  const [specifier] = node.arguments;
  return specifier?.type === 'Literal' && typeof specifier.value === 'string' ? specifier.value : undefined;
}

/** `{ value: … }`, or `{ enumerable: true, get() { return a.b } }` as compilers write it. */
function isPlainDescriptor({ properties }: ObjectExpression): boolean {
  return properties.some((property, index) => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return false;
    if (property.key.name === 'value') return true;
    const { value } = property;
    if (index === 0 || property.key.name !== 'get' || value.type !== 'FunctionExpression') return false;
    const [statement] = value.body.body;
    return (
      statement?.type === 'ReturnStatement' &&
      (statement.argument?.type === 'MemberExpression' || statement.argument?.type === 'Identifier')
    );
  });
}
