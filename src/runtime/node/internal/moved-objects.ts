import type { MovedObject } from '../../protocol/port-messages.ts';
import { ref, unref } from '../../thread/event-loop.ts';
import { dataCloneError } from './data-clone-error.ts';
import { messageParts } from './message-parts.ts';
import { stateOf } from './message-port-state.ts';
import { openLocalPair } from './port-transfer.ts';
import { isStream, lockedPartOf, receivedStream } from './received-streams.ts';
import { isTransferableFile } from './transferable-file.ts';

/** Resolved by the bundler, which evaluates the file at the first call. */
declare const require: (file: './fs/file-handle.ts') => typeof import('./fs/file-handle.ts');

/** Objects of a transfer list that the browser alone does not move as Node does, prepared for their journey. */
export interface Leaving {
  readonly moved: MovedObject[] | null;
  /** Ports that go along, of which the program does not know. */
  readonly ports: MessagePort[];
  /** Called once the message is on its way. */
  commit(): void;
  /** Called when the message cannot be sent. */
  cancel(): void;
}

/**
 * Prepares the streams and open files of a transfer list. With a stream goes a port that is closed when it has ended, or when either
 * thread has: until then, who has received the stream lives.
 *
 * @throws DataCloneError
 */
export function planMoves(transfer: readonly object[], { local = false } = {}): Leaving {
  const moved: MovedObject[] = [];
  const ports: MessagePort[] = [];
  const files = transfer.filter(isTransferableFile);
  for (const object of files) moved.push({ kind: 'file', object, fd: object.fd });
  for (const object of transfer.filter(isStream)) {
    if (local) {
      moved.push({ kind: 'stream', object, port: null });
      continue;
    }
    const { port } = openLocalPair()[1];
    ports.push(port);
    moved.push({ kind: 'stream', object, port });
  }
  return {
    moved: moved.length > 0 ? moved : null,
    ports,
    commit: () => {
      for (const file of files) file.leave();
    },
    cancel: () => {
      for (const port of ports) stateOf(port)?.close();
    },
  };
}

/** What the browser itself moves of a transfer list. @throws DataCloneError for a stream that is in use */
export function movedByBrowser(transfer: readonly object[]): Transferable[] {
  for (const stream of transfer.filter(isStream)) {
    const locked = lockedPartOf(stream);
    if (locked) throw dataCloneError(`Cannot transfer a locked ${locked}`);
  }
  return transfer.filter((item) => !isTransferableFile(item)) as Transferable[];
}

/** The message with objects of this thread in the places of those that came with it. */
export function receiveMoved(value: unknown, moved: readonly MovedObject[]): unknown {
  const replacements = new Map<unknown, unknown>(moved.map((entry) => [entry.object, received(entry)]));
  return replaceParts(value, replacements, new Set());
}

function received(entry: MovedObject): unknown {
  if (entry.kind === 'file') return new (require('./fs/file-handle.ts').FileHandle)(entry.fd);
  const port = stateOf(entry.port);
  if (port) port.setRef(true);
  else ref();
  return receivedStream(entry.object, () => {
    if (port) port.close();
    else unref();
  });
}

/** The message belongs to nobody else yet, so that its parts can be replaced in place. */
function replaceParts(
  value: unknown,
  replacements: ReadonlyMap<unknown, unknown>,
  seen: Set<object>,
): unknown {
  if (replacements.has(value)) return replacements.get(value);
  if (typeof value !== 'object' || value === null || seen.has(value)) return value;
  seen.add(value);
  const replaced = (part: unknown): unknown => replaceParts(part, replacements, seen);
  if (value instanceof Map) {
    const entries = [...(value as Map<unknown, unknown>)].map(
      ([key, item]) => [replaced(key), replaced(item)] as const,
    );
    value.clear();
    for (const [key, item] of entries) value.set(key, item);
  } else if (value instanceof Set) {
    const items = [...(value as Set<unknown>)].map(replaced);
    value.clear();
    for (const item of items) value.add(item);
  } else if (![...messageParts(value)].every((part) => replaced(part) === part)) {
    const object = value as Record<string, unknown>;
    for (const key of Object.keys(object)) object[key] = replaced(object[key]);
  }
  return value;
}
