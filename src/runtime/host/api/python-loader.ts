import type { PythonSupply } from '../../kernel/python-supply.ts';
import {
  PYTHON_FILES,
  type PythonFile,
  type FromPythonFiles,
  type PythonFileRequest,
  type PythonProgress,
  type PythonRuntime,
} from '../../protocol/python-runtime.ts';

/**
 * Makes what Python interpreters start from, of the files that the relay sends when asked: inflated and compiled while
 * they arrive, once for all kernels of this Worker. A failed attempt is forgotten, so that the next program tries again.
 */
export function pythonLoader(relay: MessagePort): PythonSupply {
  const arriving = new Map<PythonFile, ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>>();
  const listeners = new Set<(progress: PythonProgress) => void>();
  relay.onmessage = ({ data }: MessageEvent<FromPythonFiles>) => {
    switch (data.type) {
      case 'python-file-chunk':
        if (data.bytes === null) arriving.get(data.file)?.close();
        else arriving.get(data.file)?.enqueue(data.bytes);
        return;
      case 'python-file-failure':
        arriving.get(data.file)?.error(new Error(data.message));
        return;
      case 'python-progress':
        for (const listener of listeners) listener(data);
        return;
      case 'python-hint':
        // Whatever is wrong, the first program will say.
        supply.load().catch(() => undefined);
        return;
    }
  };
  const fetchFile = (file: PythonFile): ReadableStream<Uint8Array<ArrayBuffer>> => {
    const zipped = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => {
        arriving.set(file, controller);
        const request: PythonFileRequest = { type: 'python-file-request', file };
        relay.postMessage(request);
      },
    });
    return zipped.pipeThrough(new DecompressionStream('gzip'));
  };
  let loading: Promise<PythonRuntime> | undefined;
  const supply: PythonSupply = {
    load: () => {
      loading ??= load(fetchFile).catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    onProgress: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return supply;
}

async function load(
  fetchFile: (file: PythonFile) => ReadableStream<Uint8Array<ArrayBuffer>>,
): Promise<PythonRuntime> {
  const [loader, glue, machine, library] = PYTHON_FILES.map((file) => fetchFile(file)) as [
    ReadableStream,
    ReadableStream,
    ReadableStream,
    ReadableStream,
  ];
  const [loaderUrl, glueUrl, compiled, libraryBytes] = await Promise.all([
    scriptAddress(loader),
    scriptAddress(glue),
    WebAssembly.compileStreaming(new Response(machine, { headers: { 'Content-Type': 'application/wasm' } })),
    new Response(library).arrayBuffer(),
  ]);
  return { loaderUrl, glueUrl, machine: compiled, library: shared(libraryBytes) };
}

/** An address that every Worker of this origin can import the module from. */
async function scriptAddress(source: ReadableStream): Promise<string> {
  const bytes = await new Response(source).arrayBuffer();
  return URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
}

function shared(bytes: ArrayBuffer): Uint8Array<SharedArrayBuffer> {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  copy.set(new Uint8Array(bytes));
  return copy;
}
