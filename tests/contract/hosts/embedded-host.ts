import { isUtf8 } from 'node:buffer';
import { mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type { FileSystemTree } from '@webcontainer/api';
import type { Page } from 'playwright-core';
import { serveDirectory } from '../../../scripts/static-server.ts';
import type { Rewrite } from '../../../src/build/bundle.ts';
import { buildHost } from '../../../src/build/embedded-host.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type Host, normalizeOutput, type Outcome, type ProgramRun, RUN_LIMIT_MS } from './host.ts';

/** What the test page keeps: the booted host of the unmodified `@webcontainer/api`. */
interface ContractPage {
  WebContainer: typeof import('@webcontainer/api').WebContainer;
  host: import('@webcontainer/api').WebContainer;
}

/** The embedded host, or another behind `@webcontainer/api`, with the page that it runs in, which tests of one host may use directly. */
export interface EmbeddedHost extends Host {
  readonly page: Page;
}

/** Where the host mounts the folders. */
export const WORKING_DIRECTORY = '/home/project';
/** Written alone, it closes a program's standard input. */
export const END_OF_INPUT = '\x04';

/** The embedded host in Chromium, reached through `@webcontainer/api` as a page reaches it. */
export function embeddedHost({
  browserArguments = [],
}: Pick<ContainerPage, 'browserArguments'> = {}): Promise<EmbeddedHost> {
  return containerHost('embedded host in Chromium', {
    browserArguments,
    prepare: (site) => writeHost(site),
    pageScript: HOST_IS_HERE,
  });
}

/** Writes a site that has the embedded host and a page with the client of the API, in which a script runs first. */
export async function writeHostSite(site: string, pageScript: string): Promise<void> {
  await Promise.all([writeHost(site), writePage(site, `${HOST_IS_HERE};${pageScript}`)]);
}

/** Tells the client of the API where the host is. */
export const HOST_IS_HERE = 'globalThis.WEBCONTAINER_API_IFRAME_URL = location.origin';

/** Writes the embedded host where the unmodified client of the API looks for it. */
export async function writeHost(site: string, rewrite?: Rewrite): Promise<void> {
  await buildHost(site, rewrite);
  // It asks for "/headless", where the site's own asks for "/headless/": spare it the redirect.
  await rename(path.join(site, 'headless/index.html'), path.join(site, 'headless.html'));
}

/** How the page of a host behind `@webcontainer/api` is made. */
export interface ContainerPage {
  /** Adds what the page needs to the folder that is served. */
  readonly prepare?: (site: string) => Promise<void>;
  /** Runs before the client of the API does. */
  readonly pageScript: string;
  /** For the browser's command line. */
  readonly browserArguments?: readonly string[];
}

/** A host in Chromium, booted in a page of its own, cross-origin isolated as the site is. */
export async function containerHost(
  name: string,
  { prepare, pageScript, browserArguments }: ContainerPage,
): Promise<EmbeddedHost> {
  const site = await mkdtemp(path.join(os.tmpdir(), 'interleave-host-'));
  await Promise.all([prepare?.(site), writePage(site, pageScript)]);
  const server = await serveDirectory(site);
  const browser = await launchBrowser(browserArguments);
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.evaluate(async () => {
    const realm = globalThis as unknown as ContractPage;
    realm.host = await realm.WebContainer.boot({ workdirName: 'project' });
  });
  return {
    name,
    page,
    mount: async (name, folder) => {
      const tree = { [name]: { directory: await readTree(folder) } };
      await page.evaluate(mountInPage, tree);
    },
    run: async (run) => {
      const outcome = await page.evaluate(runInPage, {
        limitMs: RUN_LIMIT_MS,
        ...run,
        endOfInput: END_OF_INPUT,
      });
      return { ...outcome, output: normalizeOutput(outcome.output, `${WORKING_DIRECTORY}/${run.folder}`) };
    },
    dispose: async () => {
      await browser.close();
      await server.close();
      await rm(site, { recursive: true, force: true });
    },
  };
}

/** Writes a page that has the client of the API, and nothing else. */
export async function writePage(site: string, pageScript: string): Promise<void> {
  const client = await build({
    stdin: {
      contents: `import { WebContainer } from '@webcontainer/api'; globalThis.WebContainer = WebContainer;`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  await Promise.all([
    writeFile(path.join(site, 'client.js'), client.outputFiles[0]!.text),
    writeFile(
      path.join(site, 'index.html'),
      `<!doctype html><title>Contract</title><body><script>${pageScript}</script><script src="/client.js"></script>`,
    ),
    writeFile(
      path.join(site, '_headers'),
      '/*\n  Cross-Origin-Opener-Policy: same-origin\n  Cross-Origin-Embedder-Policy: require-corp\n  Cross-Origin-Resource-Policy: same-origin\n',
    ),
  ]);
}

/** A folder as `mount()` takes it, but for files that are no text, which travel to the page in base64. */
type Tree = Record<string, { directory: Tree } | { file: { contents: string; isBase64?: true } }>;

/** A folder as `mountInPage` takes it. */
export async function readTree(folder: string): Promise<Tree> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nodes = entries.map(async (entry): Promise<[string, Tree[string]]> => {
    const below = path.join(folder, entry.name);
    if (entry.isDirectory()) return [entry.name, { directory: await readTree(below) }];
    const bytes = await readFile(below);
    if (isUtf8(bytes)) return [entry.name, { file: { contents: bytes.toString() } }];
    return [entry.name, { file: { contents: bytes.toString('base64'), isBase64: true } }];
  });
  return Object.fromEntries(await Promise.all(nodes));
}

/** Runs in the page: mounts folders. */
export function mountInPage(tree: Tree): Promise<void> {
  const asMounted = (folder: Tree): FileSystemTree =>
    Object.fromEntries(
      Object.entries(folder).map(([name, node]): [string, FileSystemTree[string]] => {
        if ('directory' in node) return [name, { directory: asMounted(node.directory) }];
        const { contents, isBase64 } = node.file;
        const bytes = isBase64 ? Uint8Array.from(atob(contents), (char) => char.charCodeAt(0)) : contents;
        return [name, { file: { contents: bytes } }];
      }),
    );
  return (globalThis as unknown as ContractPage).host.mount(asMounted(tree));
}

/** Runs in the page: runs a program to its end. */
export async function runInPage({
  folder,
  command = 'node',
  args,
  input,
  env,
  limitMs,
  silenceMs,
  endOfInput,
}: ProgramRun & { limitMs: number; endOfInput: string }): Promise<Outcome> {
  const { host } = globalThis as unknown as ContractPage;
  const child = await host.spawn(command, [...args], { cwd: folder, env: { NO_COLOR: '1', ...env } });
  let output = '';
  const end = (reason: string): void => {
    output += `[ended by the test: ${reason}]\n`;
    child.kill();
  };
  const limit = setTimeout(end, limitMs, 'it ran too long');
  const awaitOutput = (): ReturnType<typeof setTimeout> | undefined =>
    silenceMs === undefined ? undefined : setTimeout(end, silenceMs, 'it printed nothing for too long');
  let silence = awaitOutput();
  const outputEnded = child.output.pipeTo(
    new WritableStream({
      write(text) {
        // A flood need not be kept, nor carried to the test.
        if (output.length < 4e6) output += text;
        clearTimeout(silence);
        silence = awaitOutput();
      },
    }),
  );
  const writer = child.input.getWriter();
  if (input !== undefined) await writer.write(input);
  await writer.write(endOfInput);
  const exitCode = await child.exit;
  // Orphans may keep the output open for ever.
  child.kill();
  await outputEnded;
  clearTimeout(limit);
  clearTimeout(silence);
  return { output, exitCode };
}
