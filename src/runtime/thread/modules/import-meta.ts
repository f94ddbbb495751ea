import type { EsModuleRecord } from '../../protocol/module-calls.ts';
import { fileUrlToPath, pathToFileUrl } from '../../protocol/file-url.ts';
import type { EsModulesOptions } from './es-modules.ts';

/** Makes the `import.meta` of a module, with Node's properties in Node's order. */
export function createImportMeta(
  { url, filename }: EsModuleRecord,
  { kernel, isMain }: Pick<EsModulesOptions, 'kernel' | 'isMain'>,
): object {
  const meta = Object.create(null) as Record<string, unknown>;
  if (url.startsWith('file:')) {
    const path = filename.startsWith('file:') ? fileUrlToPath(filename) : filename;
    meta['dirname'] = path.slice(0, path.lastIndexOf('/')) || '/';
    meta['filename'] = path;
  }
  meta['main'] = isMain(url);
  meta['resolve'] = function resolve(specifier: unknown): string {
    return resolveUrl(String(specifier), url, kernel);
  };
  meta['url'] = url;
  return meta;
}

/** `import.meta.resolve` answers a URL even where there is no file yet. */
function resolveUrl(specifier: string, from: string, kernel: EsModulesOptions['kernel']): string {
  try {
    const resolved = kernel.resolve(specifier, from, 'import');
    return resolved.startsWith('/') ? pathToFileUrl(resolved) : resolved;
  } catch (error) {
    const { code, url } = error as { code?: string; url?: string };
    const hasUrl = code === 'ERR_MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT';
    if (hasUrl && url !== undefined) return url;
    throw error;
  }
}
