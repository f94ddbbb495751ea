/**
 * The registry of built-in modules: from the name that a program imports to the module, evaluated at its first import.
 *
 * Each file of this folder exports what `require()` of the module returns as its default export; the names that an ES module can
 * import are that value's keys.
 */
import { type NodeError, nodeError, unavailable } from './internal/errors.ts';

/** Resolved by the bundler, which evaluates a file at the first call: a program pays only for the modules it uses. */
declare const require: (file: string) => { default: unknown };

const modules: Record<string, () => unknown> = {
  assert: () => require('./assert.ts').default,
  'assert/strict': () => (require('./assert.ts').default as { strict: unknown }).strict,
  async_hooks: () => require('./async-hooks.ts').default,
  buffer: () => require('./buffer.ts').default,
  child_process: () => require('./child-process.ts').default,
  cluster: () => require('./cluster.ts').default,
  console: () => require('./console.ts').default,
  crypto: () => require('./crypto.ts').default,
  diagnostics_channel: () => require('./diagnostics-channel.ts').default,
  events: () => require('./events.ts').default,
  fs: () => require('./fs.ts').default,
  'fs/promises': () => require('./fs-promises.ts').default,
  http: () => require('./http.ts').default,
  https: () => require('./https.ts').default,
  module: () => require('./module.ts').default,
  net: () => require('./net.ts').default,
  os: () => require('./os.ts').default,
  path: () => require('./path.ts').default,
  'path/posix': () => require('./path.ts').default,
  'path/win32': () => (require('./path.ts').default as { win32: unknown }).win32,
  perf_hooks: () => require('./perf-hooks.ts').default,
  process: () => require('./process.ts').default,
  querystring: () => require('./querystring.ts').default,
  readline: () => require('./readline.ts').default,
  'readline/promises': () => require('./readline-promises.ts').default,
  stream: () => require('./stream.ts').default,
  'stream/consumers': () => require('./stream-consumers.ts').default,
  'stream/promises': () => require('./stream-promises.ts').default,
  // Only with its prefix, so that it takes no package's name.
  'node:test': () => require('./test.ts').default,
  'stream/web': () => require('./stream-web.ts').default,
  string_decoder: () => require('./string-decoder.ts').default,
  sys: () => require('./util.ts').default,
  timers: () => require('./timers.ts').default,
  'timers/promises': () => require('./timers-promises.ts').default,
  tty: () => require('./tty.ts').default,
  url: () => require('./url.ts').default,
  util: () => require('./util.ts').default,
  'util/types': () => (require('./util.ts').default as { types: unknown }).types,
  v8: () => require('./v8.ts').default,
  vm: () => require('./vm.ts').default,
  worker_threads: () => require('./worker-threads.ts').default,
  zlib: () => require('./zlib.ts').default,
};

const noNetwork = 'a page has no network of its own';

/**
 * Built-in modules of Node that the embedded host lacks, and why. Importing one throws, as Node's own `crypto` or `inspector` throws
 * where Node was built without it: a program learns at once, and no function pretends to work.
 */
const absent: Record<string, string> = {
  dgram: noNetwork,
  dns: noNetwork,
  'dns/promises': noNetwork,
  domain: 'it is deprecated',
  http2: noNetwork,
  inspector: 'the browser keeps its debugger to itself',
  'inspector/promises': 'the browser keeps its debugger to itself',
  'node:ffi': 'a page cannot load native code',
  'node:sea': 'there is no executable',
  'node:sqlite': 'the host brings no database',
  'node:test/reporters': 'the host prints as the reporter "spec" does',
  punycode: 'it is deprecated',
  repl: 'the host has no terminal',
  tls: noNetwork,
  trace_events: 'the browser keeps its trace to itself',
  wasi: 'the host has no system for it to call',
};

const evaluated = new Map<string, unknown>();

/** The names of all built-in modules, as `module.builtinModules` lists them: some only with their prefix. */
export const builtInNames: readonly string[] = [...Object.keys(modules), ...Object.keys(absent)].sort();

/** Whether `specifier` names a built-in module, with or without `node:`. */
export function isBuiltIn(specifier: string): boolean {
  const name = withoutScheme(specifier);
  return [name, specifier].some((key) => Object.hasOwn(modules, key) || Object.hasOwn(absent, key));
}

/**
 * What `require(specifier)` returns for a built-in module.
 *
 * @throws ERR_FEATURE_UNAVAILABLE_ON_PLATFORM if Node has the module and the embedded host has not.
 * @throws ERR_UNKNOWN_BUILTIN_MODULE if there is no such module.
 */
export function builtInModule(specifier: string): unknown {
  const name = withoutScheme(specifier);
  if (evaluated.has(name)) return evaluated.get(name);
  const key = [name, `node:${name}`].find((candidate) => Object.hasOwn(modules, candidate));
  const evaluate = key === undefined ? undefined : modules[key];
  if (evaluate === undefined) throw missingModule(specifier, name);
  const exports = evaluate();
  evaluated.set(name, exports);
  return exports;
}

function withoutScheme(specifier: string): string {
  return specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
}

function missingModule(specifier: string, name: string): NodeError {
  const reason = absent[name] ?? absent[specifier];
  if (reason !== undefined) return unavailable(`node:${name} (${reason})`);
  return nodeError('ERR_UNKNOWN_BUILTIN_MODULE', `No such built-in module: ${specifier}`);
}
