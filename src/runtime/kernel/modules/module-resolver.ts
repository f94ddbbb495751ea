import type { FileSystem } from '../file-system/file-system.ts';
import { fileUrlToPath, pathToFileUrl } from '../../protocol/file-url.ts';
import { builtInName } from './built-in-names.ts';
import { importedFrom, invalidSpecifier, moduleError } from './module-error.ts';
import { packageScope, readPackageConfig } from './package-config.ts';
import { type PackageTarget, resolvePackageExports, resolvePackageImports } from './package-targets.ts';
import { directoryOf, joinPath, relativePath } from './posix-path.ts';

/** What a specifier means: a built-in module, or a URL (of an import) or path (of a `require`). */
export type Resolved = { readonly builtIn: string } | { readonly location: string };

const importConditions = new Set(['node', 'import', 'module-sync', 'node-addons']);
const requireConditions = new Set(['node', 'require', 'module-sync', 'node-addons']);

/**
 * Node's two ways from a specifier to a module, on the kernel's files, with Node's own errors.
 * @see https://nodejs.org/api/esm.html#resolution-algorithm-specification
 * @see https://nodejs.org/api/modules.html#all-together
 */
export class ModuleResolver {
  readonly #files: FileSystem;

  constructor(files: FileSystem) {
    this.#files = files;
  }

  /**
   * Resolves what `import` names.
   * @param parentUrl the URL of the importing module
   */
  import(specifier: string, parentUrl: string): Resolved {
    const scheme = /^([a-z][a-z\d+.-]*):/i.exec(specifier)?.[1]?.toLowerCase();
    if (scheme === 'data') return { location: specifier };
    const builtIn = builtInName(specifier);
    if (builtIn !== undefined) return { builtIn };
    if (scheme === 'node') throw unknownBuiltIn(specifier);
    if (scheme !== undefined && scheme !== 'file') throw unsupportedScheme(scheme);
    const isRelative = /^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..';
    if (scheme !== 'file' && !parentUrl.startsWith('file:')) throw unsupportedParent(specifier, parentUrl);
    const parentPath = parentUrl.startsWith('file:') ? fileUrlToPath(parentUrl) : undefined;
    try {
      if (scheme === 'file') return this.#finalize(new URL(specifier).href, parentPath);
      if (isRelative) return this.#finalize(new URL(specifier, parentUrl).href, parentPath);
      return specifier.startsWith('#')
        ? this.#importFromMap(specifier, parentPath!)
        : this.#importPackage(specifier, parentPath!);
    } catch (error) {
      throw this.#withHint(error, specifier, parentPath);
    }
  }

