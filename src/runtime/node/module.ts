/**
 * `node:module`: the class of CommonJS modules, with the module system's functions upon it.
 *
 * @see https://nodejs.org/api/module.html
 */
import { CommonJsModule, nodeModulePaths, type Require } from '../thread/modules/commonjs-modules.ts';
import { modules } from '../thread/modules/thread-modules.ts';
import { builtInNames, isBuiltIn } from './built-in-modules.ts';
import { absentFunctions } from './internal/absent-functions.ts';
import { invalidArgValue } from './internal/errors.ts';
import { fileURLToPath } from './internal/url/file-urls.ts';
import { validateString } from './internal/validators.ts';

/** Makes a `require` that looks from a file, named by its path or URL. */
function createRequire(filename: unknown): Require {
  const path = requiringPath(filename);
  const module = new CommonJsModule(path, null);
  module.filename = path;
  module.paths = nodeModulePaths(module.path);
  return modules.commonJs.requireOf(module);
}

function requiringPath(filename: unknown): string {
  const isUrl = filename instanceof URL || (typeof filename === 'string' && filename.startsWith('file:'));
  if (isUrl) {
    try {
      return fileURLToPath(filename);
    } catch {
      throw invalidCreateRequireArgument(filename);
    }
  }
  if (typeof filename !== 'string' || !filename.startsWith('/')) throw invalidCreateRequireArgument(filename);
  return filename;
}

function invalidCreateRequireArgument(filename: unknown): Error {
  return invalidArgValue(
    'filename',
    filename,
    'must be a file URL object, file URL string, or absolute path string',
  );
}

/** What needs a loader on another thread, a compiler's cache or the files of Node itself. */
const absent = [
  'SourceMap',
  '_findPath',
  '_initPaths',
  '_preloadModules',
  '_resolveLookupPaths',
  'enableCompileCache',
  'findPackageJSON',
  'flushCompileCache',
  'getCompileCacheDir',
  'getSourceMapsSupport',
  'register',
  'registerHooks',
  'runMain',
  'setSourceMapsSupport',
  'stripTypeScriptTypes',
];

const wrapper: readonly [string, string] = [
  '(function (exports, require, module, __filename, __dirname) { ',
  '\n});',
];

const Module = Object.assign(CommonJsModule, {
  Module: CommonJsModule,
  builtinModules: builtInNames.filter((name) => !name.startsWith('node:')),
  createRequire,
  isBuiltin: (name: unknown) => typeof name === 'string' && isBuiltIn(name),
  syncBuiltinESMExports: () => modules.esModules.syncBuiltIns(),
  findSourceMap: () => undefined,
  ...absentFunctions('module', absent),
  wrap: (script: string) => wrapper[0] + script + wrapper[1],
  wrapper,
  globalPaths: [] as string[],
  _cache: modules.commonJs.cache,
  _extensions: modules.commonJs.extensions,
  _load: (request: string, parent?: CommonJsModule) => (parent ?? rootModule()).require(request),
  _nodeModulePaths: nodeModulePaths,
  _resolveFilename: (request: string, parent?: CommonJsModule) => {
    validateString(request, 'request');
    return modules.commonJs.resolve(request, parent ?? rootModule());
  },
});

/** Stands for the module that asks, when none is given. */
function rootModule(): CommonJsModule {
  return new CommonJsModule('/[internal]', null);
}

Object.defineProperty(Module, 'name', { value: 'Module', configurable: true });

export default Module;
