import { CommonJsModules } from './commonjs-modules.ts';
import { EsModules } from './es-modules.ts';
import { installFunctionSource } from '../function-source.ts';
import type { ModuleKernel } from './module-kernel.ts';
import { asNodeError, ModuleRecords } from './module-records.ts';
import { installSuspensions } from './suspensions.ts';

/** Both module systems of a thread, which share the kernel's records and load each other's modules. */
export interface ModuleSystem {
  readonly kernel: ModuleKernel;
  readonly records: ModuleRecords;
  readonly esModules: EsModules;
  readonly commonJs: CommonJsModules;
  readonly builtInModule: (name: string) => unknown;
  /** The URL of the program's entry, once it is known. */
  mainUrl: string | undefined;
}

/** Makes the module systems of a thread. Called once per realm. */
export function createModuleSystem(
  kernel: ModuleKernel,
  builtInModule: (name: string) => unknown,
): ModuleSystem {
  installSuspensions();
  installFunctionSource();
  const records = new ModuleRecords();
  const guarded = throwingNodeErrors(kernel);
  const esModules = new EsModules({
    kernel: guarded,
    records,
    builtInModule,
    runCommonJs: (filename, url) => system.commonJs.importedExports(filename, url),
    isMain: (url) => url === system.mainUrl,
  });
  const commonJs = new CommonJsModules({ kernel: guarded, records, builtInModule, esModules });
  const system: ModuleSystem = {
    kernel: guarded,
    records,
    esModules,
    commonJs,
    builtInModule,
    mainUrl: undefined,
  };
  return system;
}

/** Errors with a code of Node's print it in brackets, as those that Node's own library throws. */
function throwingNodeErrors(kernel: ModuleKernel): ModuleKernel {
  const guard = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      throw asNodeError(error);
    }
  };
  return {
    load: (request) => guard(() => kernel.load(request)),
    compile: (...given) => guard(() => kernel.compile(...given)),
    check: (path) => guard(() => kernel.check(path)),
    resolve: (...given) => guard(() => kernel.resolve(...given)),
  };
}
