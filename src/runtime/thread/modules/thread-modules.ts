import { builtInModule } from '../../node/built-in-modules.ts';
import { callSync } from '../system-calls.ts';
import { createModuleSystem } from './module-system.ts';

/** The module systems of this thread, which ask the kernel for modules. */
export const modules = createModuleSystem(
  {
    load: (request) => callSync('module.load', request),
    compile: (source, url, format, from) => callSync('module.compile', source, url, format, from),
    check: (path) => callSync('module.check', path),
    resolve: (specifier, from, kind) => callSync('module.resolve', specifier, from, kind),
  },
  builtInModule,
);
