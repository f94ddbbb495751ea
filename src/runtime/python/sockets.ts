import type { SocketAddress } from '../protocol/socket-calls.ts';
import { CError, O_CLOEXEC } from './c-library.ts';
import type { DescriptorFlags } from './descriptor-flags.ts';
import type { KernelGate } from './system-call-context.ts';

/** The facility `sockets`: calls on sockets that the C library of the compiled CPython does not make. */
export class Sockets {
  readonly #ask: KernelGate['callSync'];
  readonly #flags: DescriptorFlags;

  constructor(ask: KernelGate['callSync'], flags: DescriptorFlags) {
    this.#ask = ask;
    this.#flags = flags;
  }

  /** Makes a socket of the family `unix`. */
  create(): number {
    const fd = this.#ask('socket.create', 'unix');
    this.#flags.opened(fd, O_CLOEXEC);
    return fd;
  }

  /** @throws SystemError when it is no socket */
  isUnix(fd: number): boolean {
    return this.#ask('socket.state', fd).family === 'unix';
  }

  bind(fd: number, path: string): void {
    this.#ask('socket.bind', fd, { family: 'unix', path });
  }

  connect(fd: number, path: string): void {
    this.#ask('socket.connect', fd, { family: 'unix', path });
  }

  path(fd: number): string {
    return pathOf(this.#ask('socket.state', fd).address);
  }

  /** @throws CError ENOTCONN */
  peerPath(fd: number): string {
    const { isConnected, peer } = this.#ask('socket.state', fd);
    if (!isConnected) throw new CError('ENOTCONN');
    return pathOf(peer);
  }

  shutDown(fd: number, how: number): void {
    this.#ask('socket.shutdown', fd, how);
  }

  pair(): readonly [fd: number, otherFd: number] {
    const fds = this.#ask('socket.pair');
    for (const fd of fds) this.#flags.opened(fd, O_CLOEXEC);
    return fds;
  }
}

function pathOf(address: SocketAddress | null): string {
  return address?.family === 'unix' ? address.path : '';
}
