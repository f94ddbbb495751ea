/**
 * The class `Console`, and the methods of every console.
 *
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/console/constructor.js
 */
import { shouldColorize } from '../colors.ts';
import { captureStack } from '../../../thread/capture-stack.ts';
import { emitWarning } from '../emit-warning.ts';
import { nodeError } from '../errors.ts';
import { formatWithOptions, inspect, type InspectOptions } from '../inspect.ts';
import { validateArray, validateInteger, validateObject, validateOneOf } from '../validators.ts';
import { Durations } from './durations.ts';
import { tableText } from './table.ts';

/** What a console needs of a stream. */
export interface ConsoleStream {
  write(text: string, callback?: (error?: Error | null) => void): unknown;
  isTTY?: boolean;
  on?: unknown;
  once?(event: string, listener: () => void): unknown;
  removeListener?(event: string, listener: () => void): unknown;
  listenerCount?(event: string): number;
}

/** The options of `new Console()`. */
export interface ConsoleOptions {
  stdout: ConsoleStream;
  stderr?: ConsoleStream;
  ignoreErrors?: boolean;
  colorMode?: boolean | 'auto';
  inspectOptions?: InspectOptions | Map<ConsoleStream, InspectOptions>;
  groupIndentation?: number;
}

/** What a console keeps; the streams are functions since the global console looks them up at each call. */
export interface ConsoleState {
  stdout(): ConsoleStream;
  stderr(): ConsoleStream;
  ignoreErrors: boolean;
  colorMode: boolean | 'auto';
  inspectOptions: Map<ConsoleStream, InspectOptions> | undefined;
  indentationWidth: number;
}

const maxIndentation = 1000;
const isConsole = Symbol('kIsConsole');
const ownMethods = Symbol('methods');
const methodNames = [
  'log',
  'info',
  'debug',
  'warn',
  'error',
  'dir',
  'time',
  'timeEnd',
  'timeLog',
  'trace',
  'assert',
  'clear',
  'count',
  'countReset',
  'group',
  'groupEnd',
  'table',
  'dirxml',
  'groupCollapsed',
] as const satisfies (keyof ConsoleMethods)[];
const noop = () => {};

/** Makes the methods of a console as own functions, so that `const { log } = console` works. */
export function consoleMethods(state: ConsoleState) {
  let indentation = '';
  const counts = new Map<string, number>();
  const durations = new Durations();

  const methods = {
    log(...args: unknown[]): void {
      write('stdout', args);
    },
    warn(...args: unknown[]): void {
      write('stderr', args);
    },
    dir(value: unknown, options?: InspectOptions): void {
      const text = inspect(value, { customInspect: false, ...optionsFor(state.stdout()), ...options });
      writeText('stdout', text);
    },
    time(label: unknown = 'default'): void {
      durations.start(String(label));
    },
    timeEnd(label: unknown = 'default'): void {
      logDuration('console.timeEnd()', String(label), []);
      durations.stop(String(label));
    },
    timeLog(label: unknown = 'default', ...data: unknown[]): void {
      logDuration('console.timeLog()', String(label), data);
    },
    trace(...args: unknown[]): void {
      writeText('stderr', traceText(format('stderr', args), methods.trace));
    },
    assert(condition: unknown, ...args: unknown[]): void {
      if (condition) return;
      if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
      else args.unshift('Assertion failed');
      write('stderr', args);
    },
    clear(): void {
      const stdout = state.stdout();
      if (stdout.isTTY) stdout.write('\x1b[1;1H\x1b[0J');
    },
    count(label: unknown = 'default'): void {
      const name = String(label);
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      writeText('stdout', `${name}: ${count}`);
    },
    countReset(label: unknown = 'default'): void {
      if (!counts.delete(String(label))) emitWarning(`Count for '${String(label)}' does not exist`);
    },
    group(...data: unknown[]): void {
      if (data.length > 0) write('stdout', data);
      indentation += ' '.repeat(state.indentationWidth);
    },
    groupEnd(): void {
      indentation = indentation.slice(0, Math.max(indentation.length - state.indentationWidth, 0));
    },
    table(data: unknown, columns?: string[]): void {
      if (columns !== undefined) validateArray(columns, 'properties');
      const text = tableText(data, columns, optionsFor(state.stdout()));
      if (text === undefined) write('stdout', [data]);
      else writeText('stdout', text);
    },
  };

  function write(target: 'stdout' | 'stderr', args: unknown[]): void {
    writeText(target, format(target, args));
  }

  function format(target: 'stdout' | 'stderr', args: unknown[]): string {
    if (args.length === 1 && typeof args[0] === 'string') return args[0];
    return formatWithOptions(optionsFor(state[target]()), ...args);
  }

  function writeText(target: 'stdout' | 'stderr', text: string): void {
    const indented = indentation === '' ? text : indentation + text.replaceAll('\n', `\n${indentation}`);
    const stream = state[target]();
    if (state.ignoreErrors) writeIgnoringErrors(stream, `${indented}\n`);
    else stream.write(`${indented}\n`);
  }

  function optionsFor(stream: ConsoleStream): InspectOptions {
    const colors = state.colorMode === 'auto' ? shouldColorize(stream) : state.colorMode;
    const given = state.inspectOptions?.get(stream);
    if (!given) return colors ? { colors } : {};
    given.colors ??= colors;
    return given;
  }

  function logDuration(method: string, label: string, data: unknown[]): void {
    const duration = durations.read(label, method);
    if (duration !== undefined) write('stdout', ['%s: %s', label, duration, ...data]);
  }

  return {
    log: methods.log,
    info: named('info', methods.log),
    debug: named('debug', methods.log),
    warn: methods.warn,
    error: named('error', methods.warn),
    dir: methods.dir,
    time: methods.time,
    timeEnd: methods.timeEnd,
    timeLog: methods.timeLog,
    trace: methods.trace,
    assert: methods.assert,
    clear: methods.clear,
    count: methods.count,
    countReset: methods.countReset,
    group: methods.group,
    groupEnd: methods.groupEnd,
    table: methods.table,
    dirxml: named('dirxml', methods.log),
    groupCollapsed: named('groupCollapsed', methods.group),
  };
}

