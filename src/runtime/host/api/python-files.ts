import {
  type FromPythonFiles,
  type PythonFile,
  type PythonFileRequest,
  type PythonManifest,
  type PythonProgress,
} from '../../protocol/python-runtime.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Who hears what the relay sends besides files. */
export interface PythonFilesListener {
  onProgress(progress: PythonProgress): void;
  /** The page expects a Python program. */
  onHint(): void;
}

/** The kernel's side of the port on which the relay sends Python's files: when asked, or unasked after a hint. */
export class PythonFiles {
  /** What they are called and how large they are. */
  readonly manifest: Promise<PythonManifest>;
  readonly #relay: MessagePort;
  readonly #arrivals = new Map<PythonFile, Arrival>();
  readonly #attempts = new Map<PythonFile, number>();

  constructor(relay: MessagePort, listener: PythonFilesListener) {
    this.#relay = relay;
    const { promise, resolve } = Promise.withResolvers<PythonManifest>();
    this.manifest = promise;
    relay.onmessage = ({ data }: MessageEvent<FromPythonFiles>) => {
      switch (data.type) {
        case 'python-files-ready':
          resolve(data.manifest);
          return;
        case 'python-file-chunk':
          if (data.bytes === null) this.#arrivals.get(data.file)?.end();
          else this.#arrivals.get(data.file)?.add(data.bytes);
          return;
        case 'python-file-failure':
          this.#arrivals.get(data.file)?.fail(new Error(data.message));
          return;
        case 'python-progress':
          listener.onProgress(data);
          return;
        case 'python-expected':
          for (const file of data.coming) this.#expect(file);
          listener.onHint();
          return;
      }
    };
  }

  /** A file while it arrives, inflated. It is asked for unless it comes anyway. */
  open(file: PythonFile): ReadableStream<Bytes> {
    const isComing = this.#arrivals.has(file);
    const { stream } = this.#expect(file);
    if (!isComing) {
      const attempt = this.#attempts.get(file)!;
      const request: PythonFileRequest = { type: 'python-file-request', file, attempt };
      this.#relay.postMessage(request);
    }
    return stream.pipeThrough(new DecompressionStream('gzip'));
  }

  /** Makes that a file can be opened again. It must have arrived, or failed to. */
  forget(file: PythonFile): void {
    this.#arrivals.delete(file);
  }

  #expect(file: PythonFile): Arrival {
    const known = this.#arrivals.get(file);
    if (known) return known;
    const arrival = new Arrival();
    this.#arrivals.set(file, arrival);
    this.#attempts.set(file, (this.#attempts.get(file) ?? 0) + 1);
    return arrival;
  }
}

/** A file on its way, still gzipped. What comes after its end is another's. */
class Arrival {
  readonly stream: ReadableStream<Bytes>;
  #controller: ReadableStreamDefaultController<Bytes> | undefined;

  constructor() {
    this.stream = new ReadableStream({ start: (controller) => void (this.#controller = controller) });
  }

  add(bytes: Bytes): void {
    this.#controller?.enqueue(bytes);
  }

  end(): void {
    this.#controller?.close();
    this.#controller = undefined;
  }

  fail(error: Error): void {
    this.#controller?.error(error);
    this.#controller = undefined;
  }
}
