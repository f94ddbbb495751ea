// What HTTP's messages, agents and servers accept, refuse and tell.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

const host = '127.0.0.1';
const serve = async (...given) => {
  const server = http.createServer(...given).listen(0, host);
  await once(server, 'listening');
  return server;
};
const shut = (server) => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  return closed;
};
/** What a server answers to these bytes, until it ends the connection. */
const raw = async (server, text) => {
  const socket = net.connect(server.address().port, host);
  socket.on('error', () => undefined);
  socket.write(text, 'latin1');
  let heard = '';
  socket.setEncoding('latin1').on('data', (chunk) => (heard += chunk));
  await once(socket, 'close');
  return heard.replaceAll(/Date: .*?\r\n/g, '');
};
const attempt = (act) => {
  try {
    return act();
  } catch (error) {
    return `${error.name} ${error.code}: ${error.message}`;
  }
};

{
  console.log('— what a server refuses');
  const server = await serve((request, response) => {
    request.on('error', (error) => console.log('  request', error.code));
    request.resume();
    response.end(request.headers.host);
  });
  const head = 'POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';
  for (const text of [
    `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n`,
    `${head}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc`,
    `${head}Content-Length: 3x\r\n\r\nabc`,
    `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n`,
    `${head}Accept: a\nAccept: b\r\n\r\n`,
    `${head}Accept : a\r\n\r\n`,
    `${head}Accept: a\r\n b\r\n\r\n`,
    `${head}X: ${'x'.repeat(20_000)}\r\n\r\n`,
    'nonsense\r\n\r\n',
    'GETS / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.5\r\n\r\n',
    'GET x HTTP/1.1\r\n\r\n',
    `${head}Expect: a miracle\r\n\r\n`,
    `${head}\r\n`,
    'GET / HTTP/1.1\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.0\r\n\r\n',
    'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n',
  ]) {
    console.log(JSON.stringify(text.slice(0, 110)), JSON.stringify(await raw(server, text)));
  }
  server.on('clientError', (error, socket) => {
    console.log(error.code, error.message, error.reason, error.rawPacket.length);
    socket.end('HTTP/1.1 418 No\r\n\r\n');
  });
  console.log(await raw(server, `${head}Bad header\r\n\r\n`));
  await shut(server);
}

{
  console.log('— heads');
  const heads = {
    list: (response) => response.writeHead(200, ['X-A', '1', 'X-a', '2', 'Connection', 'close']).end('list'),
    over: (response) => response.setHeader('X-A', '0').writeHead(200, 'Fine', { 'x-a': '1' }).end(),
    none: (response) => response.writeHead(204, { 'Transfer-Encoding': 'chunked' }).end('dropped'),
    same: (response) => response.writeHead(304, { 'Content-Length': 5 }).end(),
    own: (response) => response.writeHead(200, { Date: 'today', 'Keep-Alive': 'timeout=1', Connection: 'keep-alive' }).end(),
    bare: (response) => {
      for (const name of ['date', 'connection', 'transfer-encoding', 'content-length']) response.removeHeader(name);
      response.end('bare');
    },
    trailers: (response) => {
      response.writeHead(200, { Trailer: 'X-End' });
      response.write('a');
      response.addTrailers({ 'X-End': 'é' });
      response.end();
    },
    hints: (response) => {
      response.writeEarlyHints({ link: ['</a.css>; rel=preload', '</b.js>; rel=preload'], 'x-id': '1' });
      response.writeProcessing();
      response.end('hinted');
    },
    cookies: (response) => {
      response.setHeaders(new Map([['set-cookie', 'a=1'], ['x-b', 'ü']]));
      response.appendHeader('Set-Cookie', ['b=2', 'c=3']);
      response.end();
    },
  };
  const server = await serve((request, response) => heads[request.url.slice(1)](response));
  for (const name of Object.keys(heads)) {
    const asked = `GET /${name} HTTP/1.1\r\nHost: x\r\n\r\n`;
    const last = name === 'bare' || name === 'list' || name === 'none' ? '' : 'GET /bare HTTP/1.1\r\nHost: x\r\n\r\n';
    console.log(name, JSON.stringify(await raw(server, asked + last)));
  }
  await shut(server);

  const response = new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 });
  for (const act of [
    () => response.writeHead({}),
    () => response.writeHead(200, ['one']),
    () => response.writeHead(200, 'a\nb'),
    () => response.setHeaders({}),
    () => response.setHeader('x', undefined),
    () => response.setHeader('x', 'a\u0100'),
    () => response.getHeader(),
    () => response.addTrailers({ 'a b': 'c' }),
    () => response.writeEarlyHints({ link: 'nonsense' }),
    () => response.writeEarlyHints('nonsense'),
    () => response.writeInformation(200),
    () => response.write(null),
    () => response.write({}),
    () => [response.writable, response.writableCorked, response.headersSent, response.errored],
  ]) {
    console.log(attempt(act));
  }
  const strict = new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 });
  strict.strictContentLength = true;
  strict.setHeader('Content-Length', 3);
  console.log(attempt(() => strict.write('four')));
  console.log(attempt(() => strict.end('no')));
}

