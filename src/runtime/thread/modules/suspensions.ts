import { MAKE_SUSPENSION, type SourcePosition } from '../../protocol/module-calls.ts';
import { type AsyncContext, currentContext, resumeContext } from '../../node/internal/async-context.ts';

/**
 * The context of one call of an async function while that waits. The kernel writes the calls into the program's
 * text: see `kernel/modules/follow-awaits.ts`. It must not touch the value, nor add a microtask.
 */
export class Suspension {
  /** Where the last `await` stands, if that is outside of functions. */
  position: SourcePosition | undefined;
  #context: AsyncContext;
  #isSuspended = false;

  /** Just before an `await`: its operand is known, and has perhaps changed the context. */
  suspend<Value>(operand: Value, line?: number, column?: number): Value {
    if (line !== undefined && column !== undefined) this.position = { line, column };
    this.#context = currentContext();
    this.#isSuspended = true;
    return operand;
  }

  /** Just after it. */
  resumed<Value>(value: Value): Value {
    this.returned();
    return value;
  }

  /** Where an `await` may have ended, or something else may have led: `catch`, `finally`, a step of `for await`. */
  returned(): void {
    if (!this.#isSuspended) return;
    this.#isSuspended = false;
    resumeContext(this.#context);
  }
}

/** Defines the global function that the program's text calls at the start of an async function. */
export function installSuspensions(): void {
  Object.defineProperty(globalThis, MAKE_SUSPENSION, { value: () => new Suspension(), configurable: true });
}
