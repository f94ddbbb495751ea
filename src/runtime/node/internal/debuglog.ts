import { shouldColorize } from './colors.ts';
import { formatWithOptions, inspect } from './inspect.ts';

/** A function that prints to stderr while `NODE_DEBUG` names its section. */
export interface DebugLogger {
  (...args: unknown[]): void;
  readonly enabled: boolean;
}

interface DebugProcess {
  pid: number;
  env: Record<string, string | undefined>;
  stderr: { write(text: string): void };
}

/** @see https://nodejs.org/api/util.html#utildebuglogsection-callback */
export function debuglog(section: string, onFirstUse?: (logger: DebugLogger) => void): DebugLogger {
  const name = section.toUpperCase();
  let enabled: boolean | undefined;
  let called = false;
  const isEnabled = () => (enabled ??= isNamed(name));
  const logger = (...args: unknown[]) => {
    if (!called) {
      called = true;
      onFirstUse?.(logger as DebugLogger);
    }
    if (isEnabled()) print(name, args);
  };
  return Object.defineProperty(logger, 'enabled', {
    get: isEnabled,
    configurable: true,
    enumerable: true,
  }) as DebugLogger;
}

function isNamed(section: string): boolean {
  const wanted = hostProcess().env['NODE_DEBUG'] ?? '';
  return wanted
    .split(',')
    .filter(Boolean)
    .map((name) => name.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*'))
    .some((source) => new RegExp(`^${source}$`, 'i').test(section));
}

function print(section: string, args: unknown[]): void {
  const { pid, stderr } = hostProcess();
  const colors = shouldColorize(stderr);
  stderr.write(`${section} ${inspect(pid, { colors })}: ${formatWithOptions({ colors }, ...args)}\n`);
}

function hostProcess(): DebugProcess {
  return (globalThis as unknown as { process: DebugProcess }).process;
}
