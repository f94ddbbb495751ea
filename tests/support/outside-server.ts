import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that anybody may talk to: whatever does not arrive was stopped in the sandbox. */
export interface OutsideServer {
  readonly url: string;
  /** What reached it: `GET /path`, or `upgrade /path` of a WebSocket. */
  readonly arrived: readonly string[];
  close(): Promise<void>;
}

/** Starts a server outside of the site, on another origin of this machine. */
export async function outsideServer(): Promise<OutsideServer> {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(`${request.method} ${request.url}`);
    response.writeHead(200, {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Type': 'text/javascript',
    });
    response.end('export default 1');
  });
  server.on('upgrade', (request) => arrived.push(`upgrade ${request.url}`));
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    arrived,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
