import type { SerializedError } from './serialized-error.ts';

/** System calls of the module loaders. */
export interface ModuleCalls {
  /**
   * Finds a module and everything that it imports statically, in one call. Records that this thread was given
   * before are left out, so that a graph costs its new modules only.
   */
  'module.load'(request: ModuleLoadRequest): LoadedModules;
  /**
   * Prepares source text that is in no file: `-e`, standard input, `module._compile()`, with what it imports.
   * `url` names it in stack traces; its imports resolve from `from`.
   */
  'module.compile'(source: string, url: string, format: 'commonjs' | 'module', from: string): LoadedModules;
  /**
   * Compiles a file without what it imports, and forgets it.
   * @returns what is wrong with its syntax
   */
  'module.check'(path: string): SerializedError | null;
  /** The names that a script makes global or asks for; `null` when it cannot be parsed. */
  'module.script-names'(source: string): ScriptNames | null;
  /**
   * Finds a module without reading it: for `require`, a real path or the name of a built-in module; for `import`,
   * a URL. `from` is the path or URL of the module that asks.
   */
  'module.resolve'(specifier: string, from: string, kind: ModuleRequestKind): string;
}

/** What `vm` must know of a script to run it in a context. */
export interface ScriptNames {
  /** Declared by `var`, in any block. */
  readonly vars: readonly string[];
  /** Declared by `function`, outside of blocks. */
  readonly functions: readonly string[];
  /** What is assigned to, declared or not. */
  readonly assigned: readonly string[];
  /** What `typeof` asks for: it need not be there. */
  readonly questioned: readonly string[];
  readonly isStrict: boolean;
}

/** The two systems of Node look for modules differently. */
export type ModuleRequestKind = 'import' | 'require';

export interface ModuleLoadRequest {
  readonly specifier: string;
  /** The path or URL of the module that asks. */
  readonly from: string;
  readonly kind: ModuleRequestKind;
  /** Import attributes: `{ type: 'json' }`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Read the file again: its entry was deleted from `require.cache`. */
  readonly reload?: boolean;
}

export interface LoadedModules {
  readonly target: ModuleTarget;
  /** Those this thread has not seen yet. */
  readonly records: readonly ModuleRecord[];
}

/** What a specifier means: a built-in module, or the record with this URL. */
export type ModuleTarget =
  | { readonly type: 'built-in'; readonly name: string }
  | { readonly type: 'record'; readonly url: string }
  | { readonly type: 'error'; readonly error: SerializedError };

export type ModuleRecord = EsModuleRecord | CommonJsRecord | JsonRecord | BrokenRecord;

interface RecordFields {
  /** `file:` with query and hash, or `data:`, or the name of evaluated text such as `[eval]`. */
  readonly url: string;
  /** The path of a file; the same as `url` for what is in no file. */
  readonly filename: string;
  readonly source: string;
}

/** An ES module as the body of a function that the loader completes. See `transform-module.ts`. */
export interface EsModuleRecord extends RecordFields {
  readonly format: 'module';
  readonly body: string;
  readonly columns: ColumnMap;
  /** Where `await` stands outside of functions; empty for a module that runs in one go. */
  readonly topLevelAwaits: readonly SourcePosition[];
  readonly requests: readonly ModuleRequest[];
  /** Names that the body uses as they are: the loader declares them. */
  readonly plainImports: readonly PlainImport[];
  /** What the body has in place of other imported names, each with its name. */
  readonly writtenImports: readonly (readonly [expression: string, local: string])[];
  readonly exports: readonly LocalExport[];
  readonly indirectExports: readonly IndirectExport[];
  /** Requests (by index) of `export * from`. */
  readonly starExports: readonly number[];
}

/** One module that another imports, however many statements name it. */
export interface ModuleRequest {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly target: ModuleTarget;
  /** The names that must exist, with the place that asks for each. */
  readonly names: readonly ImportedName[];
}

export interface SourcePosition {
  /** One-based. */
  readonly line: number;
  /** Zero-based. */
  readonly column: number;
}

export interface ImportedName extends SourcePosition {
  readonly name: string;
  readonly length: number;
}

/** `import { imported as local } from` a built-in module; `imported` is `null` for the whole namespace of any module. */
export interface PlainImport {
  readonly local: string;
  readonly request: number;
  readonly imported: string | null;
}

export interface LocalExport {
  readonly exported: string;
  /** The variable in the body. */
  readonly local: string;
  /** Nothing assigns it after its declaration, so the binding can be frozen once the module has run. */
  readonly isConstant: boolean;
}

/** `export { imported as exported } from`; `imported` is `null` for a whole namespace. */
export interface IndirectExport {
  readonly exported: string;
  readonly request: number;
  readonly imported: string | null;
}

/** The global function that makes what `SUSPENSION` holds; the program's text calls it, but its author does not see it. */
export const MAKE_SUSPENSION = '$$await';
/** The variable of an async function that keeps the context of `AsyncLocalStorage` while the function waits. */
export const SUSPENSION = '$$c';

/** The global array whose first element is not 0 once the thread has been ended: the loops of the program's text look at it. */
export const END = '$$end';
/** The global function that such a loop then calls, and that does not return. */
export const SLEEP = '$$sleep';

/** A CommonJS module as the body of the function that Node wraps it in. */
export interface CommonJsRecord extends RecordFields {
  readonly format: 'commonjs';
  readonly body: string;
  readonly columns: ColumnMap;
  /** What an ES module may import from it by name, found without running it. */
  readonly exportNames: readonly string[];
}

export interface JsonRecord extends RecordFields {
  readonly format: 'json';
}

/** A module that cannot be parsed. The error's stack begins with the place in the source. */
export interface BrokenRecord extends RecordFields {
  readonly format: 'broken';
  readonly error: SerializedError;
  /** What is to be printed as a warning before the error is thrown. */
  readonly warning: string | null;
}

/**
 * Where the transform moved columns, as groups of five numbers: line (one-based), then the range
 * `[start, end)` in the body that stands for the range `[start, end)` in the source (zero-based). A call's
 * position is the end of its group, so groups include it. Sorted by line, then column.
 */
export type ColumnMap = readonly number[];
