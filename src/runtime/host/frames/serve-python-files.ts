import {
  isNeededAtOnce,
  PYTHON_FILES,
  type PythonExpected,
  type PythonFile,
  type PythonFileChunk,
  type PythonFileFailure,
  type PythonFileRequest,
  type PythonFilesReady,
  type PythonManifest,
  type PythonProgress,
} from '../../protocol/python-runtime.ts';

/** How often progress is told, at most: it ends in a bar on the page. */
const PROGRESS_INTERVAL_MS = 50;

/**
 * Answers the kernel's requests for Python's files from the site, and tells how far they are. The sandbox has no
 * network of its own: it gets bytes, and nothing comes out.
 *
 * @param directory where the files are, with a slash at the end
 * @returns what tells the kernel that a Python program may soon be started, and sends at once what that needs; if it may
 *   only be taken from the browser's cache, it does nothing unless all of it is there
 */
export function servePythonFiles(
  kernel: MessagePort,
  manifest: PythonManifest,
  directory: URL,
): (options?: { readonly onlyIfCached: boolean }) => void {
  const loadedBytes = new Map<string, number>();
  let toldAtMs = -Infinity;
  const tell = (): void => {
    const requested = Object.values(manifest).filter(({ name }) => loadedBytes.has(name));
    const progress: PythonProgress = {
      type: 'python-progress',
      loadedBytes: requested.reduce((sum, { name }) => sum + loadedBytes.get(name)!, 0),
      totalBytes: requested.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    };
    const isComplete = progress.loadedBytes === progress.totalBytes;
    if (!isComplete && performance.now() - toldAtMs < PROGRESS_INTERVAL_MS) return;
    toldAtMs = performance.now();
    kernel.postMessage(progress);
  };
  const attempts = new Map<PythonFile, number>();
  const addressOf = (file: PythonFile): URL => new URL(manifest[file].name, directory);
  const sendFile = async (file: PythonFile, cache: RequestCache): Promise<void> => {
    const { name } = manifest[file];
    loadedBytes.set(name, 0);
    for await (const bytes of chunksOf(addressOf(file), cache)) {
      loadedBytes.set(name, loadedBytes.get(name)! + bytes.length);
      tell();
      kernel.postMessage({ type: 'python-file-chunk', file, bytes } satisfies PythonFileChunk, [
        bytes.buffer,
      ]);
    }
    kernel.postMessage({ type: 'python-file-chunk', file, bytes: null } satisfies PythonFileChunk);
  };
  kernel.postMessage({ type: 'python-files-ready', manifest } satisfies PythonFilesReady);
  // The names hold a hash of the contents: what is in the cache is right.
  const send = async (
    file: PythonFile,
    attempt: number,
    cache: RequestCache = 'force-cache',
  ): Promise<void> => {
    if (attempt <= (attempts.get(file) ?? 0)) return;
    attempts.set(file, attempt);
    try {
      await sendFile(file, cache);
    } catch (error) {
      loadedBytes.delete(manifest[file].name);
      const message = `Python could not be loaded: ${error instanceof Error ? error.message : String(error)}`;
      kernel.postMessage({ type: 'python-file-failure', file, message } satisfies PythonFileFailure);
    }
  };
  // Whatever the sandbox says, it gets no other files.
  kernel.onmessage = ({ data }: MessageEvent<Partial<PythonFileRequest> | null>) => {
    const file = PYTHON_FILES.find((name) => name === data?.file);
    if (file) void send(file, Number(data?.attempt));
  };
  const filesToCome = (): PythonFile[] =>
    PYTHON_FILES.filter((file) => isNeededAtOnce(file) && !attempts.has(file));
  const sendAll = (cache: RequestCache): void => {
    const coming = filesToCome();
    kernel.postMessage({ type: 'python-expected', coming } satisfies PythonExpected);
    for (const file of coming) void send(file, 1, cache);
  };
  const sendIfCached = async (): Promise<void> => {
    const found = await Promise.all(filesToCome().map((file) => isCached(addressOf(file))));
    if (found.every(Boolean)) sendAll('only-if-cached');
  };
  return ({ onlyIfCached } = { onlyIfCached: false }) => {
    if (onlyIfCached) void sendIfCached();
    else sendAll('force-cache');
  };
}

/** Asks the browser's cache only; nothing is sent. */
async function isCached(url: URL): Promise<boolean> {
  const response = await fetch(url, { cache: 'only-if-cached', mode: 'same-origin' }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

async function* chunksOf(url: URL, cache: RequestCache): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { cache, mode: 'same-origin' });
  if (!response.ok || !response.body)
    throw new Error(`"${url.pathname}" was answered with ${response.status}.`);
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
