import { nodeError } from './errors.ts';

/** Options that Node accepts for a whole process and refuses for one thread, and those it does not know at all. */
const processWide =
  /^--(?:title|redirect-warnings|max-old-space-size|max-semi-space-size|abort-on-uncaught-exception|expose-internals|v8-pool-size|openssl-config|icu-data-dir|inspect.*)(?:=|$)/;
const needsArgument = /^(?:-e|--eval|-r|--require|--import|-C|--conditions|--input-type)$/;

/**
 * Checks a worker's own options for Node.
 *
 * @throws ERR_WORKER_INVALID_EXEC_ARGV
 */
export function checkExecArgv(execArgv: readonly string[]): void {
  const invalid = execArgv.filter((argument) => !isKnown(argument) || processWide.test(argument));
  const last = execArgv.at(-1);
  if (last !== undefined && needsArgument.test(last)) invalid.push(`${last} requires an argument`);
  if (invalid.length === 0) return;
  const message = `Initiated Worker with invalid execArgv flags: ${invalid.join(', ')}`;
  throw nodeError('ERR_WORKER_INVALID_EXEC_ARGV', message);
}

/**
 * Checks the `NODE_OPTIONS` of a worker's own variables; those it shares with this thread are known to be right.
 *
 * @throws ERR_WORKER_INVALID_EXEC_ARGV
 */
export function checkNodeOptions(options: string | undefined): void {
  const invalid = (options ?? '')
    .split(/\s+/)
    .filter((option) => option !== '' && !isKnown(option) && !processWide.test(option));
  if (invalid.length === 0) return;
  const message = `Initiated Worker with invalid NODE_OPTIONS env variable: ${invalid.join(', ')}`;
  throw nodeError('ERR_WORKER_INVALID_EXEC_ARGV', message);
}

/** An argument that is no option belongs to the option before it. */
function isKnown(argument: string): boolean {
  return !argument.startsWith('-') || known.test(argument);
}

const known =
  /^(?:-[erpCc]|--(?:no-)?(?:eval|print|require|import|conditions|input-type|experimental-.*|disable-.*|enable-.*|trace-.*|warnings|deprecation|pending-deprecation|throw-deprecation|unhandled-rejections|stack-trace-limit|preserve-symlinks.*|expose-gc|env-file.*|strip-types|harmony.*|allow-.*|permission|verify-base-objects|frozen-intrinsics|insecure-http-parser|max-http-header-size|network-family.*|icu-.*|es-module-specifier-resolution|global-search-paths|addons|async-context-frame|entry-url|report-.*|test.*|watch.*))(?:=.*)?$/;
