import type { PythonSupply } from '../../kernel/python-supply.ts';
import {
  ARRIVAL,
  type ArrivingFile,
  type FromPythonFiles,
  type PythonFile,
  type PythonFileRequest,
  type PythonManifest,
  type PythonProgress,
  type PythonRuntime,
} from '../../protocol/python-runtime.ts';
import { xorWithDataSegments } from '../../protocol/wasm-data-segments.ts';

/** Said before anything is fetched. @see https://caniuse.com/wf-wasm-jspi */
const NO_STACK_SWITCHING =
  'this browser cannot switch WebAssembly stacks (JSPI), which Python needs here; Chrome and Edge 137, Firefox 153 and Safari 27 can.';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Makes what Python interpreters start from, of the files that the relay sends when asked: inflated while they arrive and
 * compiled, once for all kernels of this Worker. A failed attempt is forgotten, so that the next program tries again.
 */
export function pythonLoader(relay: MessagePort): PythonSupply {
  const arriving = new Map<PythonFile, ReadableStreamDefaultController<Bytes>>();
  const listeners = new Set<(progress: PythonProgress) => void>();
  const { promise: manifest, resolve: setManifest } = Promise.withResolvers<PythonManifest>();
  relay.onmessage = ({ data }: MessageEvent<FromPythonFiles>) => {
    switch (data.type) {
      case 'python-files-ready':
        setManifest(data.manifest);
        return;
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
  const fetchFile = (file: PythonFile): ReadableStream<Bytes> => {
    const zipped = new ReadableStream<Bytes>({
      start: (controller) => {
        arriving.set(file, controller);
        const request: PythonFileRequest = { type: 'python-file-request', file };
        relay.postMessage(request);
      },
    });
    return zipped.pipeThrough(new DecompressionStream('gzip'));
  };

  let loading: Promise<PythonRuntime> | undefined;
  let libraryIsLoading = false;
  const supply: PythonSupply = {
    load: () => {
      if (!('Suspending' in WebAssembly)) return Promise.reject(new Error(NO_STACK_SWITCHING));
      loading ??= manifest
        .then((sizes) => load(fetchFile, sizes))
        .catch((error: unknown) => {
          loading = undefined;
          throw error;
        });
      return loading;
    },
    loadLibrary: () => {
      if (!loading || libraryIsLoading) return;
      libraryIsLoading = true;
      void loading.then(async ({ library }) => {
        // A program that waits for it goes on without; the next program tries again.
        libraryIsLoading = await fill(library, fetchFile('library'));
      });
    },
    onProgress: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return supply;
}

async function load(
  fetchFile: (file: PythonFile) => ReadableStream<Bytes>,
  manifest: PythonManifest,
): Promise<PythonRuntime> {
  const snapshot = sharedBytes(manifest.snapshot.inflatedBytes);
  const machine = new Uint8Array(manifest.machine.inflatedBytes);
  const [loaderUrl, glueUrl, compiled] = await Promise.all([
    scriptAddress(fetchFile('loader')),
    scriptAddress(fetchFile('glue')),
    copyInto(machine, fetchFile('machine')).then(() => WebAssembly.compile(machine)),
    copyInto(snapshot, fetchFile('snapshot')),
  ]);
  xorWithDataSegments(snapshot, machine);
  const library: ArrivingFile = {
    bytes: sharedBytes(manifest.library.inflatedBytes),
    state: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
  return { loaderUrl, glueUrl, machine: compiled, snapshot, library };
}

/** An address that every Worker of this origin can import the module from. */
async function scriptAddress(source: ReadableStream<Bytes>): Promise<string> {
  const bytes = await new Response(source).arrayBuffer();
  return URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
}

/** Fills the file and tells those who wait for it. @returns whether it could be had */
async function fill({ bytes, state }: ArrivingFile, source: ReadableStream<Bytes>): Promise<boolean> {
  Atomics.store(state, 0, ARRIVAL.awaited);
  const isHere = await copyInto(bytes, source).then(
    () => true,
    () => false,
  );
  Atomics.store(state, 0, isHere ? ARRIVAL.here : ARRIVAL.failed);
  Atomics.notify(state, 0);
  return isHere;
}

async function copyInto(target: Uint8Array, source: ReadableStream<Bytes>): Promise<void> {
  let offset = 0;
  for (const reader = source.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    target.set(value, offset);
    offset += value.length;
  }
}

function sharedBytes(size: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(size));
}
