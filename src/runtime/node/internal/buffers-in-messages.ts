import { Buffer } from './buffer/buffer.ts';

/**
 * A message in which Buffers are to stay Buffers. The browser clones them as plain byte arrays; but it keeps identities,
 * so that the list names the same objects on the other side.
 */
export interface MessageWithBuffers {
  readonly message: unknown;
  readonly buffers: readonly Uint8Array[];
}

/** Notes the Buffers of a message before it is cloned. */
export function noteBuffers(message: unknown): MessageWithBuffers {
  const buffers: Uint8Array[] = [];
  const seen = new Set<object>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (Buffer.isBuffer(value)) buffers.push(value);
    else if (!ArrayBuffer.isView(value)) for (const part of partsOf(value)) look(part);
  };
  look(message);
  return { message, buffers };
}

/** The message, with Buffers where there were Buffers. */
export function restoreBuffers({ message, buffers }: MessageWithBuffers): unknown {
  for (const bytes of buffers) Object.setPrototypeOf(bytes, Buffer.prototype);
  return message;
}

function partsOf(object: object): Iterable<unknown> {
  if (object instanceof Map) return [...(object as Map<unknown, unknown>)].flat();
  if (object instanceof Set) return object as Set<unknown>;
  return Object.values(object) as unknown[];
}
