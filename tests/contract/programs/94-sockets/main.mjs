// Sockets between the threads and processes of one machine, of which one runs Python.
import { fork, spawn } from 'node:child_process';
import EventEmitter, { once } from 'node:events';
import { existsSync, lstatSync, mkdtempSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const folder = mkdtempSync(join(tmpdir(), 'sockets-'));
const host = '127.0.0.1';
const portOf = (server) => server.address().port;
const listen = async (server, ...where) => {
  server.listen(...where);
  await once(server, 'listening');
  return server;
};
const shown = (error) => {
  const { name, code, errno, syscall, address, message } = error;
  const port = typeof error.port;
  return [name, code, errno, syscall, address, port, message.replace(/:\d{4,5}$/, ':port')];
};
const text = async (socket) => {
  let read = '';
  for await (const chunk of socket.setEncoding('utf8')) read += chunk;
  return read;
};

{
  const events = [];
  const note =
    (side) =>
    (name) =>
    (...given) =>
      events.push(`${side} ${name} ${given.map((value) => (Buffer.isBuffer(value) ? String(value) : typeof value)).join()}`);
  const server = net.createServer((socket) => {
    const own = note('server')
    for (const name of ['data', 'end', 'finish', 'close']) socket.on(name, own(name));
    console.log('accepted', socket.remoteFamily, socket.remoteAddress, socket.localPort === portOf(server), socket.readyState);
    socket.write('hello ');
    socket.on('data', (chunk) => socket.write(String(chunk).toUpperCase()));
  });
  await listen(server, 0, host);
  console.log(server.listening, server.address().address, server.address().family);
  const client = net.connect(portOf(server), host);
  console.log(client.connecting, client.pending, client.readyState, client.address(), client.remoteAddress);
  for (const name of ['connect', 'ready', 'data', 'end', 'finish', 'close']) client.on(name, note('client')(name));
  await once(client, 'data');
  console.log(client.connecting, client.pending, client.readyState, client.remotePort === portOf(server), client.localFamily);
  client.write('one');
  await once(client, 'data');
  client.end('two');
  await once(client, 'close');
  console.log(client.readyState, client.bytesRead, client.bytesWritten, client.destroyed, client.remoteAddress);
  server.close();
  await once(server, 'close');
  console.log(events.filter((event) => event.startsWith('client')).join('\n'));
  console.log(events.filter((event) => event.startsWith('server')).join('\n'));
  console.log(server.address(), server.listening);
}

{
  const path = join(folder, 'echo.sock');
  const server = await listen(net.createServer({ allowHalfOpen: true }, (socket) => void pipeline(socket, socket)), path);
  console.log(server.address() === path, lstatSync(path).isSocket());
  const client = net.createConnection({ path, allowHalfOpen: false });
  const large = Buffer.alloc(1_000_000, 'x');
  client.end(large);
  console.log((await text(client)).length, client.address());
  server.close();
  await once(server, 'close');
  console.log(existsSync(path));
}

for (const attempt of [
  () => net.connect(1, host),
  () => net.connect({ port: 1, host }),
  () => net.connect(join(folder, 'nobody.sock')).on('error', (error) => console.log(error.address.endsWith('nobody.sock'))),
]) {
  const socket = attempt();
  const [error] = await once(socket, 'error');
  const [hadError] = await once(socket, 'close');
  console.log(shown(error).map((part) => String(part).replace(folder, '')), hadError, socket.destroyed);
}
{
  const server = await listen(net.createServer(), 0, host);
  const second = net.createServer().listen(portOf(server), host);
  const [error] = await once(second, 'error');
  console.log(shown(error), second.listening);
  try {
    server.listen(0);
  } catch (failure) {
    console.log(failure.code, failure.message);
  }
  server.close((...given) => console.log('closed', given));
  await once(server, 'close');
  server.close((failure) => console.log(failure.code, failure.message));
  await once(server, 'close');
}
for (const wrong of [
  () => net.connect(),
  () => net.connect({}),
  () => net.connect(-1),
  () => net.connect({ port: 'abc' }),
  () => net.connect({ port: 80, host: 5 }),
  () => net.createServer(5),
  () => net.createServer().listen({}),
  () => net.createServer().listen(1e6),
  () => net.createServer().listen(5.5),
  () => net.createServer().listen(true),
  () => new net.Socket().setTimeout('x'),
  () => new net.Socket().setTimeout(-1),
]) {
  try {
    console.log(typeof wrong());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
{
  const socket = new net.Socket();
  console.log(socket.address(), socket.pending, socket.connecting, socket.bytesRead, socket.remoteAddress);
  socket.on('error', (error) => console.log(error.code, error.message));
  socket.write('x');
  await new Promise((resolve) => socket.on('close', resolve));
}

{
  // A server in a worker, and one in a child; the main thread speaks with both.
  const code = `
    const net = require('node:net');
    const { parentPort } = require('node:worker_threads');
    const server = net.createServer((socket) => socket.end('from the worker')).listen(0, '127.0.0.1', () => {
      parentPort.postMessage(server.address().port);
    });
    parentPort.once('message', () => server.close());
  `;
  const worker = new Worker(code, { eval: true });
  const [port] = await once(worker, 'message');
  console.log(await text(net.connect(port, host)));
  worker.postMessage('enough');
  console.log(await once(worker, 'exit'));

  const child = fork(new URL('child.mjs', import.meta.url));
  const [childsPort] = await once(child, 'message');
  const replies = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      const socket = net.connect(childsPort, host);
      socket.end(name);
      return text(socket);
    }),
  );
  console.log(replies);
  child.disconnect();
  console.log(await once(child, 'exit'));
}

