import type { AnyNode, Program } from 'acorn';
import type { CommonJsRecord } from '../../protocol/module-calls.ts';
import { forEachChild } from './binding-names.ts';
import { followAwaits } from './follow-awaits.ts';
import { followEnd } from './follow-end.ts';
import { parser } from './parser.ts';
import { TextEdits } from './text-edits.ts';

/** What the text of a CommonJS module says. */
export type TransformedCommonJs = Pick<CommonJsRecord, 'body' | 'columns'> & { readonly program: Program };

/**
 * Turns a CommonJS module, or a script, into the body of the function that Node wraps it in. Only `import()`
 * is rewritten, since a function that the browser compiled cannot reach the kernel's files, and `await`.
 *
 * @throws SyntaxError acorn's, with `pos` and `loc`
 */
export function transformCommonJs(source: string): TransformedCommonJs {
  const program = parser().parse(source, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    allowReturnOutsideFunction: true,
    locations: true,
  });
  const edits = new TextEdits(source);
  if (source.startsWith('#!')) edits.replace(0, 2, '//');
  followEnd(program, source, edits);
  followAwaits(program, source, edits);
  // Most scripts have no import(), and walking a big one costs as much as parsing it.
  if (/\bimport\b/.test(source)) rewriteImports(program, edits);
  const { text, columns } = edits.apply();
  return { body: text, columns, program };
}

function rewriteImports(node: AnyNode, edits: TextEdits): void {
  if (node.type === 'ImportExpression') {
    edits.replace(node.start, node.start + 'import'.length, '$$import');
  }
  forEachChild(node, (child) => rewriteImports(child, edits));
}
