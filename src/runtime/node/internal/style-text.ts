import { shouldColorize } from './colors.ts';
import { invalidArgType, invalidArgValue } from './errors.ts';
import { inspect } from './inspect.ts';
import { validateBoolean, validateObject, validateOneOf, validateString } from './validators.ts';

interface StyleTextOptions {
  validateStream?: boolean;
  stream?: unknown;
}

const escape = (code: number | string) => `\x1b[${code}m`;
const dimCode = 2;
const boldCode = 1;

/** @see https://nodejs.org/api/util.html#utilstyletextformat-text-options */
export function styleText(format: string | string[], text: string, options?: StyleTextOptions): string {
  validateString(text, 'text');
  if (options !== undefined) validateObject(options, 'options');
  const validateStream = options?.validateStream ?? true;
  validateBoolean(validateStream, 'options.validateStream');
  const isPlain = validateStream && !colours(options?.stream);

  let open = '';
  let close = '';
  let inner = text;
  for (const name of Array.isArray(format) ? format : [format]) {
    if (name === 'none') continue;
    const style = name.startsWith('#') ? hexStyle(name) : namedStyle(name);
    open += style.open;
    close = style.close + close;
    inner = reopen(inner, style);
  }
  return isPlain ? text : `${open}${inner}${close}`;
}

interface Style {
  open: string;
  close: string;
  /** Bold and dim end with one code, so that ending the inner one must not end the outer one. */
  keepsClose: boolean;
}

function colours(given: unknown): boolean {
  const stream = given ?? (globalThis as unknown as { process: { stdout: unknown } }).process.stdout;
  const isStream =
    typeof (stream as { pipe?: unknown } | null)?.pipe === 'function' ||
    typeof (stream as { write?: unknown } | null)?.write === 'function' ||
    stream instanceof ReadableStream ||
    stream instanceof WritableStream;
  if (!isStream) throw invalidArgType('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  return shouldColorize(stream);
}

function namedStyle(name: string): Style {
  const codes = inspect.colors[name];
  if (codes === undefined) {
    validateOneOf(name, 'format', Object.getOwnPropertyNames(inspect.colors));
    throw invalidArgValue('format', name);
  }
  const [on, off] = codes;
  return { open: escape(on), close: escape(off), keepsClose: on === dimCode || on === boldCode };
}

function hexStyle(hex: string): Style {
  if (!/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(hex)) {
    throw invalidArgValue('format', hex, 'must be a valid hex color (#RGB or #RRGGBB)');
  }
  const digits = hex.length === 4 ? hex.replace(/[^#]/g, '$&$&') : hex;
  const channels = [1, 3, 5].map((start) => Number.parseInt(digits.slice(start, start + 2), 16));
  return { open: escape(`38;2;${channels.join(';')}`), close: escape(39), keepsClose: false };
}

/** Where `text` itself ends the style, begins it anew, except at the very end. */
function reopen(text: string, { open, close, keepsClose }: Style): string {
  const body = text.endsWith(close) ? text.slice(0, -close.length) : text;
  const reopened = body.replaceAll(close, keepsClose ? close + open : open);
  return reopened + text.slice(body.length);
}
