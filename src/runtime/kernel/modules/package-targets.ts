import { pathToFileUrl } from '../../protocol/file-url.ts';
import { importedFrom, invalidSpecifier, moduleError } from './module-error.ts';
import type { PackageConfig } from './package-config.ts';
import { joinPath } from './posix-path.ts';

/** Where a package's map leads: a file, or another specifier that the package itself would write. */
export type PackageTarget =
  { readonly path: string } | { readonly specifier: string; readonly from: PackageConfig };

/**
 * Looks a subpath (`.` or `./feature`) up in `exports`.
 * @throws ERR_PACKAGE_PATH_NOT_EXPORTED
 * @throws ERR_INVALID_PACKAGE_TARGET
 * @see https://nodejs.org/api/esm.html#resolution-algorithm-specification
 */
export function resolvePackageExports(
  config: PackageConfig,
  subpath: string,
  conditions: ReadonlySet<string>,
  parentPath: string | undefined,
): PackageTarget {
  const map = exportsMap(config, parentPath);
  const found = matchTarget(map, subpath, { config, conditions, parentPath, isImport: false });
  if (found) return found;
  const where = `${slashed(config.directory)}package.json${importedFrom(parentPath)}`;
  const message =
    subpath === '.'
      ? `No "exports" main defined in ${where}`
      : `Package subpath '${subpath}' is not defined by "exports" in ${where}`;
  throw moduleError('ERR_PACKAGE_PATH_NOT_EXPORTED', message);
}

/**
 * Looks a name such as `#internal` up in `imports`.
 * @throws ERR_PACKAGE_IMPORT_NOT_DEFINED
 * @throws ERR_INVALID_PACKAGE_TARGET
 */
export function resolvePackageImports(
  config: PackageConfig | undefined,
  name: string,
  conditions: ReadonlySet<string>,
  parentPath: string,
): PackageTarget {
  if (name === '#' || name.endsWith('/')) {
    throw invalidSpecifier(name, 'is not a valid internal imports specifier name', parentPath);
  }
  const found =
    config?.imports && matchTarget(config.imports, name, { config, conditions, parentPath, isImport: true });
  if (found) return found;
  const where = config ? ` in package ${slashed(config.directory)}package.json` : '';
  throw moduleError(
    'ERR_PACKAGE_IMPORT_NOT_DEFINED',
    `Package import specifier "${name}" is not defined${where} imported from ${parentPath}`,
    {},
    TypeError,
  );
}

interface Lookup {
  readonly config: PackageConfig;
  readonly conditions: ReadonlySet<string>;
  readonly parentPath: string | undefined;
  readonly isImport: boolean;
}

function exportsMap(config: PackageConfig, parentPath: string | undefined): Record<string, unknown> {
  const { exports } = config;
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return { '.': exports };
  const keys = Object.keys(exports);
  const subpaths = keys.filter((key) => key.startsWith('.'));
  if (subpaths.length === 0 && keys.length > 0) return { '.': exports };
  if (subpaths.length === keys.length) return exports as Record<string, unknown>;
  throw moduleError(
    'ERR_INVALID_PACKAGE_CONFIG',
    `Invalid package config ${slashed(config.directory)}package.json${parentPath === undefined ? '' : ` while importing ${pathToFileUrl(parentPath)}`}. ` +
      `"exports" cannot contain some keys starting with '.' and some not. The exports object must either be an ` +
      'object of package subpath keys or an object of main entry condition name keys only.',
  );
}

function matchTarget(map: Record<string, unknown>, key: string, lookup: Lookup): PackageTarget | undefined {
  if (Object.hasOwn(map, key) && !key.includes('*') && !key.endsWith('/')) {
    return resolveTarget(map[key], '', key, lookup) ?? undefined;
  }
  let best: string | undefined;
  for (const pattern of Object.keys(map)) {
    const star = pattern.indexOf('*');
    if (star === -1 || pattern.includes('*', star + 1)) continue;
    const tail = pattern.slice(star + 1);
    if (!key.startsWith(pattern.slice(0, star)) || key.length < pattern.length || !key.endsWith(tail))
      continue;
    if (best === undefined || isMoreSpecific(pattern, best)) best = pattern;
  }
  if (best === undefined) return undefined;
  const matched = key.slice(best.indexOf('*'), key.length - (best.length - best.indexOf('*') - 1));
  return resolveTarget(map[best], matched, best, lookup) ?? undefined;
}

