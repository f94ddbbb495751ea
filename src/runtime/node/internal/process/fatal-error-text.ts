import { nodeError } from '../errors.ts';
import { inspect } from '../inspect.ts';
import { isOfUnhandledEvent, stackWithEvent } from '../unhandled-error-event.ts';
import { NODE_VERSION } from './version.ts';

let sourceFrameOf = (_error: unknown, _wasThrown: boolean): string => '';

/** Sets what shows the line of source that an error comes from: `file:line`, the line, and a caret below it. */
export function showSourceFramesWith(describe: (error: unknown, wasThrown: boolean) => string): void {
  sourceFrameOf = describe;
}

/** What Node prints before it ends with an error that nothing caught. */
export function fatalErrorText(error: unknown, wasThrown = true): string {
  const isMain = mainModuleRejection?.reason === error;
  const frame = sourceFrame(error, wasThrown && !isMain);
  if (error instanceof Error && thrownByEvents.has(error)) {
    // A copy of a worker's error is none of the engine's own, and Node shows it a little differently.
    const banner = Object.hasOwn(error, Symbol.toStringTag) ? `\n${EVENT_FRAME}` : `${EVENT_FRAME}\n`;
    return `${banner}${inspectSafely(error)}\n\nNode.js ${NODE_VERSION}\n`;
  }
  if (error instanceof Error) {
    if (isOfUnhandledEvent(error) && wasThrown && !isMain) return eventErrorText(error);
    const isLost = frame === '' && isMain && !beginsWithFrame(error);
    const shownFrame = isLost ? `${MAIN_MODULE_FRAME.trimStart()}\n` : frame;
    return `${shownFrame}${inspectSafely(error)}\n\nNode.js ${NODE_VERSION}\n`;
  }
  const isObject = typeof error === 'object' && error !== null;
  const hint = isObject ? '' : '\n(Use `node --trace-uncaught ...` to show where the exception was thrown)';
  const shown = typeof error === 'string' ? error : inspectSafely(error);
  return `${isMain ? MAIN_MODULE_FRAME : frame || '\n'}${shown}${hint}\n\nNode.js ${NODE_VERSION}\n`;
}

/** The place where `emit()` throws takes the place of the program's line. */
function eventErrorText(error: Error): string {
  return `${EMIT_FRAME}${inspectSafely(error)}\n\nNode.js ${NODE_VERSION}\n`;
}

const EMIT_FRAME = "node:events:505\n    throw er; // Unhandled 'error' event\n    ^\n\n";

/** A SyntaxError shows the place in the source itself. */
function beginsWithFrame({ stack }: Error): boolean {
  return /^\S+:\d+\n/.test(stack ?? '');
}

const MAIN_MODULE_FRAME = '\nnode:internal/modules/run_main:111\n    triggerUncaughtException(\n    ^\n';
let mainModuleRejection: { readonly reason: unknown } | undefined;

/** The main module's evaluation was rejected: what is no Error is then shown with the place where Node noticed. */
export function mainModuleWasRejected(reason: unknown): void {
  mainModuleRejection = { reason };
}

const EVENT_FRAME =
  'node:internal/event_target:1152\n  process.nextTick(() => { throw err; });\n                           ^\n';
const thrownByEvents = new WeakSet();

/** The error came up in an event that nobody listened to: it is shown with the place where Node throws it on. */
export function noteThrownByEvent(error: unknown): void {
  if (typeof error === 'object' && error !== null) thrownByEvents.add(error);
}

const REJECTION_FRAME =
  'node:internal/process/promises:322\n      new UnhandledPromiseRejection(reason);\n      ^\n\n';
const rejectionErrors = new WeakSet<Error>();

/** The error that stands for a promise rejected with something that is no Error. */
export function unhandledRejectionError(reason: unknown): Error {
  const message =
    'This error originated either by throwing inside of an async function without a catch block, or by rejecting ' +
    `a promise which was not handled with .catch(). The promise rejected with the reason "${describeReason(reason)}".`;
  const error = nodeError('ERR_UNHANDLED_REJECTION', message);
  error.name = 'UnhandledPromiseRejection';
  Object.defineProperty(error, 'name', { enumerable: false });
  error.stack = [
    `UnhandledPromiseRejection: ${message}`,
    '    at throwUnhandledRejectionsMode (node:internal/process/promises:322:7)',
    '    at processPromiseRejections (node:internal/process/promises:405:17)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:106:37)',
  ].join('\n');
  rejectionErrors.add(error);
  return error;
}

function sourceFrame(error: unknown, wasThrown: boolean): string {
  if (error instanceof Error && rejectionErrors.has(error)) return REJECTION_FRAME;
  try {
    return sourceFrameOf(error, wasThrown);
  } catch {
    return '';
  }
}

const DEPTH = 5;

/** A program's own getters may throw; the error must be shown nevertheless. */
function inspectSafely(value: unknown): string {
  try {
    if (value instanceof Error && isOfUnhandledEvent(value))
      Reflect.set(value, 'stack', stackWithEvent(value));
    return withoutBrackets(value, inspect(value, { customInspect: false, depth: DEPTH }));
  } catch {
    return value instanceof Error ? String(value.stack) : String(value);
  }
}

/**
 * `inspect` puts an error whose stack has no frames in brackets. Node's stacks always have some of its own, which ours
 * leave out.
 */
function withoutBrackets(value: unknown, text: string): string {
  const stack = value instanceof Error ? value.stack : undefined;
  if (stack === undefined || !text.startsWith(`[${stack}]`)) return text;
  return stack + text.slice(stack.length + 2);
}

/** V8's text for a value, made without running the program's code. */
export function describeReason(reason: unknown): string {
  if (typeof reason === 'object' && reason !== null) {
    if (Array.isArray(reason)) return '[object Array]';
    const { constructor } = reason as { constructor?: { name?: string } };
    return constructor?.name ? `#<${constructor.name}>` : '[object Object]';
  }
  return String(reason);
}
