import { systemError } from '../../protocol/errno.ts';
import type { SocketCalls } from '../../protocol/socket-calls.ts';
import { letGo } from '../descriptor-table.ts';
import type { Process } from '../process.ts';
import { SocketAddresses } from '../sockets/socket-addresses.ts';
import { Socket } from '../sockets/socket.ts';
import type { SystemCallHandlers } from '../system-call-handlers.ts';

/** Answers the system calls on sockets. */
export function socketCalls(): SystemCallHandlers<SocketCalls> {
  const addresses = new SocketAddresses();
  return {
    'socket.create': ({ process }, family) => process.descriptors.open(new Socket(family), 'socket'),
    'socket.pair': ({ process: { descriptors } }) => {
      const [one, other] = [new Socket('unix'), new Socket('unix')];
      Socket.join(one, other);
      const fd = descriptors.open(one, 'socketpair');
      try {
        return [fd, descriptors.open(other, 'socketpair')];
      } catch (error) {
        descriptors.close(fd);
        throw error;
      }
    },
    'socket.bind': ({ process }, fd, address) =>
      addresses.bind(socketAt(process, fd, 'bind'), address, process.files),
    'socket.listen': ({ process }, fd, backlog) => socketAt(process, fd, 'listen').listen(backlog),
    'socket.accept': ({ process }, fd) => {
      const connection = socketAt(process, fd, 'accept').accept();
      if (!connection) throw systemError('EAGAIN', 'accept');
      return process.descriptors.open(connection, 'accept');
    },
    'socket.connect': ({ process }, fd, address) => {
      const socket = socketAt(process, fd, 'connect');
      if (socket.isConnected) throw systemError('EISCONN', 'connect');
      const listener = addresses.find(address, process.files);
      socket.address ??= addresses.unchosen(address);
      listener.admit(socket, address);
    },
    'socket.shutdown': ({ process }, fd, how) => socketAt(process, fd, 'shutdown').shutDown(how),
    'socket.state': ({ process }, fd) => {
      const { family, isListening, isConnected, address, peer } = socketAt(process, fd, 'getsockname');
      return { family, isListening, isConnected, address, peer };
    },
    'socket.send-descriptors': ({ process }, fd, fds) => {
      const descriptions = fds.map((sent) => process.descriptors.get(sent, 'sendmsg'));
      socketAt(process, fd, 'sendmsg').sendDescriptions(descriptions);
    },
    'socket.receive-descriptors': ({ process }, fd) => {
      const descriptions = socketAt(process, fd, 'recvmsg').receiveDescriptions();
      const fds = descriptions.map((description) => process.descriptors.open(description, 'recvmsg'));
      descriptions.forEach(letGo);
      return fds;
    },
  };
}

function socketAt(process: Process, fd: number, syscall: string): Socket {
  const description = process.descriptors.get(fd, syscall);
  if (description instanceof Socket) return description;
  throw systemError('ENOTSOCK', syscall);
}
