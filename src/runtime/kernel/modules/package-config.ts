import type { FileSystem } from '../file-system/file-system.ts';
import { moduleError } from './module-error.ts';
import { directoryOf, joinPath } from './posix-path.ts';

/** What the module system reads of a package.json. */
export interface PackageConfig {
  /** The directory of the package.json, without a final slash except for the root. */
  readonly directory: string;
  readonly name: string | undefined;
  readonly main: string | undefined;
  readonly type: 'module' | 'commonjs' | 'none';
  readonly exports: unknown;
  readonly imports: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads the package.json of a directory.
 * @param importing what the error says is being imported
 * @throws ERR_INVALID_PACKAGE_CONFIG when it is not JSON
 */
export function readPackageConfig(
  files: FileSystem,
  directory: string,
  importing?: string,
): PackageConfig | undefined {
  const path = joinPath(directory, 'package.json');
  let text: string;
  try {
    text = new TextDecoder().decode(files.readFile(path));
  } catch {
    return undefined;
  }
  const json = parse(text, path, importing);
  const { name, main, type, exports, imports } = json;
  return {
    directory,
    name: typeof name === 'string' ? name : undefined,
    main: typeof main === 'string' ? main : undefined,
    type: type === 'module' || type === 'commonjs' ? type : 'none',
    exports,
    imports:
      typeof imports === 'object' && imports !== null ? (imports as Record<string, unknown>) : undefined,
  };
}

/** The nearest package.json at or above the directory of a file, not looking above `node_modules`. */
export function packageScope(files: FileSystem, path: string): PackageConfig | undefined {
  for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
    if (directory.endsWith('/node_modules')) return undefined;
    const config = readPackageConfig(files, directory);
    if (config !== undefined || directory === '/') return config;
  }
}

function parse(text: string, path: string, importing: string | undefined): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  } catch (error) {
    const context = importing === undefined ? '' : ` while importing ${importing}`;
    const message = `Invalid package config ${path}${context}.`;
    throw moduleError('ERR_INVALID_PACKAGE_CONFIG', message, { cause: error });
  }
}
