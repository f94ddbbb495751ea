import type { EmscriptenModule } from './pyodide.ts';

/** `tp_new` of a `PyTypeObject`, and `ob_type` of any object. */
const TYPE_NEW = 39 * 4;
const OBJECT_TYPE = 4;

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
  readonly #module: EmscriptenModule;

  constructor(module: EmscriptenModule) {
    this.#module = module;
  }

  /**
   * Takes the place of the constructor of these types.
   * @param table of `Renumbering`s, as JSON
   * @param types addresses of type objects, as JSON; those that another type inherits from come first
   */
  renumber(table: string, types: string): void {
    const module = this.#module;
    const known = new Map(
      (JSON.parse(table) as Renumbering[]).map(([number, linux, message]) => [number, { linux, message }]),
    );
    const addresses = JSON.parse(types) as number[];
    const construct = module.HEAPU32[(addresses[0]! + TYPE_NEW) >>> 2]!;
    const original = (
      module['wasmTable'] as { get(index: number): (type: number, args: number, named: number) => number }
    ).get(construct);
    const ours = module.addFunction((type: number, args: number, named: number): number => {
      const renumbered = this.#renumbered(args, known);
      if (renumbered === 0) return original(type, args, named);
      const error = original(type, renumbered, named);
      module['_Py_DecRef'](renumbered);
      return error;
    }, 'iiii');
    for (const address of addresses) {
      const slot = (address + TYPE_NEW) >>> 2;
      if (module.HEAPU32[slot] === construct) module.HEAPU32[slot] = ours;
    }
  }

  /** The arguments with Linux's number, as a new tuple; 0 when they are right as they are. */
  #renumbered(
    args: number,
    known: ReadonlyMap<number, { readonly linux: number; readonly message: string }>,
  ): number {
    const module = this.#module;
    const count = module['_PyTuple_Size'](args) as number;
    if (count < 2) return 0;
    const item = (index: number): number => module['_PyTuple_GetItem'](args, index) as number;
    const [number, message] = [item(0), item(1)];
    if (this.#typeOf(number) !== module['_PyLong_Type']) return 0;
    if (this.#typeOf(message) !== module['_PyUnicode_Type']) return 0;
    const entry = known.get(module['_PyLong_AsLong'](number) as number);
    if (!entry || this.#text(message) !== entry.message) {
      module['_PyErr_Clear']();
      return 0;
    }
    const tuple = module['_PyTuple_New'](count) as number;
    module['_PyTuple_SetItem'](tuple, 0, module['_PyLong_FromLong'](entry.linux));
    for (let index = 1; index < count; index++) {
      module['_Py_IncRef'](item(index));
      module['_PyTuple_SetItem'](tuple, index, item(index));
    }
    return tuple;
  }

  #typeOf(object: number): number {
    return this.#module.HEAPU32[(object + OBJECT_TYPE) >>> 2]!;
  }

  #text(object: number): string {
    const address = this.#module['_PyUnicode_AsUTF8'](object) as number;
    if (address === 0) return '';
    const bytes = this.#module.HEAPU8;
    return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
  }
}
