/**
 * System calls on stream sockets, which connect processes of this host: by paths of files (`AF_UNIX`) or by ports
 * (`AF_INET`), where every address is this host itself. Nothing here waits: `descriptor.wait` tells when to ask again.
 */
export interface SocketCalls {
  'socket.create'(family: SocketFamily): number;
  /** Two sockets that are connected with each other, of the family `unix`. */
  'socket.pair'(): readonly [fd: number, otherFd: number];
  /**
   * Gives a socket its address; port 0 is any free one.
   * @throws EADDRINUSE, EINVAL when it has one, ENOTSOCK
   */
  'socket.bind'(fd: number, address: SocketAddress): void;
  /** @throws EINVAL when it is connected, ENOTSOCK */
  'socket.listen'(fd: number, backlog: number): void;
  /**
   * Takes the next connection.
   * @throws EAGAIN when there is none, EINVAL when the socket does not listen, EMFILE, ENOTSOCK
   */
  'socket.accept'(fd: number): number;
  /**
   * @throws ECONNREFUSED when nobody listens there or too many wait, ENOENT when there is no such path, EISCONN,
   *   ENETUNREACH when the address is not this host's, ENOTSOCK
   */
  'socket.connect'(fd: number, address: SocketAddress): void;
  /** No more will be read (0), written (1), or neither (2). @throws ENOTCONN, ENOTSOCK */
  'socket.shutdown'(fd: number, how: number): void;
  /** @throws ENOTSOCK */
  'socket.state'(fd: number): SocketState;
  /** Sends descriptors along with the bytes that are written next. @throws EBADF, ENOTCONN, ENOTSOCK */
  'socket.send-descriptors'(fd: number, fds: readonly number[]): void;
  /** Takes the descriptors that came with bytes that have arrived. @throws EMFILE, ENOTCONN, ENOTSOCK */
  'socket.receive-descriptors'(fd: number): number[];
}

export type SocketFamily = 'unix' | 'inet';

export type SocketAddress =
  | { readonly family: 'unix'; readonly path: string }
  /** The host is in dotted form. */
  | { readonly family: 'inet'; readonly host: string; readonly port: number };

/** What is known of a socket; an address is `null` where it has none. */
export interface SocketState {
  readonly family: SocketFamily;
  readonly isListening: boolean;
  readonly isConnected: boolean;
  readonly address: SocketAddress | null;
  readonly peer: SocketAddress | null;
}
