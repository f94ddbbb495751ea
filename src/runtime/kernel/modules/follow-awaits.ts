import type { AnyNode, ArrowFunctionExpression, ForOfStatement, Function, Program } from 'acorn';
import { MAKE_SUSPENSION, SUSPENSION } from '../../protocol/module-calls.ts';
import { forEachChild } from './binding-names.ts';
import type { TextEdits } from './text-edits.ts';

/**
 * Makes every `await` come back to the context of `AsyncLocalStorage` that it left, which a browser does not do for us.
 *
 * The operand and the `await` stay where they are, so that nothing happens in another microtask or line than before:
 * `await x` becomes `$$c.resumed(await $$c.suspend(x))`. A rejection comes out in a `catch` or `finally`, and a step of
 * `for await` in the loop's body or behind it: these begin with `$$c.returned()`. Outside of functions `suspend` is also told
 * its line and column, for the warning about an await that never ends.
 */
export function followAwaits(program: Program, source: string, edits: TextEdits): void {
  // Most modules wait nowhere, and walking a big one costs as much as parsing it.
  if (!/\bawait\b/.test(source)) return;
  new AwaitFollower(source, edits).program(program);
}

/** Edits at one place keep their order: what opens goes in before a node's children are visited, what closes after. */
class AwaitFollower {
  readonly #source: string;
  readonly #edits: TextEdits;
  /** Whether the innermost function waits, and so has a suspension. */
  #isWaiting = false;
  #functionDepth = 0;

  constructor(source: string, edits: TextEdits) {
    this.#source = source;
    this.#edits = edits;
  }

  /** The loader declares the suspension of a module's own code. */
  program(program: Program): void {
    this.#isWaiting = program.body.some(waits);
    this.#children(program);
  }

  #visit(node: AnyNode): void {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.#function(node);
      case 'AwaitExpression':
        this.#edits.insert(node.start, `${SUSPENSION}.resumed(`);
        this.#edits.insert(node.start + 'await'.length, ` ${SUSPENSION}.suspend(`);
        this.#visit(node.argument);
        return this.#edits.insert(node.end, `${this.#position(node)}))`);
      case 'TryStatement':
        if (this.#isWaiting) {
          for (const block of [node.handler?.body, node.finalizer]) {
            if (block) this.#edits.insert(block.start + 1, `${SUSPENSION}.returned();`);
          }
        }
        return this.#children(node);
      case 'LabeledStatement':
      case 'ForOfStatement': {
        const loop = loopOf(node);
        return loop ? this.#loop(node, loop) : this.#children(node);
      }
      default:
        return this.#children(node);
    }
  }

  #children(node: AnyNode): void {
    forEachChild(node, (child) => this.#visit(child));
  }

  #function(node: Function & AnyNode): void {
    const outer = this.#isWaiting;
    this.#functionDepth++;
    const { body } = node;
    this.#isWaiting = node.async && waits(body);
    const declaration = `const ${SUSPENSION}=${MAKE_SUSPENSION}();`;
    if (!this.#isWaiting) {
      this.#children(node);
    } else if (body.type === 'BlockStatement') {
      const directive = body.body.findLast((statement) => 'directive' in statement && statement.directive);
      this.#edits.insert(directive?.end ?? body.start + 1, directive ? `;${declaration}` : declaration);
      this.#children(node);
    } else {
      this.#edits.insert(this.#endOfArrow(node as ArrowFunctionExpression), `{${declaration}return(`);
      this.#children(node);
      this.#edits.insert(node.end, ')}');
    }
    this.#functionDepth--;
    this.#isWaiting = outer;
  }

  /** Behind the `=>` of a function whose body is an expression; a parenthesis around that belongs to no node. */
  #endOfArrow({ start, params, body }: ArrowFunctionExpression): number {
    const from = params.at(-1)?.end ?? start;
    const between = this.#source.slice(from, body.start).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => {
      return ' '.repeat(comment.length);
    });
    return from + between.indexOf('=>') + '=>'.length;
  }

  #position({ loc }: AnyNode): string {
    return this.#functionDepth > 0 ? '' : `,${loc!.start.line},${loc!.start.column}`;
  }

  /** `outermost` is the loop with its labels. */
  #loop(outermost: AnyNode, loop: ForOfStatement): void {
    const { left, right, body } = loop;
    const position = this.#position(loop);
    this.#edits.insert(outermost.start, '{');
    this.#visit(left);
    this.#edits.insert(right.start, `${SUSPENSION}.suspend((`);
    this.#visit(right);
    this.#edits.insert(right.end, `)${position})`);
    this.#edits.insert(body.start, `{${SUSPENSION}.returned();try{`);
    this.#visit(body);
    this.#edits.insert(body.end, `}finally{${SUSPENSION}.suspend(${position && `0${position}`})}}`);
    this.#edits.insert(outermost.end, `${SUSPENSION}.returned()}`);
  }
}

/** The `for await` that a statement is, whatever its labels. */
function loopOf(node: AnyNode): ForOfStatement | undefined {
  if (node.type === 'LabeledStatement') return loopOf(node.body);
  return node.type === 'ForOfStatement' && node.await ? node : undefined;
}

/** Whether the code itself waits, and not only functions in it. */
function waits(node: AnyNode): boolean {
  if (node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await)) return true;
  if (node.type.includes('Function')) return false;
  let found = false;
  forEachChild(node, (child) => {
    found ||= waits(child);
  });
  return found;
}
