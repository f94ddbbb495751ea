/** Built-in modules that may be named without `node:`. */
const plain = [
  'assert',
  'assert/strict',
  'async_hooks',
  'buffer',
  'child_process',
  'cluster',
  'console',
  'constants',
  'crypto',
  'dgram',
  'diagnostics_channel',
  'dns',
  'dns/promises',
  'domain',
  'events',
  'fs',
  'fs/promises',
  'http',
  'http2',
  'https',
  'inspector',
  'inspector/promises',
  'module',
  'net',
  'os',
  'path',
  'path/posix',
  'path/win32',
  'perf_hooks',
  'process',
  'punycode',
  'querystring',
  'readline',
  'readline/promises',
  'repl',
  'stream',
  'stream/consumers',
  'stream/promises',
  'stream/web',
  'string_decoder',
  'sys',
  'timers',
  'timers/promises',
  'tls',
  'trace_events',
  'tty',
  'url',
  'util',
  'util/types',
  'v8',
  'vm',
  'wasi',
  'worker_threads',
  'zlib',
];

/** Built-in modules that exist only with `node:`, so that they take no package's name. */
const prefixed = ['sea', 'sqlite', 'test', 'test/reporters'];

const plainNames = new Set(plain);
const prefixedNames = new Set([...plain, ...prefixed]);

/** The name, without `node:`, of the built-in module that a specifier means; `undefined` when it means none. */
export function builtInName(specifier: string): string | undefined {
  if (specifier.startsWith('node:')) {
    const name = specifier.slice('node:'.length);
    return prefixedNames.has(name) ? name : undefined;
  }
  return plainNames.has(specifier) ? specifier : undefined;
}