  /**
   * Resolves what `require` names.
   * @param parentPath the path of the requiring module
   */
  require(specifier: string, parentPath: string): Resolved {
    const builtIn = builtInName(specifier);
    if (builtIn !== undefined) return { builtIn };
    if (specifier.startsWith('node:')) throw requireNotFound(specifier);
    const directory = directoryOf(parentPath);
    if (/^(\/|\.{1,2}(\/|$))/.test(specifier)) {
      const path = joinPath(directory, specifier);
      const isDirectoryOnly = /(^|\/)\.{0,2}$/.test(specifier);
      const found = (isDirectoryOnly ? undefined : this.#asFile(path)) ?? this.#asDirectory(path, specifier);
      if (found !== undefined) return { location: found };
      throw requireNotFound(specifier);
    }
    if (specifier.startsWith('#')) {
      const scope = packageScope(this.#files, parentPath);
      if (scope?.imports) {
        return this.#requireTarget(resolvePackageImports(scope, specifier, requireConditions, parentPath));
      }
    }
    return this.#requirePackage(specifier, parentPath);
  }

  // ── import ────────────────────────────────────────────────────────────────────────────────────────────────

  #finalize(url: string, parentPath: string | undefined): Resolved {
    const { pathname, search, hash } = new URL(url);
    if (/%2f|%5c/i.test(pathname)) {
      throw invalidSpecifier(pathname, 'must not include encoded "/" or "\\" characters', parentPath);
    }
    const path = decodeURIComponent(pathname);
    const kind = this.#kindOf(path.replace(/\/$/, ''));
    if (kind === 'directory' || (kind === 'file' && path.endsWith('/'))) {
      const message = `Directory import '${path}' is not supported resolving ES modules${importedFrom(parentPath)}`;
      throw moduleError('ERR_UNSUPPORTED_DIR_IMPORT', message, { url });
    }
    if (kind !== 'file') {
      const message = `Cannot find module '${path}'${importedFrom(parentPath)}`;
      throw moduleError('ERR_MODULE_NOT_FOUND', message, { url });
    }
    return { location: pathToFileUrl(this.#files.realpath(path)) + search + hash };
  }

  #importFromMap(specifier: string, parentPath: string): Resolved {
    const scope = packageScope(this.#files, parentPath);
    const target = resolvePackageImports(scope, specifier, importConditions, parentPath);
    return this.#importTarget(target, parentPath);
  }

  #importTarget(target: PackageTarget, parentPath: string): Resolved {
    if ('path' in target) return this.#finalize(pathToFileUrl(target.path), parentPath);
    const builtIn = builtInName(target.specifier);
    if (builtIn !== undefined) return { builtIn };
    return this.#importPackage(target.specifier, joinPath(target.from.directory, 'package.json'));
  }

  #importPackage(specifier: string, parentPath: string): Resolved {
    const { name, subpath } = packageName(specifier, parentPath);
    const scope = packageScope(this.#files, parentPath);
    if (scope?.name === name && hasExports(scope.exports)) {
      const target = resolvePackageExports(scope, subpath, importConditions, parentPath);
      return this.#importTarget(target, parentPath);
    }
    for (const directory of this.#packageDirectories(name, parentPath)) {
      const config = readPackageConfig(this.#files, directory, `"${specifier}" from ${parentPath}`);
      if (config && hasExports(config.exports)) {
        const target = resolvePackageExports(config, subpath, importConditions, parentPath);
        return this.#importTarget(target, parentPath);
      }
      if (subpath !== '.') return this.#finalize(pathToFileUrl(joinPath(directory, subpath)), parentPath);
      const main = this.#legacyMain(directory, config?.main);
      if (main !== undefined) return this.#finalize(pathToFileUrl(main), parentPath);
      const wanted = joinPath(directory, config?.main ?? 'index.js');
      const message = `Cannot find package '${wanted}'${importedFrom(parentPath)}`;
      throw moduleError('ERR_MODULE_NOT_FOUND', message);
    }
    throw moduleError('ERR_MODULE_NOT_FOUND', `Cannot find package '${name}'${importedFrom(parentPath)}`);
  }

  #legacyMain(directory: string, main: string | undefined): string | undefined {
    const fromMain =
      main === undefined
        ? []
        : ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'].map((tail) => main + tail);
    return [...fromMain, 'index.js', 'index.json', 'index.node']
      .map((candidate) => joinPath(directory, candidate))
      .find((path) => this.#kindOf(path) === 'file');
  }

  /** Node says what `require` would have found. */
  #withHint(error: unknown, specifier: string, parentPath: string | undefined): unknown {
    const { code } = error as { code?: string };
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'ERR_UNSUPPORTED_DIR_IMPORT') return error;
    const hint = parentPath === undefined ? undefined : this.#whatRequireFinds(specifier, parentPath);
    if (hint === undefined || hint === specifier || !(error instanceof Error)) return error;
    error.message += `\nDid you mean to import ${JSON.stringify(hint)}?`;
    return error;
  }

  #whatRequireFinds(specifier: string, parentPath: string): string | undefined {
    if (specifier.startsWith('file:')) return undefined;
    let found: Resolved;
    try {
      found = this.require(specifier, parentPath);
    } catch {
      return undefined;
    }
    if (!('location' in found)) return undefined;
    if (/^\.{1,2}(\/|$)/.test(specifier)) {
      const { pathname } = new URL(pathToFileUrl(found.location));
      const relative = relativePath(directoryOf(new URL(pathToFileUrl(parentPath)).pathname), pathname);
      return relative.startsWith('../') ? relative : `./${relative}`;
    }
    if (specifier.startsWith('/') || specifier.startsWith('#')) return found.location;
    const name = specifier.slice(0, specifier.indexOf('/'));
    const inside = `/node_modules/${name}/`;
    const index = found.location.lastIndexOf(inside);
    if (index === -1) return pathToFileUrl(found.location);
    const names = found.location.slice(index + inside.length).split('/');
    return `${name}/${names.map(encodeURIComponent).join('/')}`;
  }

  // ── require ───────────────────────────────────────────────────────────────────────────────────────────────

