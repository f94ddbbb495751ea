import type { AnyNode, DoWhileStatement, ForStatement, Program, WhileStatement } from 'acorn';
import { END, SLEEP } from '../../protocol/module-calls.ts';
import { forEachChild } from './binding-names.ts';
import type { TextEdits } from './text-edits.ts';

/** Stands before a loop's body, whatever statement that is. */
const LOOK = ` if(${END}[0])${SLEEP}();else `;

/**
 * Makes loops look in each round whether their thread has been ended: a browser may let it run on for seconds.
 *
 * The look takes as long as an addition. So it goes where that is little: into loops that contain a loop and those whose
 * test calls something; and into those that have no other end.
 */
export function followEnd(program: Program, source: string, edits: TextEdits): void {
  // Walking a big module costs half as much as parsing it.
  if (/\b(?:for|while)\b/.test(source)) visit(program, edits);
}

/** Returns whether the node has a loop in it or is one. */
function visit(node: AnyNode, edits: TextEdits): boolean {
  let hasLoop = false;
  forEachChild(node, (child) => {
    if (visit(child, edits)) hasLoop = true;
  });
  switch (node.type) {
    case 'ForStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      if (hasLoop || mayBeEndless(node)) edits.insert(node.body.start, LOOK);
      return true;
    case 'ForInStatement':
    case 'ForOfStatement':
      if (hasLoop) edits.insert(node.body.start, LOOK);
      return true;
    default:
      return hasLoop;
  }
}

function mayBeEndless({ test }: ForStatement | WhileStatement | DoWhileStatement): boolean {
  if (!test) return true;
  return test.type === 'Literal' ? Boolean(test.value) : calls(test);
}

function calls(node: AnyNode): boolean {
  if (node.type === 'CallExpression') return true;
  let found = false;
  forEachChild(node, (child) => {
    found ||= calls(child);
  });
  return found;
}
