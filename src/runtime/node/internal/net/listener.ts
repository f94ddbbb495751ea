import { POLL } from '../../../protocol/poll-events.ts';
import { callSync, send, submit } from '../../../thread/system-calls.ts';
import { RefedCall } from '../refed-call.ts';
import type { Endpoint } from './endpoint.ts';

/** Where a server's connections come from. */
export interface Listener {
  readonly at: Endpoint;
  /** Hands over each connection, a descriptor of this process, until `close`. */
  begin(onConnection: (fd: number) => void): void;
  close(): void;
  /** Keeps the thread alive, as at the beginning. */
  ref(): void;
  unref(): void;
}

let lastWait = 0;

/** A listening socket of this process. */
export class ListeningSocket implements Listener {
  readonly fd: number;
  readonly at: Endpoint;
  readonly #waiting = new RefedCall();
  #wait = 0;
  #isOpen = true;
  readonly #onClose: () => void;

  /**
   * @param fd a socket that is bound
   * @param onClose called when the socket is closed
   * @throws EBADF, EINVAL, ENOTSOCK
   */
  constructor(fd: number, backlog: number, onClose: () => void = () => undefined) {
    callSync('socket.listen', fd, backlog);
    this.fd = fd;
    this.#onClose = onClose;
    this.at = callSync('socket.state', fd).address!;
  }

  /** Makes a socket that listens. @throws EADDRINUSE, EADDRNOTAVAIL, EMFILE */
  static open(at: Endpoint, backlog: number): ListeningSocket {
    const fd = callSync('socket.create', at.family);
    try {
      callSync('socket.bind', fd, at);
      // As in Node, the file of a socket is gone with whoever has made it.
      return new ListeningSocket(fd, backlog, () => {
        if (at.family === 'unix') send('fs.unlink', at.path);
      });
    } catch (error) {
      send('close', fd);
      throw error;
    }
  }

  begin(onConnection: (fd: number) => void): void {
    this.#wait = ++lastWait;
    this.#waiting.begin(
      submit('descriptor.wait', [[{ fd: this.fd, events: POLL.readable }], -1, this.#wait], () => {
        if (!this.#isOpen) return;
        this.#waiting.begin(
          submit('socket.accept', [this.fd], (error, connection) => {
            // Another process that listens here, too, may have been faster.
            if (!error) onConnection(connection!);
            if (this.#isOpen) this.begin(onConnection);
          }),
        );
      }),
    );
  }

  close(): void {
    this.#isOpen = false;
    send('descriptor.cancel-wait', this.#wait);
    send('close', this.fd);
    this.#waiting.abandon();
    this.#onClose();
  }

  ref(): void {
    this.#waiting.ref();
  }

  unref(): void {
    this.#waiting.unref();
  }
}
