import type { AnyNode, Node, Pattern, Program, Statement } from 'acorn';

/** The names that a pattern declares: `{ a, b: [c] }` declares a and c. */
export function bindingNames(pattern: Pattern | null | undefined): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        bindingNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(bindingNames);
    case 'AssignmentPattern':
      return bindingNames(pattern.left);
    case 'RestElement':
      return bindingNames(pattern.argument);
    default:
      return [];
  }
}

/** What a block declares for itself: `let`, `const`, `using`, classes and functions, exported or not. */
export function lexicalNames(body: readonly (Statement | Program['body'][number])[]): string[] {
  return body.flatMap((statement) => {
    const isExport =
      statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration';
    const declaration = isExport ? (statement.declaration as AnyNode | null | undefined) : statement;
    switch (declaration?.type) {
      case 'VariableDeclaration':
        return declaration.kind === 'var'
          ? []
          : declaration.declarations.flatMap(({ id }) => bindingNames(id));
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        return declaration.id ? [declaration.id.name] : [];
      default:
        return [];
    }
  });
}

/** The `var` names of a function or module, from all of its blocks but not from functions inside it. */
export function varNames(node: Node | readonly Node[]): string[] {
  const names: string[] = [];
  const visit = (child: AnyNode): void => {
    switch (child.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassDeclaration':
      case 'ClassExpression':
        return;
      case 'VariableDeclaration':
        if (child.kind === 'var') names.push(...child.declarations.flatMap(({ id }) => bindingNames(id)));
        return forEachChild(child, visit);
      default:
        return forEachChild(child, visit);
    }
  };
  for (const child of [node].flat()) visit(child as AnyNode);
  return names;
}

/** Calls back with each node directly inside another, in source order. */
export function forEachChild(node: AnyNode, visit: (child: AnyNode) => void): void {
  for (const value of Object.values(node) as unknown[]) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item);
    } else if (isNode(value)) {
      visit(value);
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string';
}
