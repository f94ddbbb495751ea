import { errorHeader } from '../node/internal/errors.ts';
import { bodyFunctionName, originalColumn, type RegisteredSource, sourceOf } from './source-registry.ts';

/** What V8 tells of a frame, as far as we ask. */
interface CallSite {
  getFileName(): string | null;
  getScriptNameOrSourceURL(): string | null;
  getFunctionName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  isEval(): boolean;
  isNative(): boolean;
  toString(): string;
}

interface V8ErrorConstructor {
  prepareStackTrace?: (error: Error, sites: readonly CallSite[]) => unknown;
  stackTraceLimit?: number;
}

/**
 * Makes stack traces name the program's own files, lines and columns, in V8's format, without frames of the host.
 * Called once, when a thread starts, and must not read any `stack` (the browser would parse the whole runtime again).
 */
export function installStackTraces(): void {
  const descriptor = Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
  if (descriptor?.get) return installAccessor(descriptor as Required<PropertyDescriptor>);
  const V8Error = Error as unknown as V8ErrorConstructor;
  V8Error.stackTraceLimit = 10;
  V8Error.prepareStackTrace = (error, sites) => {
    if (error instanceof TypeError) nameImports(error, sites[0]?.getScriptNameOrSourceURL());
    return [headerOf(error), ...sites.flatMap(frameOfSite)].join('\n');
  };
}

/**
 * What Node prints above an uncaught error: the file and line, the line itself and a caret. Empty when the error
 * does not come from a file of the program, or carries such a header already (a SyntaxError).
 *
 * @param wasThrown Node shows the place of `throw` for what was thrown, and the place of the error for a rejection
 */
export function uncaughtErrorHeader(error: unknown, wasThrown = false): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, code } = error as { stack?: unknown; code?: unknown };
  if (code === 'MODULE_NOT_FOUND') return REQUIRE_FRAME;
  if (typeof stack !== 'string') return '';
  const match = /^ {4}at (?:.*? \()?((?:file:\/\/|\/|\[).*?):(\d+):(\d+)\)?$/m.exec(stack);
  if (!match) return '';
  const [, name = '', line = '', column = ''] = match;
  const registered = sourceOf(name.replace(/\s/g, encodeURIComponent));
  const text = registered?.source.split(/\r?\n/)[Number(line) - 1];
  if (text === undefined || stack.startsWith(`${name}:${line}\n`)) return '';
  const before = text.slice(0, Number(column) - 1);
  const indent = (wasThrown ? before.replace(/\bthrow\s+$/, '') : before).replace(/[^\t]/g, ' ');
  return `${name}:${line}\n${text}\n${indent}^\n\n`;
}

/** Where Node itself throws that a module was not found, whoever required it. */
const REQUIRE_FRAME = 'node:internal/modules/cjs/loader:1595\n  throw err;\n  ^\n\n';

function headerOf(error: Error): string {
  try {
    return errorHeader(error);
  } catch {
    return 'Error';
  }
}

// ── V8 ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** "$$0.add is not a function" becomes "add is not a function", as soon as somebody looks at the stack. */
function nameImports(error: TypeError, scriptName: string | null | undefined): void {
  const { message } = error;
  if (typeof message !== 'string' || !message.includes('$$')) return;
  const { writtenImports = [] } = (scriptName && sourceOf(scriptName)) || {};
  // The longest first: one may begin as another does.
  const sorted = writtenImports.toSorted(([a], [b]) => b.length - a.length);
  error.message = sorted.reduce(
    (text, [expression, local]) =>
      text.replaceAll(`(0 , ${expression})`, local).replaceAll(expression, local),
    message,
  );
}

function frameOfSite(site: CallSite): string[] {
  const scriptName = site.getScriptNameOrSourceURL() ?? site.getFileName();
  if (!scriptName) return frameWithoutFile(site);
  const registered = sourceOf(scriptName);
  if (!registered) return [];
  const line = site.getLineNumber() ?? 1;
  const column = originalColumn(registered, line, site.getColumnNumber() ?? 1);
  if (column === undefined) return [];
  const described = site.toString();
  // "name (file:line:column)" or just "file:line:column": the name is V8's, the place is ours.
  const open = described.endsWith(')') ? described.lastIndexOf(` (${scriptName}`) : -1;
  const isAsync = described.startsWith('async ');
  const name = open === -1 ? (isAsync ? 'async ' : '') : described.slice(0, open);
  return [frame(nameInSource(name, registered), `${registered.name}:${line}:${column}`)];
}

