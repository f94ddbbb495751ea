/**
 * `node:util`.
 *
 * @see https://nodejs.org/api/util.html
 */
import { SIGNALS, type SignalName } from '../protocol/signals.ts';
import { absentFunctions } from './internal/absent-functions.ts';
import { debuglog } from './internal/debuglog.ts';
import { isDeepEqual } from './internal/deep-equal.ts';
import { deprecate } from './internal/deprecate.ts';
import { invalidArgType, nodeError } from './internal/errors.ts';
import { format, formatWithOptions, inspect } from './internal/inspect.ts';
import { MIMEParams, MIMEType } from './internal/mime-type.ts';
import { parseArgs } from './internal/parse-args.ts';
import { parseEnv } from './internal/parse-env.ts';
import { callbackify, promisify } from './internal/promisify.ts';
import { styleText } from './internal/style-text.ts';
import {
  getSystemErrorMap,
  getSystemErrorMessage,
  getSystemErrorName,
} from './internal/system-error-names.ts';
import types from './internal/types.ts';
import { validateObject, validateOneOf, validateString } from './internal/validators.ts';

const { TextDecoder, TextEncoder } = globalThis;

// Every sequence that moves, colours or titles: the ANSI control sequences, and the operating system commands.

const controlSequences =
  /[\u001B\u009B][[\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\d/#&.:=?%@~_]+)*|[a-zA-Z\d]+(?:;[-a-zA-Z\d/#&.:=?%@~_]*)*)?(?:\u0007|\u001B\u005C|\u009C))|(?:(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-ntqry=><~]))/g;

function stripVTControlCharacters(text: string): string {
  validateString(text, 'str');
  return text.replace(controlSequences, '');
}

type Constructor = ((...args: never[]) => unknown) & { super_?: unknown };

function inherits(constructor: Constructor, parent: Constructor): void {
  if (constructor === undefined || constructor === null)
    throw invalidArgType('ctor', 'Function', constructor);
  if (parent === undefined || parent === null) throw invalidArgType('superCtor', 'Function', parent);
  if (parent.prototype === undefined) {
    throw invalidArgType('superCtor.prototype', 'Object', parent.prototype);
  }
  Object.defineProperty(constructor, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(constructor.prototype as object, parent.prototype as object);
}

async function aborted(signal: AbortSignal, resource: object): Promise<void> {
  if (!(signal instanceof AbortSignal)) {
    throw nodeError('ERR_INVALID_ARG_TYPE', 'signal is not of type AbortSignal.', TypeError);
  }
  validateObject(resource, 'resource', { function: true });
  if (signal.aborted) return;
  await new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { once: true });
  });
}

function convertProcessSignalToExitCode(signal: SignalName): number {
  validateOneOf(signal, 'signalCode', Object.keys(SIGNALS));
  return 128 + SIGNALS[signal];
}

function extend(target: Record<string, unknown>, source: unknown): object {
  if (source === null || typeof source !== 'object') return target;
  return Object.assign(target, source);
}

const absent = [
  'debounce',
  'diff',
  'getCallSites',
  'markPromiseAsHandled',
  'setTraceSigInt',
  'throttle',
  'transferableAbortController',
  'transferableAbortSignal',
];

const isDeepStrictEqual = (a: unknown, b: unknown) => isDeepEqual(a, b, 'strict');

export {
  callbackify,
  deprecate,
  format,
  formatWithOptions,
  inherits,
  inspect,
  isDeepStrictEqual,
  promisify,
  types,
};

export default {
  _extend: deprecate(
    extend,
    'The `util._extend` API is deprecated. Please use Object.assign() instead.',
    'DEP0060',
  ),
  callbackify,
  convertProcessSignalToExitCode,
  debug: debuglog,
  debuglog,
  deprecate,
  format,
  styleText,
  formatWithOptions,
  getSystemErrorMap,
  getSystemErrorName,
  getSystemErrorMessage,
  inherits,
  inspect,
  isArray: deprecate(
    // As a function of its own, for `deprecate` hangs its wrapper on what it is given.
    (value: unknown) => Array.isArray(value),
    'The `util.isArray` API is deprecated. Please use `Array.isArray()` instead.',
    'DEP0044',
  ),
  isDeepStrictEqual,
  promisify,
  stripVTControlCharacters,
  toUSVString: (text: unknown) => String(text).toWellFormed(),
  aborted,
  types,
  parseEnv,
  parseArgs,
  TextDecoder,
  TextEncoder,
  MIMEParams,
  MIMEType,
  ...absentFunctions('util', absent),
};
