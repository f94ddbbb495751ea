import type {
  LoadedModules,
  ModuleLoadRequest,
  ModuleRecord,
  ModuleRequestKind,
  ModuleTarget,
} from '../../protocol/module-calls.ts';
import { fileUrlToPath, pathToFileUrl } from '../../protocol/file-url.ts';
import { type SerializedError, serializeError } from '../../protocol/serialized-error.ts';
import type { FileSystem } from '../file-system/file-system.ts';
import { type CommonJsExports, findCommonJsExports } from './commonjs-exports.ts';
import { moduleError } from './module-error.ts';
import { builtInName } from './built-in-names.ts';
import { ModuleResolver, type Resolved, unknownBuiltIn } from './module-resolver.ts';
import { packageScope } from './package-config.ts';
import { extensionOf } from './posix-path.ts';
import { describeSyntaxError, type ParseError } from './syntax-error.ts';
import { transformCommonJs } from './transform-commonjs.ts';
import { transformModule, type TransformedModule } from './transform-module.ts';

type Format = 'module' | 'commonjs' | 'json';

/** A module's text, parsed. Shared by all threads that load the same unchanged file. */
type Parsed =
  | ({ readonly format: 'module' } & TransformedModule)
  | {
      readonly format: 'commonjs';
      readonly body: string;
      readonly columns: readonly number[];
      readonly exports: CommonJsExports;
    }
  | { readonly format: 'json' }
  | { readonly format: 'broken'; readonly error: SerializedError };

/**
 * Loads modules with everything they import statically. One graph serves all threads: texts are parsed once and
 * kept until the file changes; what a thread has been given already is the caller's to remember (`known`).
 */
export class ModuleGraph {
  readonly #files: FileSystem;
  readonly #resolver: ModuleResolver;
  readonly #parsed = new Map<string, { source: string; parsed: Parsed }>();

  constructor(files: FileSystem) {
    this.#files = files;
    this.#resolver = new ModuleResolver(files);
  }

  /** Answers `module.load`. */
  load({ specifier, from, kind, attributes, reload }: ModuleLoadRequest, known: Set<string>): LoadedModules {
    if (specifier.startsWith('node:') && !builtInName(specifier)) throw unknownBuiltIn(specifier);
    const resolved = this.#resolve(specifier, from, kind);
    if ('builtIn' in resolved) return { target: { type: 'built-in', name: resolved.builtIn }, records: [] };
    const url = kind === 'require' ? pathToFileUrl(resolved.location) : resolved.location;
    if (reload) known.delete(url);
    const records: ModuleRecord[] = [];
    if (kind === 'import') checkAttributes(url, attributes);
    this.#add(url, kind, records, known);
    return { target: { type: 'record', url }, records };
  }

  /** Answers `module.compile`. */
  compile(
    source: string,
    url: string,
    format: 'commonjs' | 'module',
    from: string,
    known: Set<string>,
  ): LoadedModules {
    const records: ModuleRecord[] = [];
    const parsed = format === 'module' ? parseAs(format, source, url) : parseAmbiguous(source, url, url);
    this.#addParsed({ url, filename: url, source }, parsed, from, records, known);
    return { target: { type: 'record', url }, records };
  }

  /** Answers `module.check`. */
  check(path: string): SerializedError | null {
    const target = this.#resolve(path, '/', 'require');
    if ('builtIn' in target) return null;
    const filename = target.location;
    const source = new TextDecoder().decode(this.#files.readFile(filename));
    const parsed = this.#parseFile(filename, filename, source, 'require');
    return parsed.format === 'broken' ? parsed.error : null;
  }

  /** Answers `module.resolve`. */
  resolve(specifier: string, from: string, kind: ModuleRequestKind): string {
    const resolved = this.#resolve(specifier, from, kind);
    if ('location' in resolved) return resolved.location;
    return kind === 'import' || specifier.startsWith('node:') ? `node:${resolved.builtIn}` : resolved.builtIn;
  }

  #resolve(specifier: string, from: string, kind: ModuleRequestKind): Resolved {
    if (kind === 'require') {
      return this.#resolver.require(specifier, from.startsWith('file:') ? fileUrlToPath(from) : from);
    }
    return this.#resolver.import(specifier, from.startsWith('/') ? pathToFileUrl(from) : from);
  }

