import type { CPython } from './cpython.ts';
import { attribute, importModule, readPointer } from './cpython.ts';
import type { InterpreterLayout } from './interpreter-layout.ts';
import type { StackTaker } from './stack-taking.ts';

/** What a deallocation takes of the shadow stack. The engine's stack bears several times as many as then fit on it. */
const FRAME_BYTES = 512;

/**
 * Types whose objects own others, one for each deallocator: all classes written in Python share one, of which `ABC` is any.
 * The rest share theirs with their neighbours, such as `frozenset` with `set`.
 */
const CONTAINERS: Readonly<Record<string, string>> = {
  _collections_abc:
    'list_iterator list_reverseiterator tuple_iterator set_iterator dict_keyiterator dict_keys',
  abc: 'ABC',
  builtins:
    'list tuple dict set slice enumerate filter map reversed zip property classmethod staticmethod super type ' +
    'BaseException BaseExceptionGroup AttributeError ImportError NameError OSError StopIteration SystemExit',
  collections: 'OrderedDict defaultdict deque',
  functools: 'partial',
  itertools: 'accumulate chain cycle dropwhile islice starmap takewhile',
  types:
    'BuiltinFunctionType CellType FrameType FunctionType GeneratorType GenericAlias MappingProxyType MethodType ' +
    'SimpleNamespace TracebackType',
};

/**
 * CPython puts the freeing of an object off when freeing has gone too deep, in what it calls the trashcan: a chain of a
 * million objects is freed link by link. It judges the depth by the shadow stack, of which deallocators compiled to
 * WebAssembly use almost nothing: see `takeStack()`.
 *
 * @see https://github.com/python/cpython/blob/v3.14.2/Objects/object.c `_Py_Dealloc`
 */
export function deallocators(python: CPython, layout: InterpreterLayout): StackTaker[] {
  return [...indices(python, layout)].map((index) => ({
    index,
    parameters: 1,
    results: 0,
    frameBytes: FRAME_BYTES,
  }));
}

/** Where they are in the table of functions. */
function indices(python: CPython, layout: InterpreterLayout): Set<number> {
  const found = new Set<number>();
  for (const [name, types] of Object.entries(CONTAINERS)) {
    const module = importModule(python, name);
    for (const each of types.split(' ')) {
      const type = attribute(python, module, each);
      found.add(readPointer(python, type + layout.deallocator));
      python._Py_DecRef(type);
    }
    python._Py_DecRef(module);
  }
  return found;
}