  #requirePackage(specifier: string, parentPath: string): Resolved {
    const parsed = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier);
    if (parsed) {
      const [, name = '', tail = ''] = parsed;
      const scope = packageScope(this.#files, parentPath);
      if (scope?.name === name && hasExports(scope.exports)) {
        return this.#requireTarget(resolvePackageExports(scope, `.${tail}`, requireConditions, parentPath));
      }
      for (const directory of this.#packageDirectories(name, parentPath)) {
        const config = readPackageConfig(this.#files, directory);
        if (config && hasExports(config.exports)) {
          return this.#requireTarget(resolvePackageExports(config, `.${tail}`, requireConditions, undefined));
        }
        const path = joinPath(directory, `.${tail}`);
        const found = (tail === '' ? undefined : this.#asFile(path)) ?? this.#asDirectory(path, specifier);
        if (found !== undefined) return { location: found };
      }
      const inFile = tail === '' ? this.#asFileBesidePackages(name, parentPath) : undefined;
      if (inFile !== undefined) return { location: inFile };
    }
    throw requireNotFound(specifier);
  }

  #requireTarget(target: PackageTarget): Resolved {
    if (!('path' in target))
      return this.require(target.specifier, joinPath(target.from.directory, 'package.json'));
    if (this.#kindOf(target.path) !== 'file') {
      const path = joinPath(target.path, '');
      throw moduleError('MODULE_NOT_FOUND', `Cannot find module '${path}'`);
    }
    return { location: this.#files.realpath(target.path) };
  }

  #asFile(path: string): string | undefined {
    const found = ['', '.js', '.json', '.node'].find(
      (extension) => this.#kindOf(path + extension) === 'file',
    );
    return found === undefined ? undefined : this.#files.realpath(path + found);
  }

  #asDirectory(path: string, specifier: string): string | undefined {
    if (this.#kindOf(path) !== 'directory') return undefined;
    const main = readPackageConfig(this.#files, path)?.main;
    const index = (at: string) =>
      ['/index.js', '/index.json', '/index.node']
        .map((tail) => at + tail)
        .find((file) => this.#kindOf(file) === 'file');
    if (main !== undefined) {
      const mainPath = joinPath(path, main);
      const found = this.#asFile(mainPath) ?? index(mainPath) ?? index(path);
      if (found !== undefined) return this.#files.realpath(found);
      const message = `Cannot find module '${mainPath}'. Please verify that the package.json has a valid "main" entry`;
      throw moduleError('MODULE_NOT_FOUND', message, {
        path: joinPath(path, 'package.json'),
        requestPath: specifier,
      });
    }
    const found = index(path);
    return found === undefined ? undefined : this.#files.realpath(found);
  }

  /** `node_modules/name.js`, which `require` finds and `import` does not. */
  #asFileBesidePackages(name: string, parentPath: string): string | undefined {
    for (const folder of nodeModulesFolders(parentPath)) {
      const found = this.#asFile(`${folder}/${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  // ── both ──────────────────────────────────────────────────────────────────────────────────────────────────

  *#packageDirectories(name: string, parentPath: string): Generator<string> {
    for (const folder of nodeModulesFolders(parentPath)) {
      const directory = `${folder}/${name}`;
      if (this.#kindOf(directory) === 'directory') yield directory;
    }
  }

  #kindOf(path: string): 'file' | 'directory' | undefined {
    try {
      return (this.#files.stat(path).mode & 0o170000) === 0o040000 ? 'directory' : 'file';
    } catch {
      return undefined;
    }
  }
}

/** The `node_modules` folders that a module looks into, nearest first. */
export function nodeModulesFolders(parentPath: string): string[] {
  const folders: string[] = [];
  for (let directory = directoryOf(parentPath); ; directory = directoryOf(directory)) {
    if (!directory.endsWith('/node_modules')) folders.push(joinPath(directory, 'node_modules'));
    if (directory === '/') return folders;
  }
}

function packageName(specifier: string, parentPath: string): { name: string; subpath: string } {
  const [first = '', second] = specifier.split('/');
  const isScoped = first.startsWith('@');
  const name = isScoped ? `${first}/${second}` : first;
  if ((isScoped && !second) || name.startsWith('.') || /[\\%]/.test(name)) {
    throw invalidSpecifier(specifier, 'is not a valid package name', parentPath);
  }
  return { name, subpath: `.${specifier.slice(name.length)}` };
}

function hasExports(exports: unknown): boolean {
  return exports !== undefined && exports !== null;
}

/** What importing or requiring `node:nope` throws; `require.resolve` just does not find it. */
export function unknownBuiltIn(specifier: string): Error {
  return moduleError('ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${specifier}`);
}

function unsupportedScheme(scheme: string): Error {
  const message =
    'Only URLs with a scheme in: file and data are supported by the default ESM loader. ' +
    `Received protocol '${scheme}:'`;
  return moduleError('ERR_UNSUPPORTED_ESM_URL_SCHEME', message);
}

function unsupportedParent(specifier: string, parentUrl: string): Error {
  const message = `Failed to resolve module specifier "${specifier}" from "${parentUrl}": Invalid relative URL or base scheme is not hierarchical.`;
  return moduleError('ERR_UNSUPPORTED_RESOLVE_REQUEST', message, {}, TypeError);
}

/** The thread, which knows who required whom, adds the require stack. */
function requireNotFound(specifier: string): Error {
  return moduleError('MODULE_NOT_FOUND', `Cannot find module '${specifier}'`);
}
