import type { SharedEnd } from '../../protocol/descriptor-calls.ts';
import { systemError } from '../../protocol/errno.ts';
import { POLL } from '../../protocol/poll-events.ts';
import type { SocketAddress, SocketFamily } from '../../protocol/socket-calls.ts';
import { hold, letGo } from '../descriptor-table.ts';
import type { OpenDescription } from '../open-description.ts';
import { Pipe } from '../pipe.ts';
import type { PipeRings } from '../shared-memory/pipe-rings.ts';

/** One direction of a connection: bytes, and the descriptors that travel with them. */
interface Stream {
  readonly pipe: Pipe;
  readonly descriptions: OpenDescription[][];
}

type State =
  | { readonly kind: 'new' }
  | { readonly kind: 'listening'; readonly backlog: number; readonly waiting: Socket[] }
  | {
      readonly kind: 'connected';
      readonly reading: Stream;
      readonly writing: Stream;
      readonly peer: SocketAddress | null;
    };

const ANY_HOST = '0.0.0.0';
const LOOPBACK = '127.0.0.1';

/** How many connections may wait for `accept`, whatever `listen` was told: Linux's `somaxconn`. */
const MOST_WAITING = 4096;

/** The address of a server's end: a listener at any address has the one that the client asked for. */
function connectedAddress(listening: SocketAddress, asked: SocketAddress): SocketAddress {
  if (listening.family === 'unix' || asked.family === 'unix' || listening.host !== ANY_HOST) return listening;
  return { ...listening, host: asked.host === ANY_HOST ? LOOPBACK : asked.host };
}

/** A stream socket. A connection is two pipes. */
export class Socket implements OpenDescription {
  readonly kind = 'socket';
  readonly family: SocketFamily;
  address: SocketAddress | null = null;
  /** Called when the socket is closed: its address is free again. */
  onDispose: () => void = () => undefined;
  #state: State = { kind: 'new' };
  readonly #watchers = new Set<() => void>();
  #isShutDown = { reading: false, writing: false };

  constructor(family: SocketFamily) {
    this.family = family;
  }

  /** Connects two sockets. */
  static join(one: Socket, other: Socket): void {
    const [there, back]: Stream[] = [newStream(), newStream()];
    one.#state = { kind: 'connected', reading: back!, writing: there!, peer: other.address };
    other.#state = { kind: 'connected', reading: there!, writing: back!, peer: one.address };
  }

  get isListening(): boolean {
    return this.#state.kind === 'listening';
  }

  get isConnected(): boolean {
    return this.#state.kind === 'connected';
  }

  get peer(): SocketAddress | null {
    return this.#state.kind === 'connected' ? this.#state.peer : null;
  }

