/**
 * The sockets and servers that go along with messages between a process and its child.
 *
 * @see https://nodejs.org/api/child_process.html#subprocesssendmessage-sendhandle-options-callback
 */
import { callSync } from '../../thread/system-calls.ts';
import { nodeError } from './errors.ts';
import { listeningDescriptor, releaseConnection, Server } from './net/server.ts';
import { connectedDescriptor, detachSocket, Socket } from './net/socket.ts';

/** A message with a handle, as it travels; the descriptor is the receiver's. */
export interface MessageWithHandle {
  readonly cmd: 'NODE_HANDLE';
  readonly type: 'net.Socket' | 'net.Server';
  readonly msg: unknown;
  readonly fd: number;
}

/**
 * Gives another process what a handle leads to, and wraps the message; a handle that is closed is left out, as in Node.
 *
 * @param pid the parent or a child
 * @param keepOpen whether a socket stays open here, too
 * @throws ERR_INVALID_HANDLE_TYPE
 */
export function withHandle(message: unknown, handle: unknown, pid: number, keepOpen: boolean): unknown {
  if (handle instanceof Server) {
    const fd = listeningDescriptor(handle);
    return fd === null ? message : wrap(message, 'net.Server', callSync('descriptor.give', fd, pid));
  }
  if (!(handle instanceof Socket)) {
    throw nodeError('ERR_INVALID_HANDLE_TYPE', 'This handle type cannot be sent', TypeError);
  }
  const fd = connectedDescriptor(handle);
  if (fd === null) return message;
  const given = callSync('descriptor.give', fd, pid);
  if (!keepOpen) {
    const { server } = handle as { server?: unknown };
    if (server instanceof Server) releaseConnection(server, handle);
    detachSocket(handle);
  }
  return wrap(message, 'net.Socket', given);
}

/** Makes of a handle that has arrived what the program gets. */
export function receiveHandle(
  { type, msg, fd }: MessageWithHandle,
  deliver: (message: unknown, handle: Socket | Server) => void,
): void {
  if (type === 'net.Socket') {
    deliver(msg, new Socket({ fd }));
    return;
  }
  const server = new Server();
  server.listen({ fd }, () => deliver(msg, server));
}

function wrap(msg: unknown, type: MessageWithHandle['type'], fd: number): MessageWithHandle {
  return { cmd: 'NODE_HANDLE', type, msg, fd };
}