{
  const python = spawn('python3', ['echo.py'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(python.stdout, 'data');
  const socket = net.connect(Number(port), host);
  socket.end('one\ntwo\n');
  console.log(await text(socket));
  console.log(await once(python, 'exit'));
}

{
  const server = await listen(net.createServer((socket) => socket.on('error', () => {})), 0, host);
  server.maxConnections = 1;
  const first = net.connect(portOf(server), host);
  await once(first, 'connect');
  const second = net.connect(portOf(server), host);
  const [[drop]] = await Promise.all([once(server, 'drop'), once(second.resume(), 'close')]);
  console.log(Object.keys(drop), drop.remoteFamily);
  server.getConnections((error, count) => console.log(error, count));
  first.setTimeout(20, () => {
    console.log('timeout', first.timeout);
    first.destroy(new Error('tired'));
  });
  const [error] = await once(first, 'error');
  console.log(error.message);
  server.close();
  await once(server, 'close');
}

{
  // A socket connects again, to a server at any address.
  const server = await listen(net.createServer((socket) => socket.resume().end(`for ${socket.localAddress}`)), 0, '0.0.0.0');
  const client = new net.Socket();
  for (const where of [host, 'localhost']) {
    client.connect(portOf(server), where);
    console.log(client.connecting, client._connecting, client.write('a'), client.bufferSize);
    await once(client, 'connect');
    console.log(client.remoteAddress, client.remotePort === portOf(server), client.bytesRead);
    client.once('end', () => console.log('end', client.writable, client.write('b')));
    let read = '';
    client.on('data', (chunk) => (read += chunk));
    await once(client, 'close');
    client.removeAllListeners('data');
    console.log(read, client.bytesRead, client.destroyed, client.bufferSize);
  }
  server.close();
  await once(server, 'close');
}

{
  const refused = (action) => {
    try {
      console.log(action());
    } catch ({ name, code, message }) {
      console.log(name, code, message);
    }
  };
  refused(() => new net.Socket({ objectMode: true }));
  refused(() => new net.Socket({ fd: -1 }));
  refused(() => new net.Socket({ fd: 'x' }));
  refused(() => new net.Socket({ signal: 1 }));
  refused(() => net.createServer().listen({ port: 0, signal: 'now' }));
  refused(() => net.createServer().listen({ fd: -1 }));
  const [notListening] = await once(net.createServer().listen({ fd: 0 }), 'error');
  console.log(notListening.code, notListening.syscall);
  const controller = new AbortController();
  const aborted = net.connect({ port: 1, host, signal: controller.signal });
  controller.abort();
  const [abortError] = await once(aborted, 'error');
  console.log(abortError.name, abortError.code, aborted.destroyed);
  new net.Socket().on('error', ({ code, message }) => console.log(code, message)).resetAndDestroy();
  EventEmitter.captureRejections = true;
  const server = net.createServer(async (socket) => {
    socket.on('error', ({ message }) => console.log('on the socket', message));
    throw new Error('rejected');
  });
  await listen(server, 0, host);
  const [peer] = await Promise.all([once(server, 'connection'), once(net.connect(portOf(server), host).resume(), 'close')]);
  console.log(peer[0].destroyed, peer[0].errored.message);
  EventEmitter.captureRejections = false;
  server.close();
}

{
  // Nothing keeps the program that nobody needs.
  net.createServer().listen(0, host).unref();
  const server = await listen(net.createServer((socket) => void socket.unref().pipe(socket)), 0, host);
  const client = net.connect(portOf(server), host, () => client.unref());
  await once(client, 'connect');
  await sleep(10);
  server.unref();
  process.on('exit', (exitCode) => console.log('ends', exitCode));
}