  listen(backlog: number): void {
    if (this.#state.kind === 'connected') throw systemError('EINVAL', 'listen');
    const most = Math.min(Math.max(backlog, 0) + 1, MOST_WAITING);
    const waiting = this.#state.kind === 'listening' ? this.#state.waiting : [];
    this.#state = { kind: 'listening', backlog: most, waiting };
  }

  /** Connects a client that has asked for an address; it waits for `accept`, and may write at once. */
  admit(client: Socket, asked: SocketAddress): void {
    if (this.#state.kind !== 'listening' || this.#state.waiting.length >= this.#state.backlog) {
      throw systemError('ECONNREFUSED', 'connect');
    }
    const server = new Socket(this.family);
    server.address = connectedAddress(this.address!, asked);
    Socket.join(client, server);
    this.#state.waiting.push(server);
    for (const onChange of [...this.#watchers]) onChange();
  }

  /** Takes the next connection, if one waits. */
  accept(): Socket | undefined {
    if (this.#state.kind !== 'listening') throw systemError('EINVAL', 'accept');
    return this.#state.waiting.shift();
  }

  shutDown(how: number): void {
    const { reading, writing } = this.#connection('shutdown');
    if (how !== 1 && !this.#isShutDown.reading) {
      this.#isShutDown.reading = true;
      reading.pipe.readEnd.dispose();
    }
    if (how !== 0 && !this.#isShutDown.writing) {
      this.#isShutDown.writing = true;
      writing.pipe.writeEnd.dispose();
    }
  }

  sendDescriptions(descriptions: OpenDescription[]): void {
    descriptions.forEach(hold);
    this.#connection('sendmsg').writing.descriptions.push(descriptions);
  }

  /** The descriptions that came first; the caller lets go of them. */
  receiveDescriptions(): OpenDescription[] {
    return this.#connection('recvmsg').reading.descriptions.shift() ?? [];
  }

  read(maxBytes: number): Uint8Array | Promise<Uint8Array> {
    if (this.#isShutDown.reading) return new Uint8Array(0);
    return this.#connection('read').reading.pipe.readEnd.read(maxBytes);
  }

  readNow(maxBytes: number): Uint8Array | null {
    if (this.#isShutDown.reading) return new Uint8Array(0);
    return this.#connection('read').reading.pipe.readEnd.readNow!(maxBytes);
  }

  write(bytes: Uint8Array): number | Promise<number> {
    return this.#writeEnd().write(bytes);
  }

  writeNow(bytes: Uint8Array): boolean {
    return this.#writeEnd().writeNow!(bytes);
  }

  unread(bytes: Uint8Array): void {
    this.#connection('read').reading.pipe.readEnd.unread!(bytes);
  }

  cancelReads(): void {
    if (this.#state.kind === 'connected') this.#state.reading.pipe.readEnd.cancelReads!();
  }

  shareReading(rings: PipeRings): SharedEnd {
    if (this.#state.kind !== 'connected') return 'later';
    return this.#isShutDown.reading ? 'never' : this.#state.reading.pipe.share(rings);
  }

  shareWriting(rings: PipeRings): SharedEnd {
    if (this.#state.kind !== 'connected') return 'later';
    return this.#isShutDown.writing ? 'never' : this.#state.writing.pipe.share(rings);
  }

  unshare(): void {
    if (this.#state.kind !== 'connected') return;
    for (const { pipe } of [this.#state.reading, this.#state.writing]) pipe.unshare();
  }

  poll(): number {
    switch (this.#state.kind) {
      case 'new':
        return POLL.writable | POLL.hangUp;
      case 'listening':
        return this.#state.waiting.length > 0 ? POLL.readable : 0;
      case 'connected':
        return this.#pollConnection(this.#state);
    }
  }

  watch(onChange: () => void): () => void {
    if (this.#state.kind === 'connected') {
      const stops = [
        this.#state.reading.pipe.readEnd.watch!(onChange),
        this.#state.writing.pipe.writeEnd.watch!(onChange),
      ];
      return () => stops.forEach((stop) => stop());
    }
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  dispose(): void {
    this.onDispose();
    if (this.#state.kind === 'connected') {
      this.shutDown(2);
      for (const descriptions of this.#state.reading.descriptions.splice(0)) descriptions.forEach(letGo);
    } else if (this.#state.kind === 'listening') {
      for (const socket of this.#state.waiting.splice(0)) socket.dispose();
    }
  }

  #connection(syscall: string): Extract<State, { kind: 'connected' }> {
    if (this.#state.kind !== 'connected') throw systemError('ENOTCONN', syscall);
    return this.#state;
  }

  #writeEnd(): OpenDescription {
    const { writing } = this.#connection('write');
    if (this.#isShutDown.writing) throw systemError('EPIPE', 'write');
    return writing.pipe.writeEnd;
  }

  /** A closed other side is an end to read; only when both sides are closed has the connection hung up. */
  #pollConnection({ reading, writing }: Extract<State, { kind: 'connected' }>): number {
    const { reading: noReading, writing: noWriting } = this.#isShutDown;
    const read = noReading ? POLL.readable : reading.pipe.readEnd.poll!();
    const ended = (read & POLL.hangUp) !== 0;
    const write = noWriting ? POLL.error : writing.pipe.writeEnd.poll!();
    const isGone = (write & POLL.error) !== 0;
    return (
      (read & POLL.readable || ended ? POLL.readable : 0) |
      (write & POLL.writable) |
      (ended && isGone ? POLL.hangUp : 0)
    );
  }
}

function newStream(): Stream {
  return { pipe: new Pipe(), descriptions: [] };
}
