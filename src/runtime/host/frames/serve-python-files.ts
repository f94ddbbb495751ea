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
 * @returns what tells the kernel that a Python program may soon be started, and sends at once what that needs
 */
export function servePythonFiles(kernel: MessagePort, manifest: PythonManifest, directory: URL): () => void {
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
  const sendFile = async (file: PythonFile): Promise<void> => {
    const { name } = manifest[file];
    loadedBytes.set(name, 0);
    for await (const bytes of chunksOf(new URL(name, directory))) {
      loadedBytes.set(name, loadedBytes.get(name)! + bytes.length);
      tell();
      kernel.postMessage({ type: 'python-file-chunk', file, bytes } satisfies PythonFileChunk, [
        bytes.buffer,
      ]);
    }
    kernel.postMessage({ type: 'python-file-chunk', file, bytes: null } satisfies PythonFileChunk);
  };
  kernel.postMessage({ type: 'python-files-ready', manifest } satisfies PythonFilesReady);
  const send = async (file: PythonFile, attempt: number): Promise<void> => {
    if (attempt <= (attempts.get(file) ?? 0)) return;
    attempts.set(file, attempt);
    try {
      await sendFile(file);
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
  return () => {
    const coming = PYTHON_FILES.filter((file) => isNeededAtOnce(file) && !attempts.has(file));
    kernel.postMessage({ type: 'python-expected', coming } satisfies PythonExpected);
    for (const file of coming) void send(file, 1);
  };
}

/** The names hold a hash of the contents: what is in the cache is right. */
async function* chunksOf(url: URL): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, { cache: 'force-cache' });
  if (!response.ok || !response.body)
    throw new Error(`"${url.pathname}" was answered with ${response.status}.`);
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
