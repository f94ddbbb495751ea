import http from 'node:http';
import net from 'node:net';

// The parent prints while this runs: what is told here shall have a place of its own.
const told = [];
const tell = (...values) => told.push(values);
process.on('exit', () => console.log(told));

const pages = http.createServer((request, response) => response.end(`by the child ${request.url}`));
process.on('message', (message, handle) => {
  tell(message, handle?.constructor.name);
  if (message === 'socket') {
    tell(handle instanceof net.Socket, handle.remoteAddress, handle.readyState);
    handle.on('data', (chunk) => handle.end(`the child got ${chunk}`));
  } else if (message === 'kept') {
    handle.end('from the child');
  } else if (message === 'server') {
    tell(handle instanceof net.Server, handle.listening, typeof handle.address().port);
    handle.once('connection', (socket) => {
      socket.end('the child accepts');
      handle.close();
    });
    process.send('listening');
  } else if (message === 'end') {
    process.disconnect();
  } else if (handle) {
    pages.emit('connection', handle);
  }
});
