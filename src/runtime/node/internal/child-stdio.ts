import type { StdioTarget } from '../../protocol/process-calls.ts';
import { lendPipe } from './child-streams.ts';
import { invalidArgValue, nodeError } from './errors.ts';

/** Where each of a child's descriptors leads, as `options.stdio` says. */
export interface ChildStdio {
  readonly targets: StdioTarget[];
  /** Which descriptor the program gave to the IPC channel. */
  readonly ipcIndex: number | null;
}

/** How the option is going to be used. */
export interface StdioUse {
  /** The synchronous functions cannot have an IPC channel. */
  readonly sync: boolean;
}

/**
 * Reads `options.stdio` in all its forms.
 *
 * @throws ERR_INVALID_ARG_VALUE, ERR_IPC_ONE_PIPE, ERR_IPC_SYNC_FORK, ERR_INVALID_SYNC_FORK_INPUT
 */
export function readStdio(option: unknown, { sync }: StdioUse): ChildStdio {
  const entries = typeof option === 'string' ? expandStdio(option) : option;
  if (!Array.isArray(entries)) throw invalidArgValue('stdio', entries);
  while (entries.length < 3) entries.push(undefined);
  let ipcIndex: number | null = null;
  const targets = (entries as unknown[]).map((entry, index): StdioTarget => {
    if (entry !== 'ipc') return readTarget(entry, index, sync);
    if (sync) throw nodeError('ERR_IPC_SYNC_FORK', 'IPC cannot be used with synchronous forks');
    if (ipcIndex !== null) throw nodeError('ERR_IPC_ONE_PIPE', 'Child process can have only one IPC pipe');
    ipcIndex = index;
    return { type: 'null' };
  });
  return { targets, ipcIndex };
}

/**
 * The list that a word such as `'inherit'` stands for.
 *
 * @param channel put behind, for `fork`
 * @throws ERR_INVALID_ARG_VALUE
 */
export function expandStdio(word: string, channel?: 'ipc'): unknown[] {
  const rest = channel ? [channel] : [];
  switch (word) {
    case 'ignore':
    case 'overlapped':
    case 'pipe':
      return [word, word, word, ...rest];
    case 'inherit':
      return [0, 1, 2, ...rest];
    default:
      throw invalidArgValue('stdio', word);
  }
}

/** What stands beside the standard streams is for both directions. */
const pipeAt = (index: number): StdioTarget => ({ type: index < 3 ? 'pipe' : 'socket' });

function readTarget(entry: unknown, index: number, sync: boolean): StdioTarget {
  const value = entry ?? (index < 3 ? 'pipe' : 'ignore');
  if (value === 'ignore') return { type: 'null' };
  if (value === 'pipe' || value === 'overlapped') return pipeAt(index);
  if (value === 'inherit') return { type: 'inherit', fd: index };
  const fd = typeof value === 'number' ? value : descriptorOf(value);
  if (fd !== null) return fd < 0 ? pipeAt(index) : { type: 'inherit', fd };
  if (typeof value === 'string' || ArrayBuffer.isView(value)) {
    if (sync) return pipeAt(index);
    const shown = typeof value === 'string' ? `'${value}'` : value.constructor.name;
    const message = `Asynchronous forks do not support Buffer, TypedArray, DataView or string input: ${shown}`;
    throw nodeError('ERR_INVALID_SYNC_FORK_INPUT', message, TypeError);
  }
  throw invalidArgValue('stdio', entry);
}

/** A stream that stands for a descriptor: `process.stdout`, an open file, a pipe of another child. */
function descriptorOf(value: unknown): number | null {
  const fd = (value as { fd?: unknown }).fd;
  if (typeof fd === 'number') return fd;
  return typeof value === 'object' && value !== null ? lendPipe(value) : null;
}
