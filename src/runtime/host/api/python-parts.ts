import { ARRIVAL, type ArrivingFile, type PythonManifest } from '../../protocol/python-runtime.ts';
import { xorWithDataSegments } from '../../protocol/wasm-data-segments.ts';
import type { PythonFiles } from './python-files.ts';
import { otherTasks, threadShare } from './thread-share.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** What interpreters start from, as it is made of the files. */
export interface PythonParts {
  readonly loaderUrl: Promise<string>;
  readonly glueUrl: Promise<string>;
  readonly machine: Promise<WebAssembly.Module>;
  readonly snapshot: ArrivingFile;
  /** Settles when the snapshot is whole or never will be. */
  readonly snapshotIsHere: Promise<void>;
}

/** Makes them while the files arrive, in the order in which an interpreter needs them: one thread inflates them all. */
export function makeParts(files: PythonFiles, sizes: PythonManifest): PythonParts {
  const machineBytes = new Uint8Array(sizes.machine.inflatedBytes);
  const snapshot = arrivingFile(sizes.snapshot.inflatedBytes);
  const loaderUrl = scriptAddress(files.open('loader'));
  const glueUrl = scriptAddress(files.open('glue'));
  const code = files.open('machine');
  const zippedSnapshot = files.open('snapshot');
  const machine = Promise.all([loaderUrl, glueUrl])
    .then(otherTasks)
    .then(() => WebAssembly.compileStreaming(asMachineCode(keepCopy(code, machineBytes))));
  const snapshotIsHere = fill(snapshot, async () => {
    // An interpreter needs it last.
    await machine;
    await copyInto(snapshot.bytes, zippedSnapshot);
    xorWithDataSegments(snapshot.bytes, machineBytes);
  });
  return { loaderUrl, glueUrl, machine, snapshot, snapshotIsHere };
}

/** Memory for a file that is to come. */
export function arrivingFile(sizeBytes: number): ArrivingFile {
  return {
    bytes: new Uint8Array(new SharedArrayBuffer(sizeBytes)),
    state: new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
  };
}

/** Fills an arriving file, and tells those who wait for it. */
export async function fill({ state }: ArrivingFile, write: () => Promise<void>): Promise<void> {
  const settle = (arrival: number): void => {
    Atomics.store(state, 0, arrival);
    Atomics.notify(state, 0);
  };
  Atomics.store(state, 0, ARRIVAL.awaited);
  try {
    await write();
    settle(ARRIVAL.here);
  } catch (error) {
    settle(ARRIVAL.failed);
    throw error;
  }
}

/** Writes what arrives into `target`. */
export async function copyInto(target: Uint8Array, source: ReadableStream<Bytes>): Promise<void> {
  let offset = 0;
  const share = threadShare();
  for (const reader = source.getReader(); ;) {
    await share();
    const { done, value } = await reader.read();
    if (done) return;
    target.set(value, offset);
    offset += value.length;
  }
}

/** An address that every Worker of this origin can import the module from. */
async function scriptAddress(source: ReadableStream<Bytes>): Promise<string> {
  const bytes = await new Response(source).arrayBuffer();
  return URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
}

/** What `compileStreaming` takes. */
function asMachineCode(body: ReadableStream<Bytes>): Response {
  return new Response(body, { headers: { 'Content-Type': 'application/wasm' } });
}

/** The same bytes, of which `target` gets a copy. */
function keepCopy(source: ReadableStream<Bytes>, target: Uint8Array): ReadableStream<Bytes> {
  const reader = source.getReader();
  const share = threadShare();
  let offset = 0;
  return new ReadableStream({
    pull: async (controller) => {
      await share();
      const { done, value } = await reader.read();
      if (done) {
        controller.close();
        return;
      }
      target.set(value, offset);
      offset += value.length;
      controller.enqueue(value);
    },
  });
}
