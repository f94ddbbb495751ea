// npm run preview: serves the built site from dist/ with the headers that it ships for its hosts.
import { parseArgs } from 'node:util';
import { serveDirectory } from './static-server.ts';

const { values } = parseArgs({
  options: { port: { type: 'string' }, base: { type: 'string', default: '/' } },
});

const server = await serveDirectory('dist', {
  port: Number(values.port ?? 4321),
  base: values.base,
  fallBackToFreePort: values.port === undefined,
});
console.log(`\n  Interleave is at ${server.url}\n  Press Ctrl+C to stop.\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void server.close().then(() => process.exit(0)));
}
