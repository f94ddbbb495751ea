import type { EmscriptenModule } from './pyodide.ts';

/** `tp_new` of a `PyTypeObject`, and `ob_type` of any object. */
const TYPE_NEW = 39 * 4;
const OBJECT_TYPE = 4;

/** The functions and types of CPython that are needed here; objects are addresses. */
interface CPython {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly HEAPU32: Uint32Array<ArrayBuffer>;
  readonly wasmTable: { get(index: number): (type: number, args: number, named: number) => number };
  readonly _PyLong_Type: number;
  readonly _PyUnicode_Type: number;
  addFunction(target: unknown, signature: string): number;
  _PyErr_Clear(): void;
  _PyLong_AsLong(object: number): number;
  _PyLong_FromLong(value: number): number;
  _PyTuple_GetItem(tuple: number, index: number): number;
  _PyTuple_New(size: number): number;
  _PyTuple_SetItem(tuple: number, index: number, item: number): number;
  _PyTuple_Size(tuple: number): number;
  _PyUnicode_AsUTF8(object: number): number;
  _Py_DecRef(object: number): void;
  _Py_IncRef(object: number): void;
}

/** A number of the C library's, Linux's for the same error, and its message. */
type Renumbering = readonly [cNumber: number, linuxNumber: number, message: string];

/**
 * The facility `errors`: gives the `OSError`s that compiled code raises the numbers of Linux.
 *
 * Compiled code makes an error from a number and the C library's message for it. Where both are known together, the number
 * is the C library's; a program that makes an error itself has Linux's number, and with it either another message or,
 * where both number an error alike, the same.
 */
export class ErrorNumbers {
  readonly #python: CPython;

  constructor(module: EmscriptenModule) {
    this.#python = module as unknown as CPython;
  }

  /**
   * Takes the place of the constructor of these types.
   * @param table of `Renumbering`s, as JSON
   * @param types addresses of type objects, as JSON; those that another type inherits from come first
   */
  renumber(table: string, types: string): void {
    const python = this.#python;
    const known = new Map(
      (JSON.parse(table) as Renumbering[]).map(([number, linux, message]) => [`${number} ${message}`, linux]),
    );
    const addresses = JSON.parse(types) as number[];
    const construct = python.HEAPU32[(addresses[0]! + TYPE_NEW) >>> 2]!;
    const original = python.wasmTable.get(construct);
    const ours = python.addFunction((type: number, args: number, named: number): number => {
      const renumbered = this.#renumbered(args, known);
      if (renumbered === 0) return original(type, args, named);
      const error = original(type, renumbered, named);
      python._Py_DecRef(renumbered);
      return error;
    }, 'iiii');
    for (const address of addresses) {
      const slot = (address + TYPE_NEW) >>> 2;
      if (python.HEAPU32[slot] === construct) python.HEAPU32[slot] = ours;
    }
  }

  /** The arguments with Linux's number, as a new tuple; 0 when they are right as they are. */
  #renumbered(args: number, known: ReadonlyMap<string, number>): number {
    const python = this.#python;
    const count = python._PyTuple_Size(args);
    if (count < 2) return 0;
    const item = (index: number): number => python._PyTuple_GetItem(args, index);
    const [number, message] = [item(0), item(1)];
    if (this.#typeOf(number) !== python._PyLong_Type) return 0;
    if (this.#typeOf(message) !== python._PyUnicode_Type) return 0;
    const linux = known.get(`${python._PyLong_AsLong(number)} ${this.#text(message)}`);
    if (linux === undefined) {
      python._PyErr_Clear();
      return 0;
    }
    const tuple = python._PyTuple_New(count);
    python._PyTuple_SetItem(tuple, 0, python._PyLong_FromLong(linux));
    for (let index = 1; index < count; index++) {
      python._Py_IncRef(item(index));
      python._PyTuple_SetItem(tuple, index, item(index));
    }
    return tuple;
  }

  #typeOf(object: number): number {
    return this.#python.HEAPU32[(object + OBJECT_TYPE) >>> 2]!;
  }

  #text(object: number): string {
    const address = this.#python._PyUnicode_AsUTF8(object);
    if (address === 0) return '';
    const bytes = this.#python.HEAPU8;
    return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }
}