{
  console.log('— headers that come twice');
  const server = await serve({ joinDuplicateHeaders: true }, (request, response) => {
    const { headers, headersDistinct } = request;
    console.log(Object.keys(headers), headers.constructor, headers.authorization, headersDistinct['x-a'], headers.cookie);
    response.end();
  });
  await raw(
    server,
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nconstructor: a\r\nConstructor: b\r\nX-A: \xe9\r\nx-a: 2\r\n' +
      'Authorization: 1\r\nAuthorization: 2\r\nCookie: a\r\nCookie: b\r\n\r\n',
  );
  await shut(server);
}

{
  console.log('— a server with limits');
  console.log(attempt(() => http.createServer({ headersTimeout: 10, requestTimeout: 5 })));
  console.log(attempt(() => http.createServer({ keepAliveTimeout: -1 })));
  console.log(attempt(() => http.createServer({ insecureHTTPParser: 0 })));
  console.log(attempt(() => http.createServer({ joinDuplicateHeaders: 'yes' })));
  const server = await serve({ requestTimeout: 100, headersTimeout: 50, connectionsCheckingInterval: 20 });
  server.on('request', (request, response) => request.resume().on('error', ({ code }) => console.log(code)) && response);
  console.log(JSON.stringify(await raw(server, 'GET / HTTP/1.1\r\nHost: x\r\n')));
  console.log(JSON.stringify(await raw(server, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc')));
  await shut(server);

  const few = await serve((request, response) => response.end());
  few.maxRequestsPerSocket = 2;
  few.on('dropRequest', (request) => console.log('dropped', request.url));
  const three = [1, 2, 3].map((n) => `GET /${n} HTTP/1.1\r\nHost: x\r\n${n === 3 ? 'Connection: close\r\n' : ''}\r\n`);
  console.log(JSON.stringify(await raw(few, three.join(''))));
  await shut(few);

  class Asked extends http.IncomingMessage {
    get agentName() {
      return this.headers['user-agent'] ?? 'nobody';
    }
  }
  class Answer extends http.ServerResponse {
    say(text) {
      this.end(`${text} (${this.req.agentName})`);
    }
  }
  const own = await serve({ IncomingMessage: Asked, ServerResponse: Answer }, (request, response) => response.say('hi'));
  console.log(JSON.stringify(await raw(own, 'GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: me\r\nConnection: close\r\n\r\n')));
  await shut(own);
}

{
  console.log('— requests that are given up');
  const server = await serve((request, response) => request.url !== '/never' && response.end('ok'));
  const { port } = server.address();
  const told = (request, ...names) => {
    const events = [];
    for (const name of ['abort', 'error', 'timeout', 'response', 'close', ...names]) {
      request.on(name, (value) => events.push(name === 'error' ? `${value.code ?? value.name} ${value.message}` : name));
    }
    return new Promise((resolve) => request.on('close', () => resolve(events.join(', '))));
  };
  const early = http.get({ host, port });
  const heard = told(early);
  console.log(early.aborted, early.destroyed);
  early.abort();
  console.log(early.aborted, early.destroyed, await heard);
  const reasoned = http.get({ host, port });
  reasoned.destroy(new Error('my reason'));
  console.log(await told(reasoned));
  const gone = http.get({ host, port });
  gone.destroy();
  console.log(await told(gone));
  const late = http.get({ host, port, path: '/never', timeout: 40 });
  late.on('timeout', () => late.destroy());
  console.log(await told(late));
  const set = http.get({ host, port, path: '/never' });
  set.setTimeout(40, () => set.abort());
  console.log(await told(set));
  console.log(await told(http.get({ host, port, signal: AbortSignal.abort() })));
  const answered = http.get({ host, port }, (response) => response.on('end', () => console.log('end')).resume());
  console.log(await told(answered), answered.reusedSocket);
  await shut(server);
}

{
  console.log('— agents');
  for (const options of [{ maxTotalSockets: 0 }, { maxTotalSockets: 'many' }, { scheduling: 'random' }]) {
    console.log(attempt(() => new http.Agent(options)));
  }
  for (const agent of [true, 'agent', {}]) console.log(attempt(() => http.get({ host, port: 1, agent })));
  console.log(attempt(() => http.get({ host, port: 1, timeout: 'soon' })));
  console.log(attempt(() => http.get({ host, port: 1, headers: { host: [] } })));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2, maxFreeSockets: 1 });
  console.log(agent.getName({ port: 80 }), agent.getName({ host: 'a', port: 1, localAddress: 'b', family: 4, socketPath: '/s' }));
  const server = await serve((request, response) => response.end(request.url));
  const { port } = server.address();
  const count = () =>
    ['sockets', 'freeSockets', 'requests'].map((pool) => `${pool} ${Object.values(agent[pool]).flat().length}`).join(', ');
  agent.on('free', () => console.log('free'));
  const requests = [1, 2, 3].map((n) => http.get({ host, port, agent, path: `/${n}` }, (response) => response.resume()));
  console.log(Object.keys(agent.sockets).join() === agent.getName({ host, port }), count(), agent.totalSocketCount);
  const reused = await Promise.all(requests.map((request) => once(request, 'close').then(() => request.reusedSocket)));
  await new Promise(setImmediate);
  console.log(reused, Object.values(agent.freeSockets).flat().length);
  const again = http.get({ host, port, agent }, (response) => response.resume());
  console.log(again.reusedSocket, Object.values(agent.freeSockets).flat().length);
  await once(again, 'close');
  agent.destroy();
  const made = http.get({
    host,
    path: '/made',
    createConnection: (options, callback) => void callback(null, net.connect(port, host)),
  });
  const [response] = await once(made, 'response');
  console.log(String(await response.setEncoding('utf8').toArray()), made.agent, made.shouldKeepAlive);
  await shut(server);
}

{
  console.log('— upgrades and tunnels');
  const server = await serve((request, response) => response.end(`plain ${request.headers.upgrade} ${request.upgrade}`));
  const { port } = server.address();
  const upgrade = { host, port, agent: false, headers: { Connection: 'upgrade', Upgrade: 'h2c' } };
  const [plain] = await once(http.get(upgrade), 'response');
  console.log(String(await plain.setEncoding('utf8').toArray()));
  server.on('connect', (request, socket, head) => {
    socket.write('HTTP/1.1 200 Yes\r\n\r\n');
    socket.once('data', (chunk) => socket.end(`${request.url} ${head.length} ${chunk}`));
  });
  const tunnel = http.request({ host, port, method: 'CONNECT', path: 'a:1' }).end();
  const [response, socket] = await once(tunnel, 'connect');
  socket.write('through');
  console.log(response.statusCode, tunnel.destroyed, String(await socket.setEncoding('utf8').toArray()));
  await shut(server);
}
