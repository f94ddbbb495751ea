import type { SerializedError } from '../../protocol/serialized-error.ts';
import type { LoadedModules, ModuleLoadRequest, ModuleRequestKind } from '../../protocol/module-calls.ts';

/** What the loaders ask of the kernel: the calls of `protocol/module-calls.ts`. */
export interface ModuleKernel {
  load(request: ModuleLoadRequest): LoadedModules;
  compile(source: string, url: string, format: 'commonjs' | 'module', from: string): LoadedModules;
  check(path: string): SerializedError | null;
  resolve(specifier: string, from: string, kind: ModuleRequestKind): string;
}
