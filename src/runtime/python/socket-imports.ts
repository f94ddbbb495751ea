import { POLL } from '../protocol/poll-events.ts';
import type { SocketAddress, SocketFamily } from '../protocol/socket-calls.ts';
import { CError, O_CLOEXEC, O_NONBLOCK } from './c-library.ts';
import { totalBytes } from './c-memory.ts';
import type { DescriptorFlags } from './descriptor-flags.ts';
import type { DescriptorUse } from './descriptor-imports.ts';
import { ControlMessages } from './control-messages.ts';
import type { SystemCallContext } from './system-call-context.ts';

const AF_UNIX = 1;
const AF_INET = 2;
const SOCK_STREAM = 1;
const SOCK_TYPE_MASK = 0xf;
const SOL_SOCKET = 1;
const SO = { type: 3, error: 4, acceptConnections: 30, protocol: 38, domain: 39 } as const;
const MSG = { outOfBand: 1, peek: 2, dontWait: 0x40 } as const;
const IPPROTO_TCP = 6;
/** `struct sockaddr_in`: family, port (big endian), address, zeros. */
const INET_ADDRESS_BYTES = 16;

/** The system calls on sockets, answered by the kernel, which connects processes of this host and knows no other. */
export function socketImports(
  context: SystemCallContext,
  flags: DescriptorFlags,
  { blocking, streams }: Pick<DescriptorUse, 'blocking' | 'streams'>,
) {
  const { memory, ask } = context;

  return {
    __syscall_socket(domain: number, type: number, protocol: number) {
      if (domain !== AF_INET) throw new CError('EAFNOSUPPORT');
      if ((type & SOCK_TYPE_MASK) !== SOCK_STREAM) throw new CError('EPROTONOSUPPORT');
      if (protocol !== 0 && protocol !== IPPROTO_TCP) throw new CError('EPROTONOSUPPORT');
      const fd = ask('socket.create', 'inet');
      flags.opened(fd, type & (O_CLOEXEC | O_NONBLOCK));
      return fd;
    },
    __syscall_bind(fd: number, address: number, sizeBytes: number) {
      ask('socket.bind', fd, readAddress(address >>> 0, sizeBytes));
      return 0;
    },
    __syscall_listen(fd: number, backlog: number) {
      ask('socket.listen', fd, backlog);
      return 0;
    },
    __syscall_accept4(fd: number, address: number, size: number, acceptFlags: number) {
      const connection = blocking.untilDone(fd, POLL.readable, () => ask('socket.accept', fd));
      flags.opened(connection, acceptFlags & (O_CLOEXEC | O_NONBLOCK));
      writeAddress(ask('socket.state', connection).peer, address >>> 0, size >>> 0);
      return connection;
    },
    __syscall_connect(fd: number, address: number, sizeBytes: number) {
      ask('socket.connect', fd, readAddress(address >>> 0, sizeBytes));
      return 0;
    },
    __syscall_getsockname(fd: number, address: number, size: number) {
      writeAddress(ask('socket.state', fd).address, address >>> 0, size >>> 0);
      return 0;
    },
    __syscall_getpeername(fd: number, address: number, size: number) {
      const { isConnected, peer } = ask('socket.state', fd);
      if (!isConnected) throw new CError('ENOTCONN');
      writeAddress(peer, address >>> 0, size >>> 0);
      return 0;
    },
    __syscall_getsockopt(fd: number, level: number, name: number, value: number, size: number) {
      const { family, isListening } = ask('socket.state', fd);
      memory.view.setInt32(value >>> 0, level === SOL_SOCKET ? optionOf(name, family, isListening) : 0, true);
      memory.view.setUint32(size >>> 0, 4, true);
      return 0;
    },
    __syscall_recvfrom(
      fd: number,
      buffer: number,
      sizeBytes: number,
      how: number,
      _address: number,
      addressSize: number,
    ) {
      const bytes = receive(fd, sizeBytes >>> 0, how);
      memory.bytes.set(bytes, buffer >>> 0);
      // On a connection the sender is known.
      if (addressSize !== 0) memory.view.setUint32(addressSize >>> 0, 0, true);
      return bytes.length;
    },
    __syscall_sendto(fd: number, buffer: number, sizeBytes: number, how: number) {
      const bytes = memory.copy({ address: buffer >>> 0, sizeBytes: sizeBytes >>> 0 });
      return send(fd, bytes, how);
    },
    __syscall_recvmsg(fd: number, address: number, how: number) {
      const message = new ControlMessages(memory, address >>> 0);
      const ranges = memory.ranges(message.vectors, message.vectorCount);
      const bytes = receive(fd, totalBytes(ranges), how);
      memory.scatter(bytes, ranges);
      const fds = ask('socket.receive-descriptors', fd);
      for (const received of fds) flags.opened(received, O_CLOEXEC);
      for (const surplus of message.putDescriptors(fds)) ask('close', surplus);
      return bytes.length;
    },
    __syscall_sendmsg(fd: number, address: number, how: number) {
      const message = new ControlMessages(memory, address >>> 0);
      const fds = message.descriptors();
      const bytes = memory.gather(message.vectors, message.vectorCount);
      if (fds.length === 0) return send(fd, bytes, how);
      refuseOutOfBand(how);
      const attempt = (): number => {
        const [events] = ask('descriptor.poll', [{ fd, events: POLL.writable }]);
        if (!(events! & POLL.writable)) throw new CError('EAGAIN');
        ask('socket.send-descriptors', fd, fds);
        return ask('descriptor.write-now', fd, bytes);
      };
      return mayWait(fd, how) ? blocking.untilDone(fd, POLL.writable, attempt) : attempt();
    },
  };

  function receive(fd: number, sizeBytes: number, how: number): Uint8Array {
    if (how & (MSG.peek | MSG.outOfBand)) throw new CError('EOPNOTSUPP');
    return streams.read(fd, sizeBytes, mayWait(fd, how));
  }

  function send(fd: number, bytes: Uint8Array, how: number): number {
    refuseOutOfBand(how);
    return streams.write(fd, bytes, mayWait(fd, how));
  }

  function refuseOutOfBand(how: number): void {
    if (how & MSG.outOfBand) throw new CError('EOPNOTSUPP');
  }

  function mayWait(fd: number, how: number): boolean {
    return !(how & MSG.dontWait) && !flags.isNonBlocking(fd);
  }

  function readAddress(address: number, sizeBytes: number): SocketAddress {
    const { view } = memory;
    if (sizeBytes < INET_ADDRESS_BYTES) throw new CError('EINVAL');
    if (view.getUint16(address, true) !== AF_INET) throw new CError('EAFNOSUPPORT');
    const host = Array.from(memory.bytes.subarray(address + 4, address + 8)).join('.');
    return { family: 'inet', host, port: view.getUint16(address + 2, false) };
  }

  /** Writes as much as there is room for, and how much there is. Addresses of the family `unix` are asked for elsewhere. */
  function writeAddress(socketAddress: SocketAddress | null, target: number, size: number): void {
    if (target === 0 || size === 0) return;
    const { host, port } = socketAddress?.family === 'inet' ? socketAddress : { host: '0.0.0.0', port: 0 };
    const bytes = new Uint8Array(INET_ADDRESS_BYTES);
    bytes.set([AF_INET, 0, port >> 8, port & 0xff, ...host.split('.').map(Number)]);
    memory.bytes.set(bytes.subarray(0, memory.view.getUint32(size, true)), target);
    memory.view.setUint32(size, bytes.length, true);
  }
}

function optionOf(name: number, family: SocketFamily, isListening: boolean): number {
  switch (name) {
    case SO.type:
      return SOCK_STREAM;
    case SO.domain:
      return family === 'unix' ? AF_UNIX : AF_INET;
    case SO.acceptConnections:
      return isListening ? 1 : 0;
    default:
      // No error waits, and nothing can be tuned.
      return 0;
  }
}
