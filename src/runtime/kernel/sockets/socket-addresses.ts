import { systemError } from '../../protocol/errno.ts';
import { openFlags } from '../../protocol/open-flags.ts';
import type { SocketAddress } from '../../protocol/socket-calls.ts';
import type { FileSystem } from '../file-system/file-system.ts';
import { fileType } from '../file-system/inode.ts';
import type { Socket } from './socket.ts';

/** Where ports that nobody chose begin: Linux's `ip_local_port_range`. */
const FIRST_FREE_PORT = 32768;
const LAST_PORT = 65535;

/**
 * Addresses that are this host's: the loopback network, any address, and those that Emscripten makes up for names. There is
 * no other host.
 */
const OWN_HOST = /^(127\.|0\.0\.0\.0$|172\.29\.)/;

/** Which socket has which address. */
export class SocketAddresses {
  /** By inode of the path, so that it is found under all of its names and under none once they are gone. */
  readonly #paths = new Map<number, Socket>();
  readonly #ports = new Map<number, Socket>();
  #nextPort = FIRST_FREE_PORT;

  /** @throws EADDRINUSE, EINVAL, EADDRNOTAVAIL */
  bind(socket: Socket, address: SocketAddress, files: FileSystem): void {
    if (socket.address) throw systemError('EINVAL', 'bind');
    if (address.family === 'unix') this.#bindPath(socket, address, files);
    else this.#bindPort(socket, address);
  }

  /** @throws ECONNREFUSED, ENOENT, ENETUNREACH */
  find(address: SocketAddress, files: FileSystem): Socket {
    if (address.family === 'inet' && !OWN_HOST.test(address.host))
      throw systemError('ENETUNREACH', 'connect');
    const socket =
      address.family === 'inet'
        ? this.#ports.get(address.port)
        : this.#paths.get(files.stat(address.path).ino);
    if (!socket) throw systemError('ECONNREFUSED', 'connect');
    return socket;
  }

  /** The address of a socket that connects without having one. */
  unchosen({ family }: SocketAddress): SocketAddress {
    return family === 'unix' ? { family, path: '' } : { family, host: '127.0.0.1', port: this.#freePort() };
  }

  #bindPath(socket: Socket, address: SocketAddress & { family: 'unix' }, files: FileSystem): void {
    if (files.exists(address.path)) throw systemError('EADDRINUSE', 'bind');
    const file = files.open(
      address.path,
      openFlags.create | openFlags.exclusive | openFlags.writeOnly,
      0o777,
    );
    const { node } = file;
    const { ino } = node;
    node.mode = fileType.socket | (node.mode & ~fileType.mask);
    file.dispose();
    this.#paths.set(ino, socket);
    socket.address = address;
    socket.onDispose = () => this.#paths.delete(ino);
  }

  #bindPort(socket: Socket, { host, port: wanted }: SocketAddress & { family: 'inet' }): void {
    if (!OWN_HOST.test(host)) throw systemError('EADDRNOTAVAIL', 'bind');
    const port = wanted === 0 ? this.#freePort() : wanted;
    if (this.#ports.has(port)) throw systemError('EADDRINUSE', 'bind');
    this.#ports.set(port, socket);
    socket.address = { family: 'inet', host: host.startsWith('172.29.') ? '127.0.0.1' : host, port };
    socket.onDispose = () => this.#ports.delete(port);
  }

  #freePort(): number {
    do {
      this.#nextPort = this.#nextPort >= LAST_PORT ? FIRST_FREE_PORT : this.#nextPort + 1;
    } while (this.#ports.has(this.#nextPort));
    return this.#nextPort;
  }
}
