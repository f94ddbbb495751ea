// Sockets and servers that go from one process to another, and pipes beside the standard streams.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

const host = '127.0.0.1';
const read = async (stream) => {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
};
const request = (port, path) =>
  new Promise((resolve, reject) => {
    http.get({ port, path, host, agent: false }, (response) => resolve(read(response))).on('error', reject);
  });
const outcome = (action) => {
  try {
    return action();
  } catch ({ name, code, message }) {
    return [name, code, message];
  }
};

for (const serialization of ['json', 'advanced']) {
  const child = fork('child.mjs', { serialization });
  const server = net.createServer({ pauseOnConnect: true });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address();

  server.once('connection', (socket) => {
    child.send('socket', socket, (error) => console.log('sent', error, socket.destroyed, socket.remoteAddress));
  });
  const client = net.connect(port, host);
  client.write('hello');
  console.log(await read(client));

  server.on('connection', (socket) => child.send({ request: 'http' }, socket));
  console.log(await request(port, '/a'), await request(port, '/b'));
  server.removeAllListeners('connection');

  server.once('connection', (socket) => {
    child.send('kept', socket, { keepOpen: true }, () => {
      console.log('open', socket.destroyed, socket.remoteAddress);
      socket.destroy();
    });
  });
  console.log(await read(net.connect(port, host)));

  child.send('server', server);
  console.log(await once(child, 'message'));
  server.close();
  await once(server, 'close');
  console.log(await read(net.connect(port, host)));

  child.send('closed', new net.Socket());
  child.send('nothing', null);
  for (const handle of [1, {}, new http.Agent()]) console.log(outcome(() => child.send('x', handle)));
  console.log(outcome(() => child.send('x', undefined, 5)));
  child.send('end');
  console.log(await once(child, 'exit'));
}

{
  const child = spawn(process.execPath, ['echo.mjs'], { stdio: ['ignore', 'inherit', 'inherit', 'pipe', 'pipe'] });
  const [, , , lines, channel] = child.stdio;
  console.log(child.stdio.map((stream) => stream instanceof net.Socket), lines.writable, channel.readable);
  const said = Promise.all([read(lines), read(channel), once(child, 'close')]);
  channel.write('echoed ');
  channel.end('twice');
  console.log(await said);
  const { output } = spawnSync(process.execPath, ['-e', 'require("fs").writeSync(3, "three")'], { stdio: ['pipe', 'pipe', 'pipe', 'pipe'] });
  console.log(String(output[3]), output.length);
}

console.log(net.Socket() instanceof net.Socket, net.Server() instanceof net.Server, http.Server() instanceof net.Server, http.Agent() instanceof http.Agent);
console.log(new net.Socket().constructor === net.Socket, class extends net.Server {}.name, http.Server.name, net.Stream === net.Socket);
