import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { serveDirectory } from '../../../scripts/static-server.ts';
import { buildHost } from '../../../src/build/embedded-host.ts';
import { openInFirefox } from '../../support/firefox.ts';
import {
  END_OF_INPUT,
  mountInPage,
  readTree,
  runInPage,
  WORKING_DIRECTORY,
  writePage,
} from './embedded-host.ts';
import { type Host, normalizeOutput, type Outcome, RUN_LIMIT_MS } from './host.ts';

/** What the page is asked to do, one thing at a time. */
type Job =
  | { readonly kind: 'mount'; readonly argument: Parameters<typeof mountInPage>[0] }
  | { readonly kind: 'run'; readonly argument: Parameters<typeof runInPage>[0] };

/** The embedded host in Firefox: the page fetches what it shall do from a server of ours, and posts what came of it. */
export async function firefoxHost(program: string): Promise<Host> {
  const site = await mkdtemp(path.join(os.tmpdir(), 'interleave-host-'));
  await Promise.all([
    buildHost(site),
    writePage(site, 'globalThis.WEBCONTAINER_API_IFRAME_URL = location.origin'),
  ]);
  const drive = `(${String(beDriven)})(${String(mountInPage)}, ${String(runInPage)})`;
  await writeFile(
    path.join(site, 'driven.html'),
    (await readFile(path.join(site, 'index.html'), 'utf8')) + `<script>${drive}</script>`,
  );
  const [server, jobs] = await Promise.all([serveDirectory(site), jobServer()]);
  const firefox = await openInFirefox(
    program,
    `${server.url}driven.html?jobs=${encodeURIComponent(jobs.url)}`,
  );
  return {
    name: 'embedded host in Firefox',
    mount: async (name, folder) => {
      await jobs.do({ kind: 'mount', argument: { [name]: { directory: await readTree(folder) } } });
    },
    run: async (run) => {
      const argument = { limitMs: RUN_LIMIT_MS, ...run, endOfInput: END_OF_INPUT };
      const { output, exitCode } = (await jobs.do({ kind: 'run', argument })) as Outcome;
      return { exitCode, output: normalizeOutput(output, `${WORKING_DIRECTORY}/${run.folder}`) };
    },
    dispose: async () => {
      await firefox.close();
      jobs.close();
      await server.close();
      await rm(site, { recursive: true, force: true });
    },
  };
}

/** Hands out jobs, one after the other, and takes their results. */
async function jobServer(): Promise<{ url: string; do(job: Job): Promise<unknown>; close(): void }> {
  const waiting: { job: Job; resolve: (result: unknown) => void; reject: (error: Error) => void }[] = [];
  let asking: ServerResponse | undefined;
  const handOut = (): void => {
    const [next] = waiting;
    if (!next || !asking) return;
    asking.end(JSON.stringify(next.job));
    asking = undefined;
  };
  const finish = async (request: IncomingMessage): Promise<void> => {
    const { result, error } = JSON.parse(await text(request)) as { result?: unknown; error?: string };
    const done = waiting.shift();
    if (error === undefined) done?.resolve(result);
    else done?.reject(new Error(error));
  };
  const server = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (request.method !== 'POST') {
      asking = response;
      handOut();
      return;
    }
    void finish(request).then(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    do: (job) =>
      new Promise((resolve, reject) => {
        waiting.push({ job, resolve, reject });
        if (waiting.length === 1) handOut();
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Runs in the page: boots the host, and does one job after the other. */
async function beDriven(mount: typeof mountInPage, run: typeof runInPage): Promise<void> {
  const realm = globalThis as unknown as {
    WebContainer: typeof import('@webcontainer/api').WebContainer;
    host: import('@webcontainer/api').WebContainer;
  };
  const jobs = new URLSearchParams(location.search).get('jobs') ?? '';
  realm.host = await realm.WebContainer.boot({ workdirName: 'project' });
  for (;;) {
    const job = (await (await fetch(jobs)).json()) as Job;
    let body: { result?: unknown; error?: string };
    try {
      body = {
        result: job.kind === 'run' ? await run(job.argument) : ((await mount(job.argument)) ?? null),
      };
    } catch (error) {
      body = { error: String(error) };
    }
    await fetch(jobs, { method: 'POST', body: JSON.stringify(body) });
  }
}