/** The methods of a console. */
export type ConsoleMethods = ReturnType<typeof consoleMethods>;

/** The constructor, which may also be called as a function. */
export interface ConsoleConstructor {
  new (options: ConsoleOptions): ConsoleMethods;
  new (stdout: ConsoleStream, stderr?: ConsoleStream, ignoreErrors?: boolean): ConsoleMethods;
  prototype: ConsoleMethods;
}

/** @see https://nodejs.org/api/console.html#class-console */
export const Console: ConsoleConstructor = function (
  this: object,
  first: ConsoleOptions | ConsoleStream,
  second?: ConsoleStream,
  third?: boolean,
): unknown {
  if (!new.target) return Reflect.construct(Console, [first, second, third]);
  const isStream = !first || typeof (first as ConsoleStream).write === 'function';
  const options = isStream
    ? { stdout: first as ConsoleStream, stderr: second, ignoreErrors: third }
    : (first as ConsoleOptions);
  Object.defineProperty(this, ownMethods, { value: consoleMethods(stateFrom(options as ConsoleOptions)) });
  // Bound, and looked up on `this`: a subclass may have overridden some.
  for (const name of methodNames) {
    const bound = (Reflect.get(this, name) as () => void).bind(this);
    Object.defineProperty(bound, 'name', { value: name });
    Object.defineProperty(this, name, { value: bound, writable: true, enumerable: true, configurable: true });
  }
  markAsConsole(this);
  return undefined;
} as unknown as ConsoleConstructor;

Object.defineProperty(Console, 'name', { value: 'Console' });
Object.defineProperty(Console, Symbol.hasInstance, {
  value: (value: unknown) => Boolean((value as Record<symbol, unknown> | null)?.[isConsole]),
});
for (const name of methodNames) {
  Reflect.set(Console.prototype, name, function (this: { [ownMethods]: ConsoleMethods }, ...args: never[]) {
    return Reflect.apply(this[ownMethods][name], undefined, args);
  });
}

/** Gives an object the marks by which `instanceof Console` and `Object.prototype.toString` know a console. */
export function markAsConsole(target: object): void {
  Object.defineProperty(target, isConsole, { value: true, configurable: true });
  Object.defineProperty(target, Symbol.toStringTag, { value: 'console', configurable: true });
}

function stateFrom({
  stdout,
  stderr = stdout,
  ignoreErrors = true,
  colorMode = 'auto',
  inspectOptions,
  groupIndentation = 2,
}: ConsoleOptions): ConsoleState {
  if (typeof stdout?.write !== 'function') throw notWritable('stdout');
  if (typeof stderr?.write !== 'function') throw notWritable('stderr');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  validateInteger(groupIndentation, 'groupIndentation', 0, maxIndentation);
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    ignoreErrors,
    colorMode,
    inspectOptions: inspectOptionsByStream(inspectOptions, [stdout, stderr], colorMode !== 'auto'),
    indentationWidth: groupIndentation,
  };
}

function inspectOptionsByStream(
  options: ConsoleOptions['inspectOptions'],
  streams: ConsoleStream[],
  hasColorMode: boolean,
): Map<ConsoleStream, InspectOptions> | undefined {
  if (options === undefined) return undefined;
  validateObject(options, 'options.inspectOptions');
  const byStream = options instanceof Map ? options : new Map(streams.map((stream) => [stream, options]));
  for (const { colors } of byStream.values()) {
    if (colors !== undefined && hasColorMode) {
      const message =
        'Option "options.inspectOptions.color" cannot be used in combination with option "colorMode"';
      throw nodeError('ERR_INCOMPATIBLE_OPTION_PAIR', message, TypeError);
    }
  }
  return byStream;
}

function notWritable(name: string): Error {
  const message = `Console expects a writable stream instance for ${name}`;
  return nodeError('ERR_CONSOLE_WRITABLE_STREAM', message, TypeError);
}

/** A console must not end a program because its stream has ended. */
function writeIgnoringErrors(stream: ConsoleStream, text: string): void {
  try {
    if (stream.listenerCount?.('error') === 0) stream.once?.('error', noop);
    stream.write(text, noop);
  } catch (error) {
    if (error instanceof RangeError) throw error; // The stack is full: that is the program's own error.
  } finally {
    stream.removeListener?.('error', noop);
  }
}

function traceText(message: string, below: (...args: never[]) => unknown): string {
  const holder = { name: 'Trace', message, stack: '' };
  captureStack(holder, below);
  const frames = holder.stack.split('\n').filter((line) => /^\s+at |@/.test(line));
  return [message === '' ? 'Trace' : `Trace: ${message}`, ...frames].join('\n');
}

function named<Method extends (...args: never[]) => unknown>(name: string, method: Method): Method {
  const alias = { [name]: (...args: never[]) => method(...args) }[name] as Method;
  return alias;
}
