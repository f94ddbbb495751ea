import type { CPython } from './cpython.ts';
import type { CFunction } from './replacement.ts';
import type { FunctionBody, Signature } from './web-assembly-module.ts';
import { encodeModule, op } from './web-assembly-module.ts';

/** A C function, by its index in the table of functions, that shall use more of the shadow stack than it does. */
export interface StackTaker extends Signature {
  readonly index: number;
  /** What each call takes. */
  readonly frameBytes: number;
}

/**
 * CPython judges by the shadow stack how deep it is. C compiled to WebAssembly keeps on it only what needs an address, so
 * that functions which call each other without end overflow the engine's own stack first, of which CPython knows nothing:
 * that ends the interpreter. Here each call takes a piece.
 */
export function takeStack(python: CPython, takers: readonly StackTaker[]): void {
  const { wasmTable: table } = python;
  const imports = takers.map(({ index, parameters, results }) => ({
    name: `call${index}`,
    parameters,
    results,
  }));
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(encodeModule(imports, takers.map(takingFunction))),
    {
      host: {
        variable: python.___stack_pointer,
        ...Object.fromEntries(takers.map(({ index }) => [`call${index}`, table.get(index) as CFunction])),
      },
    },
  );
  // Types have indices of the table: those of classes that are yet to come, too.
  for (const { index } of takers) table.set(index, exports[`taking${index}`]);
}

/** The function that is imported at this place, on a stack that is so much shorter. */
function takingFunction({ index, parameters, results, frameBytes }: StackTaker, place: number): FunctionBody {
  const passed = Array.from({ length: parameters }, (_, parameter) => op.localGet(parameter));
  return {
    exported: `taking${index}`,
    parameters,
    results,
    code: [
      ...[op.variable, op.constant(-frameBytes), op.add, op.setVariable],
      ...[...passed, op.call(place)],
      ...[op.variable, op.constant(frameBytes), op.add, op.setVariable],
    ],
  };
}
