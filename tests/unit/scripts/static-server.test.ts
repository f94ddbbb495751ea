import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveDirectory, type StaticServer } from '../../../scripts/static-server.ts';

let directory: string;
let server: StaticServer;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'interleave-static-'));
  await mkdir(path.join(directory, 'gil'));
  await writeFile(path.join(directory, '_headers'), '/*\n  Cross-Origin-Opener-Policy: same-origin\n');
  await writeFile(path.join(directory, 'index.html'), '<title>Home</title>');
  await writeFile(path.join(directory, '404.html'), '<title>Missing</title>');
  await writeFile(path.join(directory, 'gil/index.html'), '<title>GIL</title>');
  server = await serveDirectory(directory, { base: '/docs/' });
});

afterAll(async () => {
  await server.close();
  await rm(directory, { recursive: true });
});

describe('serveDirectory()', () => {
  it.each([
    ['', 200, '<title>Home</title>'],
    ['gil/', 200, '<title>GIL</title>'],
    ['404', 200, '<title>Missing</title>'],
    ['nothing', 404, '<title>Missing</title>'],
    ['../../etc/hostname', 404, '<title>Missing</title>'],
    ['%2e%2e/%2e%2e/etc/hostname', 404, '<title>Missing</title>'],
  ])('answers "%s" with %i', async (relativePath, status, body) => {
    const response = await fetch(server.url + relativePath);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  });

  it('adds the slash that a folder needs', async () => {
    const response = await fetch(`${server.url}gil?q=1`, { redirect: 'manual' });
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe('/docs/gil/?q=1');
  });

  it('answers 304 to a client that has the file', async () => {
    const etag = (await fetch(server.url)).headers.get('etag');
    const again = await fetch(server.url, { headers: { 'if-none-match': String(etag) } });
    expect(again.status).toBe(304);
  });

  it('takes a free port when the usual one is taken and says what to do when it may not', async () => {
    const port = Number(new URL(server.url).port);
    const other = await serveDirectory(directory, { port, fallBackToFreePort: true });
    expect(Number(new URL(other.url).port)).not.toBe(port);
    await other.close();
    await expect(serveDirectory(directory, { port })).rejects.toThrow(/Port \d+ is taken\. .*--port/);
  });

  it('refuses a folder that holds no built site', async () => {
    await expect(serveDirectory(os.tmpdir())).rejects.toThrow('Run `npm run build` first');
  });
});
