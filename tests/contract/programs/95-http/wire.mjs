// Every byte of what servers and clients send.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';

const host = '127.0.0.1';

/** Whether a response has all of its bytes. */
function isWhole(response, method) {
  const end = response.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const [head, body] = [response.slice(0, end), response.slice(end + 4)];
  if (method === 'HEAD' || / 204 /.test(head)) return true;
  if (/^Transfer-Encoding: chunked$/m.test(head.replaceAll('\r', ''))) return body.endsWith('0\r\n\r\n');
  return body.length === Number(/Content-Length: (\d+)/.exec(head)?.[1]);
}

const shown = (bytes) => JSON.stringify(bytes.replace(/Date: .*?GMT/g, 'Date: D').replace(/:\d{5}/, ':port'));

{
  const server = http.createServer((request, response) => {
    const { method, url, httpVersion, headers, rawHeaders, complete } = request;
    console.log(method, url, httpVersion, headers, rawHeaders.length, complete);
    switch (url) {
      case '/one':
        response.setHeader('X-One', 'a');
        response.end('hi');
        return;
      case '/parts':
        response.write('one');
        response.write('two');
        response.end('three');
        return;
      case '/nothing':
        response.writeHead(204);
        response.end();
        return;
      case '/gone':
        response.writeHead(404, 'Nope', { 'Content-Type': 'text/plain', 'Set-Cookie': ['a=1', 'b=2'] });
        response.end('gone');
        return;
      case '/echo':
        request.pipe(response);
        return;
      case '/length':
        response.setHeader('Content-Length', 3);
        response.end('abc');
        return;
      default:
        response.end();
    }
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address();

  for (const [method, path, body = '', header = ''] of [
    ['GET', '/one'],
    ['HEAD', '/one'],
    ['GET', '/parts'],
    ['GET', '/nothing'],
    ['GET', '/gone'],
    ['POST', '/echo', 'body'],
    ['GET', '/empty'],
    ['GET', '/length'],
    ['GET', '/parts', '', 'Connection: close\r\n'],
  ]) {
    const socket = net.connect(port, host);
    const length = body ? `Content-Length: ${body.length}\r\n` : '';
    socket.write(`${method} ${path} HTTP/1.1\r\nHost: x\r\n${header}${length}\r\n${body}`);
    let response = '';
    while (!isWhole(response, method)) response += (await once(socket, 'data'))[0];
    if (header) await once(socket, 'end');
    console.log(shown(response), socket.readableEnded);
    socket.destroy();
  }

  for (const bytes of ['GET /parts HTTP/1.0\r\n\r\n', 'garbage\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n']) {
    const socket = net.connect(port, host);
    socket.write(bytes);
    let response = '';
    socket.on('data', (chunk) => (response += chunk));
    await once(socket, 'close');
    console.log(shown(response));
  }
  server.close();
}

{
  const answer = 'HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 2\r\n\r\nok';
  const server = net.createServer((socket) => {
    socket.on('data', (chunk) => {
      const request = String(chunk);
      console.log(shown(request));
      if (!request.includes('chunked') || request.endsWith('0\r\n\r\n')) socket.write(answer);
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address();
  for (const { body = [], ...options } of [
    {},
    { method: 'POST' },
    { method: 'POST', headers: { 'content-type': 'text/plain' } },
    { path: '/q?x=1', agent: false },
    { headers: { Host: 'me', Connection: 'close' } },
    { method: 'DELETE' },
    { method: 'PUT', body: ['a', 'b'] },
    { auth: 'u:p' },
  ]) {
    const request = http.request({ host, port, ...options });
    for (const part of body) request.write(part);
    request.end(options.method === 'POST' ? 'data' : undefined);
    const [response] = await once(request, 'response');
    console.log(response.statusCode, response.statusMessage, response.headers, response.rawHeaders);
    let text = '';
    for await (const chunk of response) text += chunk;
    console.log(text, response.complete, request.reusedSocket);
  }
  server.close();
}

for (const mistake of [
  () => http.get('nope'),
  () => http.request('ftp://x'),
  () => http.request({ path: '/a b' }),
  () => http.request({ method: 'A B' }),
  () => new http.OutgoingMessage().setHeader('a b', 'c'),
  () => new http.OutgoingMessage().setHeader('a', 'c\n'),
  () => new http.OutgoingMessage().setHeader('a'),
  () => http.request({ host: 5 }),
  () => http.validateHeaderName('é'),
  () => http.createServer(5),
  () => new http.ServerResponse({ method: 'GET' }).writeHead(99),
]) {
  try {
    mistake()?.on?.('error', () => {});
    console.log('no mistake', String(mistake));
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
}