function isMoreSpecific(pattern: string, than: string): boolean {
  const difference = pattern.indexOf('*') - than.indexOf('*');
  return difference === 0 ? pattern.length > than.length : difference > 0;
}

/** `null` forbids, `undefined` leaves the next alternative a chance. */
function resolveTarget(
  target: unknown,
  matched: string,
  key: string,
  lookup: Lookup,
): PackageTarget | null | undefined {
  if (target === null) return null;
  if (typeof target === 'string') return resolveTargetString(target, matched, key, lookup);
  if (Array.isArray(target)) return firstOf(target, matched, key, lookup);
  if (typeof target !== 'object') throw invalidTarget(JSON.stringify(target), key, lookup);
  for (const [condition, conditional] of Object.entries(target)) {
    if (condition !== 'default' && !lookup.conditions.has(condition)) continue;
    const resolved = resolveTarget(conditional, matched, key, lookup);
    if (resolved !== undefined) return resolved;
  }
  return undefined;
}

function firstOf(
  targets: readonly unknown[],
  matched: string,
  key: string,
  lookup: Lookup,
): PackageTarget | null | undefined {
  let lastError: unknown;
  let sawNull = targets.length === 0;
  for (const target of targets) {
    try {
      const resolved = resolveTarget(target, matched, key, lookup);
      if (resolved) return resolved;
      sawNull ||= resolved === null;
      lastError = undefined;
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_INVALID_PACKAGE_TARGET') throw error;
      lastError = error;
    }
  }
  if (lastError !== undefined) throw lastError as Error;
  return sawNull ? null : undefined;
}

function resolveTargetString(target: string, matched: string, key: string, lookup: Lookup): PackageTarget {
  const isPattern = key.includes('*');
  if (!target.startsWith('./')) {
    const isSpecifier = lookup.isImport && !/^(\.\.\/|\/|[a-z][a-z\d+.-]*:)/i.test(target);
    if (!isSpecifier) throw invalidTarget(target, key, lookup);
    return { specifier: isPattern ? target.replaceAll('*', matched) : target, from: lookup.config };
  }
  if (invalidSegments.test(target.slice(2))) throw invalidTarget(target, key, lookup);
  if (isPattern && invalidSegments.test(matched)) {
    const request = key.replace('*', () => matched);
    const reason =
      `request is not a valid match in pattern "${key}" for the ` +
      `"${lookup.isImport ? 'imports' : 'exports'}" resolution of ${slashed(lookup.config.directory)}package.json`;
    throw invalidSpecifier(request, reason, lookup.parentPath);
  }
  return { path: joinPath(lookup.config.directory, isPattern ? target.replaceAll('*', matched) : target) };
}

const invalidSegments =
  /(^|\\|\/)((\.|%2e)(\.|%2e)?|(n|%6e|%4e)(o|%6f|%4f)(d|%64|%44)(e|%65|%45)(_|%5f)(m|%6d|%4d)(o|%6f|%4f)(d|%64|%44)(u|%75|%55)(l|%6c|%4c)(e|%65|%45)(s|%73|%53))?(\\|\/|$)/i;

function invalidTarget(target: string, key: string, { config, isImport, parentPath }: Lookup): Error {
  const needsDot = !isImport && target.length > 0 && !target.startsWith('./');
  const map = isImport ? 'imports' : 'exports';
  const what =
    key === '.'
      ? `Invalid "exports" main target ${JSON.stringify(target)} defined in`
      : `Invalid "${map}" target ${JSON.stringify(target)} defined for '${key}' in`;
  return moduleError(
    'ERR_INVALID_PACKAGE_TARGET',
    `${what} the package config ${slashed(config.directory)}package.json${importedFrom(parentPath)}` +
      (needsDot ? '; targets must start with "./"' : ''),
  );
}

function slashed(directory: string): string {
  return directory === '/' ? '/' : `${directory}/`;
}
