import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveDirectory, type ServeOptions, type StaticServer } from '../../scripts/static-server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Serves the built site (see built-site.setup.ts) on a free port with its own headers; the caller closes it. */
export function serveSite(options: ServeOptions & { directory?: string } = {}): Promise<StaticServer> {
  return serveDirectory(path.join(root, options.directory ?? 'dist'), options);
}
