/**
 * What every Worker of the sandbox starts with, the kernel's and the threads'. A Worker takes long to start; its code
 * comes by message meanwhile. The kernel's Worker starts the first thread's before it has its own code.
 */
import { type HostStart, KERNEL_WORKER_NAME, type ThreadSource } from '../protocol/host-messages.ts';

type Require = (name: string) => unknown;

if (self.name === KERNEL_WORKER_NAME) becomeKernel();
else awaitSource();

function awaitSource(): void {
  addEventListener(
    'message',
    ({ data: { source, partSources } }: MessageEvent<ThreadSource>) => {
      const becomeThread = evaluate(source) as (parts: typeof partSources) => void;
      becomeThread(partSources);
    },
    { once: true },
  );
}

function becomeKernel(): void {
  let spare: Worker | undefined = new Worker(location.href);
  addEventListener(
    'message',
    ({
      data: { kernelSource, kernelPartSources, threadSource, partSources },
      ports: [port, pythonFiles],
    }: MessageEvent<HostStart>) => {
      const message: ThreadSource = {
        type: 'thread-source',
        source: threadSource,
        partSources: Object.fromEntries(
          Object.entries(partSources).map(([name, source]) => [name, shared(source)]),
        ),
      };
      spare?.postMessage(message);
      const createWorker = (): Worker => {
        const worker = spare ?? new Worker(location.href);
        if (!spare) worker.postMessage(message);
        spare = undefined;
        return worker;
      };
      const startKernel = evaluate(kernelSource) as (require: Require) => typeof import('./api/host-api.ts');
      const { offerHost } = startKernel((name) => evaluate(kernelPartSources[name]!));
      if (!port || !pythonFiles) throw new Error('The kernel was started without its ports.');
      offerHost(port, pythonFiles, createWorker);
    },
    { once: true },
  );
}

function shared(bytes: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** An indirect eval: the text sees the global scope only. */
function evaluate(source: Uint8Array<ArrayBuffer>): unknown {
  return (0, eval)(new TextDecoder().decode(source));
}
