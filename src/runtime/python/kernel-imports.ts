import type { ErrnoCode } from '../protocol/errno.ts';
import { BlockingCalls } from './blocking-calls.ts';
import { ByteStreams } from './byte-streams.ts';
import { C_ERRNO } from './c-library.ts';
import { CMemory } from './c-memory.ts';
import { clockImports } from './clock-imports.ts';
import { type DescriptorFacilities, descriptorImports } from './descriptor-imports.ts';
import { fileImports } from './file-imports.ts';
import { mappingImports } from './mapping-imports.ts';
import { memoryImports } from './memory-imports.ts';
import { nameImports } from './name-imports.ts';
import { socketImports } from './socket-imports.ts';
import type { EmscriptenModule } from './pyodide.ts';
import { SharedPipes } from './shared-pipes.ts';
import { type Import, type ImportTable, SystemCallContext } from './system-call-context.ts';

/** Emscripten's settings, which become its module. */
type Settings = Partial<EmscriptenModule> & {
  instantiateWasm?: (
    imports: WasmImports,
    done: (instance: Pick<WebAssembly.Instance, 'exports'>, module: WebAssembly.Module) => void,
  ) => object;
};
type WasmImports = Readonly<Record<string, ImportTable>>;
export type CreateModule = (settings: Settings) => Promise<EmscriptenModule>;

/** An interpreter whose system calls the kernel can answer. */
export interface KernelImports {
  /** Makes the module with our answers in the place of Emscripten's. */
  readonly createModule: CreateModule;
  /** Filled in when the module is being made. */
  readonly context: () => SystemCallContext;
}

/**
 * Lets the kernel be the operating system of the compiled CPython: the functions of Emscripten that answer the C library's
 * system calls are replaced as the machine code is instantiated, so that no line of C or Python needs to know.
 */
export function kernelImports(create: CreateModule, facilities: DescriptorFacilities): KernelImports {
  let context: SystemCallContext | undefined;
  return {
    createModule: (settings) => {
      const { instantiateWasm } = settings;
      if (!instantiateWasm) throw new Error('Pyodide has changed how it instantiates its machine code.');
      settings.instantiateWasm = (imports, done) => {
        const table = imports['env']!;
        context = new SystemCallContext(new CMemory(() => settings.HEAPU8!), { ...table });
        const blocking = new BlockingCalls(context, facilities.flags, facilities.suspension);
        const pipes = new SharedPipes(context);
        const use = { blocking, pipes, streams: new ByteStreams(context, pipes, blocking) };
        replace(settings, table, {
          ...fileImports(context),
          ...descriptorImports(context, facilities, use),
          ...socketImports(context, facilities.flags, use),
          ...nameImports(context, (sizeBytes) => allocate(settings, 1, sizeBytes)),
          ...mappingImports(context, {
            allocate: (alignment, sizeBytes) => allocate(settings, alignment, sizeBytes),
            free: (address) => (settings['_free'] as (address: number) => void)(address),
          }),
          ...memoryImports(context),
          ...clockImports(context, facilities.suspension),
        });
        return instantiateWasm(imports, done);
      };
      return create(settings);
    },
    context: () => {
      if (!context) throw new Error('The interpreter has not been instantiated.');
      return context;
    },
  };
}

/** Puts each of ours, which throws, in the place of Emscripten's, which returns error numbers. */
function replace(module: Settings, table: ImportTable, ours: Readonly<Record<string, Import>>): void {
  for (const [name, answer] of Object.entries(ours)) {
    if (!table[name]) throw new Error(`The compiled CPython no longer imports "${name}".`);
    // WASI's functions return the error number itself, Linux's its negative.
    const sign = name.startsWith('fd_') ? 1 : -1;
    table[name] = (...args) => {
      try {
        return answer(...args);
      } catch (error) {
        const errno = errnoOf(error);
        // Most of the C library sets it by what is returned; select() does not.
        module.HEAP32![(module['___errno_location'] as () => number)() >>> 2] = errno;
        return sign * errno;
      }
    };
  }
}

function errnoOf(error: unknown): number {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const errno = C_ERRNO[error.code as ErrnoCode];
    if (errno !== undefined) return errno;
  }
  throw error;
}

function allocate(module: Settings, alignment: number, sizeBytes: number): number {
  const address = (module['_emscripten_builtin_memalign'] as (alignment: number, size: number) => number)(
    alignment,
    sizeBytes,
  );
  if (address !== 0) module.HEAPU8!.fill(0, address >>> 0, (address >>> 0) + sizeBytes);
  return address >>> 0;
}
