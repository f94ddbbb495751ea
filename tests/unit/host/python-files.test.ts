import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PythonFiles } from '../../../src/runtime/host/api/python-files.ts';
import { servePythonFiles } from '../../../src/runtime/host/frames/serve-python-files.ts';
import { PYTHON_FILES, type PythonManifest } from '../../../src/runtime/protocol/python-runtime.ts';

const directory = new URL('https://interleave.example/headless/python/');
const manifest = Object.fromEntries(
  PYTHON_FILES.map((file) => [
    file,
    { name: `${file}.bin`, sizeBytes: 10, inflatedBytes: 20, memoryBytes: 30 },
  ]),
) as unknown as PythonManifest;

/** What the relay has fetched from more than the cache, by name. */
let fetched: string[];
/** What the browser's cache has, by name. */
let cached: Set<string>;
let answer: (name: string) => Response;
let ports: MessagePort[];
const onHint = vi.fn();

beforeEach(() => {
  fetched = [];
  answer = (name) => new Response(gzipSync(`the text of ${name}`));
  ports = [];
  onHint.mockReset();
  cached = new Set();
  vi.stubGlobal('fetch', (url: URL, { cache }: RequestInit) => {
    const name = url.pathname.slice(directory.pathname.length);
    if (cache === 'only-if-cached' && !cached.has(name)) return Promise.reject(new TypeError('Not cached.'));
    if (cache !== 'only-if-cached') fetched.push(name);
    return Promise.resolve(answer(name));
  });
});
afterEach(() => {
  for (const port of ports) port.close();
  vi.unstubAllGlobals();
});

/** A relay and a kernel's loader, with a channel between them. */
function relayAndKernel(): {
  relay: MessagePort;
  kernel: MessagePort;
  files: PythonFiles;
  expectPython: ReturnType<typeof servePythonFiles>;
} {
  const { port1: relay, port2: kernel } = new MessageChannel();
  ports.push(relay, kernel);
  const expectPython = servePythonFiles(relay, manifest, directory);
  const files = new PythonFiles(kernel, { onProgress: () => undefined, onHint });
  return { relay, kernel, files, expectPython };
}

function textOf(files: PythonFiles, file: (typeof PYTHON_FILES)[number]): Promise<string> {
  return new Response(files.open(file)).text();
}

test('a file is fetched when it is asked for, and arrives inflated', async () => {
  const { files } = relayAndKernel();
  expect(await files.manifest).toEqual(manifest);
  expect(fetched).toEqual([]);
  expect(await textOf(files, 'library')).toBe('the text of library.bin');
  expect(fetched).toEqual(['library.bin']);
});

test('what the page expects to need arrives unasked, and the library does not', async () => {
  const { files, expectPython } = relayAndKernel();
  expectPython();
  await vi.waitFor(() => expect(onHint).toHaveBeenCalled());
  expect(await textOf(files, 'snapshot')).toBe('the text of snapshot.bin');
  expect(fetched.sort()).toEqual(['glue.bin', 'loader.bin', 'machine.bin', 'snapshot.bin']);
});

test('for a reader who has asked for nothing, what the cache has arrives, and nothing is fetched', async () => {
  const { files, expectPython } = relayAndKernel();
  for (const file of ['loader', 'glue', 'machine', 'snapshot']) cached.add(`${file}.bin`);
  expectPython({ onlyIfCached: true });
  await vi.waitFor(() => expect(onHint).toHaveBeenCalled());
  expect(await textOf(files, 'snapshot')).toBe('the text of snapshot.bin');
  expect(fetched).toEqual([]);
});

test('for a reader who has asked for nothing, nothing arrives when the cache lacks a file, until a program asks', async () => {
  const { kernel, files, expectPython } = relayAndKernel();
  for (const file of ['loader', 'glue', 'machine']) cached.add(`${file}.bin`);
  expectPython({ onlyIfCached: true });
  await files.manifest;
  await new Promise((resolve) => setTimeout(resolve));
  kernel.postMessage({ type: 'python-file-request', file: 'glue', attempt: 1 });
  expect(await textOf(files, 'snapshot')).toBe('the text of snapshot.bin');
  expect(onHint).not.toHaveBeenCalled();
  expect(fetched.sort()).toEqual(['glue.bin', 'snapshot.bin']);
});

test('a file is sent once when a request and the hint cross, whoever is first', async () => {
  const { files, expectPython } = relayAndKernel();
  const asked = textOf(files, 'glue');
  expectPython();
  expectPython();
  expect(await asked).toBe('the text of glue.bin');
  expect(await textOf(files, 'machine')).toBe('the text of machine.bin');
  expect(new Set(fetched).size).toBe(fetched.length);
});

test('a file that could not be fetched says why, and can be asked for again', async () => {
  const { files } = relayAndKernel();
  answer = () => new Response(null, { status: 503 });
  await expect(textOf(files, 'glue')).rejects.toThrow(
    'Python could not be loaded: "/headless/python/glue.bin" was answered with 503.',
  );
  answer = () => new Response(gzipSync('here'));
  files.forget('glue');
  expect(await textOf(files, 'glue')).toBe('here');
});

test.each(['../../secret', '__proto__', 'toString', '', undefined, { toString: 'x' }])(
  'the relay fetches nothing when the sandbox asks for %j',
  async (file) => {
    const { kernel, files } = relayAndKernel();
    kernel.postMessage({ type: 'python-file-request', file, attempt: 1 });
    await textOf(files, 'loader');
    expect(fetched).toEqual(['loader.bin']);
  },
);

test('the relay bears messages that are none', async () => {
  const { kernel, files } = relayAndKernel();
  for (const message of [null, 1, 'python-file-request', [], { file: 'loader', attempt: {} }])
    kernel.postMessage(message);
  expect(await textOf(files, 'loader')).toBe('the text of loader.bin');
});