  #add(url: string, kind: ModuleRequestKind, records: ModuleRecord[], known: Set<string>): void {
    if (known.has(url)) return;
    if (url.startsWith('data:')) {
      const { format, source } = readDataUrl(url);
      return this.#addParsed(
        { url, filename: url, source },
        parseAs(format, source, url),
        url,
        records,
        known,
      );
    }
    const filename = fileUrlToPath(url);
    const source = new TextDecoder().decode(this.#files.readFile(filename));
    const parsed = this.#parse(filename, url, source, kind);
    this.#addParsed({ url, filename, source }, parsed, url, records, known);
  }

  #parse(filename: string, url: string, source: string, kind: ModuleRequestKind): Parsed {
    const cached = this.#parsed.get(url);
    if (cached?.source === source) return cached.parsed;
    const parsed = this.#parseFile(filename, url, source, kind);
    this.#parsed.set(url, { source, parsed });
    return parsed;
  }

  #parseFile(filename: string, url: string, source: string, kind: ModuleRequestKind): Parsed {
    const extension = extensionOf(filename);
    if (extension === '.json') return { format: 'json' };
    if (extension === '.mjs') return parseAs('module', source, url);
    if (extension === '.cjs') return parseAs('commonjs', source, filename);
    const scope = packageScope(this.#files, filename);
    if (extension === '.js' || extension === '') {
      if (scope?.type === 'module') return parseAs('module', source, url);
      if (scope?.type === 'commonjs') return parseAs('commonjs', source, filename);
      return parseAmbiguous(source, url, filename);
    }
    if (kind === 'require') return parseAs('commonjs', source, filename);
    const message = `Unknown file extension "${extension}" for ${filename}`;
    throw moduleError('ERR_UNKNOWN_FILE_EXTENSION', message, {}, TypeError);
  }

  #addParsed(
    text: { url: string; filename: string; source: string },
    parsed: Parsed,
    from: string,
    records: ModuleRecord[],
    known: Set<string>,
  ): void {
    known.add(text.url);
    switch (parsed.format) {
      case 'json':
        records.push({ ...text, format: 'json' });
        return;
      case 'broken':
        records.push({
          ...text,
          format: 'broken',
          error: parsed.error,
          warning: warningFor(parsed.error, text),
        });
        return;
      case 'commonjs': {
        const { body, columns } = parsed;
        const exportNames = [...this.#exportNames(parsed.exports, text.filename, new Set())];
        records.push({ ...text, format: 'commonjs', body, columns, exportNames });
        return;
      }
      case 'module': {
        const position = records.length;
        const requests = parsed.requests.map((request) => ({
          ...request,
          target: this.#target(request.specifier, request.attributes, from, records, known),
        }));
        records.splice(position, 0, { ...text, ...parsed, requests });
      }
    }
  }

  #target(
    specifier: string,
    attributes: Readonly<Record<string, string>>,
    from: string,
    records: ModuleRecord[],
    known: Set<string>,
  ): ModuleTarget {
    try {
      const resolved = this.#resolve(specifier, from, 'import');
      if ('builtIn' in resolved) return { type: 'built-in', name: resolved.builtIn };
      checkAttributes(resolved.location, attributes);
      this.#add(resolved.location, 'import', records, known);
      return { type: 'record', url: resolved.location };
    } catch (error) {
      return { type: 'error', error: serializeError(error) };
    }
  }

  /** The names of a CommonJS module with those it re-exports. */
  #exportNames({ names, reexports }: CommonJsExports, filename: string, seen: Set<string>): Set<string> {
    const all = new Set(names);
    seen.add(filename);
    for (const specifier of reexports) {
      try {
        const resolved = this.#resolver.require(specifier, filename);
        if ('builtIn' in resolved || seen.has(resolved.location)) continue;
        const source = new TextDecoder().decode(this.#files.readFile(resolved.location));
        const parsed = this.#parse(resolved.location, pathToFileUrl(resolved.location), source, 'require');
        if (parsed.format !== 'commonjs') continue;
        for (const name of this.#exportNames(parsed.exports, resolved.location, seen)) all.add(name);
      } catch {
        // A re-export that cannot be found adds no names; requiring it will tell the program why.
      }
    }
    return all;
  }
}

