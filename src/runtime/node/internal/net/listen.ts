import type { Endpoint } from './endpoint.ts';
import { ListeningSocket, type Listener } from './listener.ts';
import { listenError } from './net-errors.ts';
import type { Server } from './server.ts';

/** What a server asks for. */
export interface ListenRequest {
  readonly at: Endpoint;
  readonly backlog: number;
  /** Whether the program named no host. */
  readonly isAnyHost: boolean;
}

/** What comes of it. */
export type OnListening = (error: Error | null, listener?: Listener) => void;

type Listen = (server: Server, request: ListenRequest, onListening: OnListening) => void;

let listenElsewhere: Listen | null = null;

/** Has servers of this thread that do not want a socket of their own listen through another process: `cluster`. */
export function listenThrough(listen: Listen): void {
  listenElsewhere = listen;
}

/** Begins to listen. */
export function listen(
  server: Server,
  request: ListenRequest,
  isExclusive: boolean,
  onListening: OnListening,
): void {
  if (listenElsewhere && !isExclusive) {
    listenElsewhere(server, request, onListening);
    return;
  }
  let listener: Listener;
  try {
    listener = ListeningSocket.open(request.at, request.backlog);
  } catch (error) {
    onListening(listenError(error as Error, request.at));
    return;
  }
  onListening(null, listener);
}