/** Functions of the engine (`Array.map`), of which those that the loader called are left out, and evaluated code. */
function frameWithoutFile(site: CallSite): string[] {
  const described = site.toString();
  if (/^(async )?(Generator|AsyncGenerator)\.next /.test(described)) return [];
  if (described === '<anonymous>' || /^eval \(<anonymous>\)$/.test(described)) return [];
  return [`    at ${described}`];
}

/** What V8 calls the function around a module is what Node calls the module's own code. */
function nameInSource(name: string, { isCommonJs }: RegisteredSource): string {
  if (name.endsWith(bodyFunctionName)) {
    const prefix = name.startsWith('async ') ? 'async ' : '';
    return isCommonJs ? `${prefix}Object.<anonymous>` : prefix;
  }
  // In a context of `vm`, the text is evaluated with a proxy as its `this`.
  if (name === 'eval' || name === 'Proxy.eval') return '';
  // What has no name of its own is called "eval" in evaluated code.
  return name
    .replace('$$default', 'default')
    .replace(/\.eval \[as ([^\]]+)\]$/, '.$1')
    .replace(/\.eval$/, '.<anonymous>');
}

function frame(name: string, place: string): string {
  return name === '' || name === 'async ' ? `    at ${name}${place}` : `    at ${name} (${place})`;
}

// ── Firefox ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Firefox has no hook: its `stack` is an accessor, whose text (`name@file:line:column`) is rewritten. */
function installAccessor({ get, set }: Required<PropertyDescriptor>): void {
  Object.defineProperty(Error.prototype, 'stack', {
    configurable: true,
    get(this: Error) {
      const stack: unknown = get.call(this);
      return typeof stack === 'string' ? inV8Format(this, stack) : stack;
    },
    set(this: Error, value: unknown) {
      set.call(this, value);
    },
  });
  replaceCaptureStackTrace();
}

/** Firefox writes the text as a property of the object, where the accessor does not see it. Formatted when asked for, as V8 does. */
function replaceCaptureStackTrace(): void {
  const { captureStackTrace: capture } = Error as {
    captureStackTrace?: (target: object, above?: unknown) => void;
  };
  if (!capture) return;
  const captureStackTrace = (target: Error, above?: unknown): void => {
    capture(target, above);
    const stack: unknown = Object.getOwnPropertyDescriptor(target, 'stack')?.value;
    if (typeof stack !== 'string') return;
    const keep = (value: unknown): void => {
      Object.defineProperty(target, 'stack', {
        value,
        writable: true,
        enumerable: false,
        configurable: true,
      });
    };
    Object.defineProperty(target, 'stack', {
      configurable: true,
      enumerable: false,
      get: () => {
        const text = inV8Format(target, stack);
        keep(text);
        return text;
      },
      set: keep,
    });
  };
  Object.assign(Error, { captureStackTrace });
}

function inV8Format(error: Error, stack: string): string {
  if (error instanceof TypeError) nameImports(error, /@(.*):\d+:\d+$/m.exec(stack)?.[1]);
  const frames = stack.split('\n').flatMap(frameOfLine);
  const texts = frames.slice(0, 10).map(({ name, place }, index) => {
    const isConstructor = /^(new|super)\b/.test(frames[index + 1]?.calling ?? '');
    return frame(isConstructor && name !== '' ? `new ${name}` : name, place);
  });
  return [headerOf(error), ...texts].join('\n');
}

interface FirefoxFrame {
  readonly name: string;
  readonly place: string;
  /** The program's text from where the frame is. */
  readonly calling: string;
}

function frameOfLine(text: string): FirefoxFrame[] {
  const match = /^(.*?)@(.*):(\d+):(\d+)$/.exec(text);
  if (!match) return [];
  const [, described = '', scriptName = '', line = '', found = ''] = match;
  const registered = sourceOf(scriptName);
  const at = registered && originalColumn(registered, Number(line), Number(found));
  if (at === undefined) return [];
  const lineText = registered!.source.split(/\r?\n/)[Number(line) - 1] ?? '';
  const column = startOfCall(lineText, at);
  const isAsync = described.startsWith('async*');
  const name = nameInSource(`${isAsync ? 'async ' : ''}${nameOfFunction(described)}`, registered!);
  return [{ name, place: `${registered!.name}:${line}:${column}`, calling: lineText.slice(column - 1) }];
}

/** Firefox calls what has no name after what is around it: `outer/<`, `variable<`. */
function nameOfFunction(described: string): string {
  if (described.endsWith('<')) return '';
  return described
    .replace(/^async\*/, '')
    .split('/')
    .pop()!;
}

/** Where Firefox means the bracket of a call, V8 means the name before it. */
function startOfCall(line: string, column: number): number {
  if (line[column - 1] !== '(') return column;
  return column - /[\w$]*$/.exec(line.slice(0, column - 1))![0].length;
}
