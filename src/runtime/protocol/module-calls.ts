/** System calls of the module loaders. */
export interface ModuleCalls {
  /** The real path of a file, or the name of a built-in module, for a specifier. */
  'module.resolve'(specifier: string, fromPath: string, kind: 'import' | 'require'): string;
}
