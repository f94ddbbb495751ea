import type { AnyNode } from 'acorn';
import { parser } from './parser.ts';
import type { ScriptNames } from '../../protocol/module-calls.ts';
import { bindingNames, forEachChild, varNames } from './binding-names.ts';

/** The names that a script makes global or asks for, as `vm` must know them; `null` when it cannot be parsed. */
export function scriptNames(source: string): ScriptNames | null {
  let program;
  try {
    program = parser().parse(source, { ecmaVersion: 'latest', sourceType: 'script' });
  } catch {
    return null;
  }
  const functions = program.body.flatMap((statement) =>
    statement.type === 'FunctionDeclaration' && statement.id ? [statement.id.name] : [],
  );
  const assigned = new Set<string>();
  const questioned = new Set<string>();
  const visit = (node: AnyNode): void => {
    if (node.type === 'AssignmentExpression') {
      for (const name of namesOfTarget(node.left)) assigned.add(name);
    } else if (node.type === 'UpdateExpression' && node.argument.type === 'Identifier') {
      assigned.add(node.argument.name);
    } else if (
      (node.type === 'ForInStatement' || node.type === 'ForOfStatement') &&
      node.left.type !== 'VariableDeclaration'
    ) {
      for (const name of namesOfTarget(node.left)) assigned.add(name);
    } else if (
      node.type === 'UnaryExpression' &&
      node.operator === 'typeof' &&
      node.argument.type === 'Identifier'
    ) {
      questioned.add(node.argument.name);
    }
    forEachChild(node, visit);
  };
  visit(program);
  return {
    vars: [...new Set(varNames(program.body))],
    functions: [...new Set(functions)],
    assigned: [...assigned],
    questioned: [...questioned],
    isStrict: program.body.some(
      (statement) => 'directive' in statement && statement.directive === 'use strict',
    ),
  };
}

function namesOfTarget(target: AnyNode): string[] {
  return target.type === 'MemberExpression' ? [] : bindingNames(target as Parameters<typeof bindingNames>[0]);
}
