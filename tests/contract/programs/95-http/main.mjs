// HTTP between the threads and processes of one machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import './wire.mjs';

const host = '127.0.0.1';
const text = async (stream) => {
  let read = '';
  for await (const chunk of stream.setEncoding('utf8')) read += chunk;
  return read;
};
const serve = async (onRequest) => {
  const server = http.createServer(onRequest).listen(0, host);
  await once(server, 'listening');
  return server;
};
const closed = (server) => new Promise((resolve) => server.close(resolve));
const get = async (server, path, options) => {
  const request = http.get({ host, port: server.address().port, path, ...options });
  const [response] = await once(request, 'response');
  return { request, response };
};

{
  console.log('— answers');
  const server = await serve(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://site');
    if (pathname === '/json') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ method: request.method, asked: Object.fromEntries(searchParams), body: await text(request) }));
    } else if (pathname === '/stream') {
      await pipeline(Readable.from(['a', 'bc', 'd'.repeat(100_000)]), response);
    } else if (pathname === '/headers') {
      response.setHeader('X-List', ['1', '2']);
      response.appendHeader('X-More', 'a');
      response.appendHeader('X-More', 'b');
      console.log(response.getHeaderNames(), response.getHeader('x-more'), response.hasHeader('x-none'), response.headersSent);
      response.removeHeader('x-list');
      response.statusCode = 418;
      response.end();
      console.log(response.headersSent, response.writableEnded);
      try {
        response.setHeader('Late', '1');
      } catch (error) {
        console.log(error.code, error.message);
      }
    } else {
      response.writeHead(302, { Location: '/json' }).end();
    }
  });
  const { port } = server.address();
  console.log(server.listening, server.keepAliveTimeout, server.requestTimeout, server.headersTimeout);
  const post = http.request({ host, port, path: '/json?x=1&y=é'.normalize().replace('é', '%C3%A9'), method: 'POST' });
  post.write('one ');
  post.end('two');
  const [answer] = await once(post, 'response');
  console.log(answer.statusCode, answer.headers['content-type'], answer.headers['transfer-encoding'], await text(answer));
  const { response: streamed } = await get(server, '/stream');
  console.log(streamed.statusCode, (await text(streamed)).length, streamed.complete);
  const { response: teapot } = await get(server, '/headers');
  console.log(teapot.statusCode, teapot.statusMessage, teapot.headers['x-more'], await text(teapot));
  const { response: moved, request } = await get(server, '/else');
  console.log(moved.statusCode, moved.headers.location, request.reusedSocket, request.path, request.method, request.host);
  moved.resume();
  await once(moved, 'end');
  http.get(`http://${host}:${port}/json?q=url`, (response) => text(response).then(console.log));
  const both = await Promise.all([get(server, '/json?n=1'), get(server, '/json?n=2')]);
  console.log(await Promise.all(both.map(({ response }) => text(response))));
  for (let turn = 0; turn < 20; turn++) (await get(server, '/json')).response.resume();
  await sleep(20);
  await closed(server);
  console.log(server.listening);
}

{
  console.log('— an agent with one connection');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  let connections = 0;
  const server = await serve((request, response) => response.end(request.url));
  server.on('connection', () => connections++);
  const answers = await Promise.all(
    ['/1', '/2', '/3'].map(async (path) => {
      const { response, request } = await get(server, path, { agent });
      return [await text(response), request.reusedSocket];
    }),
  );
  console.log(answers, connections);
  await sleep(10);
  console.log(Object.values(agent.freeSockets).flat().length, Object.keys(agent.sockets).length);
  agent.destroy();
  await closed(server);
}

{
  console.log('— what goes wrong');
  const nobody = http.get({ host, port: 1 });
  const [refused] = await once(nobody, 'error');
  console.log(refused.code, refused.message, nobody.destroyed);

  const server = await serve((request, response) => {
    if (request.url === '/never') return;
    if (request.url === '/half') {
      response.write('half of it');
      setTimeout(() => request.socket.destroy(), 20);
      return;
    }
    request.socket.destroy();
  });
  const { port } = server.address();
  const hungUp = http.get({ host, port, path: '/hang-up' });
  const [error] = await once(hungUp, 'error');
  console.log(error.code, error.message);

  const { response } = await get(server, '/half');
  let read = '';
  response.on('data', (chunk) => (read += chunk));
  const [aborted] = await once(response, 'error');
  console.log(read, aborted.code, aborted.message, response.complete, response.aborted);

  const controller = new AbortController();
  const stopped = http.get({ host, port, path: '/never', signal: controller.signal });
  setTimeout(() => controller.abort(), 20);
  const [abort] = await once(stopped, 'error');
  console.log(abort.name, abort.code, abort.message);

  const late = http.get({ host, port, path: '/never', timeout: 30 });
  await once(late, 'timeout');
  late.destroy(new Error('too late'));
  const [tooLate] = await once(late, 'error');
  console.log(tooLate.message);

  const seen = once(server, 'request');
  const left = http.get({ host, port, path: '/never' });
  left.on('error', (reason) => console.log('left', reason.code));
  const [request, unanswered] = await seen;
  const ends = [request, unanswered].map((stream) => new Promise((resolve) => stream.on('close', resolve)));
  left.destroy();
  await Promise.all(ends);
  console.log(request.aborted, request.destroyed, unanswered.writableEnded, unanswered.destroyed);
  server.closeAllConnections();
  await closed(server);
}

{
  console.log('— other ways to speak');
  const server = await serve((request, response) => text(request).then((body) => response.end(body.toUpperCase())));
  server.on('upgrade', (request, socket, head) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n');
    socket.once('data', (chunk) => socket.end(`${request.headers.upgrade} ${head.length} ${chunk}`));
  });
  const { port } = server.address();
  const asking = http.request({ host, port, method: 'POST', headers: { Expect: '100-continue' } });
  asking.flushHeaders();
  await once(asking, 'continue');
  asking.end('may i');
  const [answer] = await once(asking, 'response');
  console.log(await text(answer));

  const upgrading = http.get({ host, port, headers: { Connection: 'Upgrade', Upgrade: 'echo' } });
  const [response, socket] = await once(upgrading, 'upgrade');
  console.log(response.statusCode);
  socket.write('hello');
  console.log(await text(socket));
  await closed(server);
}

{
  console.log('— threads and processes');
  const code = `
    const http = require('node:http');
    const { parentPort, threadId } = require('node:worker_threads');
    const server = http.createServer((request, response) => {
      for (let end = Date.now() + 50; Date.now() < end; );
      response.end('worker ' + request.url);
    });
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
    parentPort.once('message', () => server.close());
  `;
  const worker = new Worker(code, { eval: true });
  const [port] = await once(worker, 'message');
  let turns = 0;
  const counting = setInterval(() => turns++, 5);
  const { response } = await get({ address: () => ({ port }) }, '/busy');
  console.log(await text(response), turns > 2);
  clearInterval(counting);
  worker.postMessage('enough');
  await once(worker, 'exit');

  const python = spawn('python3', ['-u', 'serve.py'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [pythons] = await once(python.stdout, 'data');
  const { response: fromPython } = await get({ address: () => ({ port: Number(pythons) }) }, '/from-node');
  console.log(fromPython.statusCode, fromPython.headers['content-type'], await text(fromPython));
  const server = await serve((request, answer) => text(request).then((body) => answer.end(`node heard ${body}`)));
  python.stdin.end(`http://${host}:${server.address().port}/`);
  console.log(String((await once(python.stdout, 'data'))[0]).trim());
  console.log(await once(python, 'exit'));
  await closed(server);
}
