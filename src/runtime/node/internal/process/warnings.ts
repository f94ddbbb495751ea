import { thread } from '../../../thread/thread-state.ts';
import { nextTick as queueTick } from '../../../thread/event-loop.ts';
import type { EventEmitter } from '../../events.ts';
import { invalidArgType } from '../errors.ts';
import { validateString } from '../validators.ts';
import { nodeOption, nodeOptions } from './node-options.ts';
import { writeStandard } from './stdio.ts';

interface Warning extends Error {
  code?: string;
  detail?: string;
}

interface WarningDescription {
  readonly type?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** What a program may set on `process` at any time, and the command line from the start. */
interface WarningSwitches {
  noDeprecation?: unknown;
  throwDeprecation?: unknown;
  traceDeprecation?: unknown;
}

const switches = [
  ['--deprecation', false, 'noDeprecation'],
  ['--throw-deprecation', true, 'throwDeprecation'],
  ['--trace-deprecation', true, 'traceDeprecation'],
] as const;

/**
 * Makes `process.emitWarning`, and prints the warnings that it emits.
 * @see https://github.com/nodejs/node/blob/v26.x/lib/internal/process/warning.js
 */
export function warningEmitter(
  process: EventEmitter & WarningSwitches,
): (warning: unknown, type?: unknown, code?: unknown, ctor?: unknown) => void {
  for (const [option, value, property] of switches) {
    if (nodeOption(option) === value) process[property] = true;
  }
  const silent = nodeOption('--warnings') === false || thread.env?.['NODE_NO_WARNINGS'] === '1';
  if (!silent) process.on('warning', warningPrinter(process));
  return function emitWarning(warning, type, code) {
    const description = describe(type, code);
    if (description.type === 'DeprecationWarning' && process.noDeprecation) return;
    const made = typeof warning === 'string' ? makeWarning(warning, description) : warning;
    if (!(made instanceof Error)) throw invalidArgType('warning', ['Error', 'string'], warning);
    if (made.name === 'DeprecationWarning' && process.noDeprecation) return;
    if (made.name === 'DeprecationWarning' && process.throwDeprecation) {
      queueTick(() => {
        throw made;
      });
      return;
    }
    queueTick(() => process.emit('warning', made));
  };
}

function describe(type: unknown, code: unknown): WarningDescription {
  if (typeof type === 'object' && type !== null && !Array.isArray(type)) {
    const { type: name = 'Warning', code: itsCode, detail } = type as WarningDescription;
    return {
      type: name,
      ...(itsCode === undefined ? {} : { code: itsCode }),
      ...(typeof detail === 'string' ? { detail } : {}),
    };
  }
  if (typeof type === 'function') return { type: 'Warning' };
  if (type !== undefined) validateString(type, 'type');
  if (code !== undefined && typeof code !== 'function') validateString(code, 'code');
  return {
    type: type ?? 'Warning',
    ...(typeof code === 'string' ? { code } : {}),
  };
}

function makeWarning(message: string, { type = 'Warning', code, detail }: WarningDescription): Warning {
  const warning: Warning = new Error(message);
  warning.name = type;
  if (code !== undefined) warning.code = code;
  if (detail !== undefined) warning.detail = detail;
  return warning;
}

function warningPrinter(process: WarningSwitches): (warning: Warning) => void {
  const tracesAll = nodeOption('--trace-warnings') === true;
  const disabled = nodeOptions().flatMap(([name, value]) => (name === '--disable-warning' ? [value] : []));
  let hinted = false;
  return (warning) => {
    if (!(warning instanceof Error)) return;
    const isDeprecation = warning.name === 'DeprecationWarning';
    if (isDeprecation && process.noDeprecation) return;
    if (disabled.includes(warning.name) || (warning.code && disabled.includes(warning.code))) return;
    const traced = tracesAll || (isDeprecation && Boolean(process.traceDeprecation));
    const prefix = `(node:${thread.pid}) ${warning.code ? `[${warning.code}] ` : ''}`;
    let text =
      traced && warning.stack ? `${prefix}${warning.stack}` : `${prefix}${warning.name}: ${warning.message}`;
    if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
    if (!traced && !hinted) {
      hinted = true;
      const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
      text += `\n(Use \`node ${flag} ...\` to show where the warning was created)`;
    }
    writeStandard(2, `${text}\n`);
  };
}