function parseAs(format: Format, source: string, name: string): Parsed {
  if (format === 'json') return { format };
  try {
    if (format === 'module') return { format, ...transformModule(source) };
    const { body, columns, program } = transformCommonJs(source);
    return { format, body, columns, exports: findCommonJsExports(program, source) };
  } catch (error) {
    return { format: 'broken', error: describeSyntaxError(error as ParseError, source, name, format) };
  }
}

/** A `.js` file whose package says nothing is CommonJS, unless only ES module syntax makes sense of it. */
function parseAmbiguous(source: string, url: string, filename: string): Parsed {
  const asScript = parseAs('commonjs', source, filename);
  if (asScript.format !== 'broken') return asScript;
  const asModule = parseAs('module', source, url);
  // Where the first mistake of a script is the syntax of modules, Node goes on to what is wrong with the module.
  if (asModule.format !== 'module') return isModuleSyntaxError(asScript.error) ? asModule : asScript;
  const { requests, exports, topLevelAwaits } = asModule;
  const hasSyntax = requests.length > 0 || exports.length > 0 || topLevelAwaits.length > 0;
  return hasSyntax || source.includes('import.meta') || /^\s*export\b/m.test(source) ? asModule : asScript;
}

/** What Node adds when CommonJS meets the syntax of an ES module. */
function warningFor({ message }: SerializedError, { filename }: { filename: string }): string | null {
  if (!isModuleSyntaxError({ message }) || filename.startsWith('[')) return null;
  return `Failed to load the ES module: ${filename}. Make sure to set "type": "module" in the nearest package.json file or use the .mjs extension.`;
}

function isModuleSyntaxError({ message }: Pick<SerializedError, 'message'>): boolean {
  return (
    message === 'Cannot use import statement outside a module' || message === "Unexpected token 'export'"
  );
}

function readDataUrl(url: string): { format: Format; source: string } {
  const match = /^data:([^,;]*)([^,]*),(.*)$/s.exec(url);
  if (!match) throw moduleError('ERR_INVALID_URL', 'Invalid URL', { input: url }, TypeError);
  const [, type = '', parameters = '', data = ''] = match;
  const source = /;base64$/i.test(parameters)
    ? new TextDecoder().decode(Uint8Array.from(atob(decodeURIComponent(data)), (byte) => byte.charCodeAt(0)))
    : decodeURIComponent(data);
  if (type === 'application/json') return { format: 'json', source };
  if (type === 'text/javascript') return { format: 'module', source };
  const message = `Unknown module format: ${type} for URL ${url}`;
  throw moduleError('ERR_UNKNOWN_MODULE_FORMAT', message, {}, RangeError);
}

function checkAttributes(url: string, attributes: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (key !== 'type') {
      const message = `Import attribute "${key}" with value "${value}" is not supported in ${url}`;
      throw moduleError('ERR_IMPORT_ATTRIBUTE_UNSUPPORTED', message, {}, TypeError);
    }
  }
  const { type } = attributes;
  const isJson = url.startsWith('data:')
    ? url.startsWith('data:application/json')
    : extensionOf(new URL(url).pathname) === '.json';
  if (isJson && type === undefined) {
    const message = `Module "${url}" needs an import attribute of "type: json"`;
    throw moduleError('ERR_IMPORT_ATTRIBUTE_MISSING', message, {}, TypeError);
  }
  if (type !== undefined && (type !== 'json' || !isJson)) {
    const message =
      type === 'json'
        ? `Module "${url}" is not of type "json"`
        : `Import attribute "type" with value "${type}" is not supported in ${url}`;
    const code =
      type === 'json' ? 'ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE' : 'ERR_IMPORT_ATTRIBUTE_UNSUPPORTED';
    throw moduleError(code, message, {}, TypeError);
  }
}
