import type { CPython, Pointer } from './cpython.ts';
import { attribute, importModule, readPointer } from './cpython.ts';
import type { InterpreterLayout } from './interpreter-layout.ts';
import { STACK_MARGIN } from './interpreter-layout.ts';
import type { CFunction } from './replacement.ts';
import type { Code, FunctionBody } from './web-assembly-module.ts';
import { encodeModule, op } from './web-assembly-module.ts';

/** How many deallocations may be within each other. The stack of either browser bears thirty times as many. */
const NESTED_AT_MOST = 200;

/**
 * Types whose objects own others, one for each deallocator: all classes written in Python share one, of which
 * `DynamicClassAttribute` is any.
 */
const CONTAINERS: Readonly<Record<string, readonly string[]>> = {
  builtins: [
    ...[
      'list',
      'tuple',
      'dict',
      'set',
      'BaseException',
      'ImportError',
      'OSError',
      'StopIteration',
      'SystemExit',
    ],
    ...[
      'enumerate',
      'filter',
      'map',
      'reversed',
      'zip',
      'slice',
      'staticmethod',
      'classmethod',
      'property',
      'super',
    ],
  ],
  types: [
    ...[
      'DynamicClassAttribute',
      'FunctionType',
      'MethodType',
      'CellType',
      'GeneratorType',
      'TracebackType',
      'FrameType',
    ],
    ...['SimpleNamespace', 'MappingProxyType', 'BuiltinFunctionType', 'GenericAlias'],
  ],
  functools: ['partial'],
  itertools: ['chain', 'islice', 'starmap', 'takewhile'],
  collections: ['deque'],
};

/**
 * CPython puts the freeing of an object off when freeing has gone too deep, in what it calls the trashcan: a chain of a
 * million objects is freed link by link. It judges the depth by the shadow stack, of which deallocators compiled to
 * WebAssembly use almost nothing, and the engine's own stack overflows. Here the deallocators count how deep they are,
 * and from a depth on tell CPython that the shadow stack is nearly used up.
 *
 * @see https://github.com/python/cpython/blob/v3.14.2/Objects/object.c `_Py_Dealloc`
 */
export function boundDeallocation(python: CPython, layout: InterpreterLayout): void {
  const indices = deallocators(python, layout);
  const limit = (): number => (python._PyThreadState_GetUnchecked() + layout.stackSoftLimit) >>> 2;
  const bytes = encodeModule(
    [
      { name: 'lower', parameters: 0, results: 1 },
      { name: 'restore', parameters: 1, results: 0 },
      ...indices.map((index) => ({ name: `free${index}`, parameters: 1, results: 0 as const })),
    ],
    indices.map((index, order) => boundedFunction(`bounded${index}`, IMPORTED + order)),
  );
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    host: {
      variable: new WebAssembly.Global({ value: 'i32', mutable: true }, 0),
      /** Leaves one margin and a half to destructors: two are what the trashcan asks for. */
      lower: () => {
        const before = python.HEAPU32[limit()] as number;
        python.HEAPU32[limit()] = Math.max(before, python.stackSave() - 1.5 * STACK_MARGIN);
        return before;
      },
      restore: (before: number) => {
        python.HEAPU32[limit()] = before;
      },
      ...Object.fromEntries(
        indices.map((index) => [`free${index}`, python.wasmTable.get(index) as CFunction]),
      ),
    },
  });
  for (const index of indices) python.wasmTable.set(index, exports[`bounded${index}`]);
}

/** `lower` and `restore` come first. */
const IMPORTED = 2;

/** Where the deallocators are in the table of functions. */
function deallocators(python: CPython, layout: InterpreterLayout): number[] {
  const found = new Set<number>();
  for (const [name, types] of Object.entries(CONTAINERS)) {
    const module = importModule(python, name);
    for (const each of types) {
      const type: Pointer = attribute(python, module, each);
      found.add(readPointer(python, type + layout.deallocator));
      python._Py_DecRef(type);
    }
    python._Py_DecRef(module);
  }
  return [...found];
}

/**
 * ```c
 * depth++;
 * if (depth < NESTED_AT_MOST) free(object);
 * else { int before = lower(); free(object); restore(before); }
 * depth--;
 * ```
 */
function boundedFunction(exported: string, free: number): FunctionBody {
  const [object, before] = [0, 1] as const;
  const count = (change: number): Code[] => [op.variable, op.constant(change), op.add, op.setVariable];
  const freed = [op.localGet(object), op.call(free)];
  return {
    exported,
    parameters: 1,
    results: 0,
    locals: 1,
    code: [
      ...count(1),
      ...[op.variable, op.constant(NESTED_AT_MOST), op.less],
      op.ifElse(freed, [op.call(0), op.localSet(before), ...freed, op.localGet(before), op.call(1)]),
      ...count(-1),
    ],
  };
}
