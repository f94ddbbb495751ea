import type { PythonRuntime } from '../protocol/python-runtime.ts';
import { send } from '../thread/system-calls.ts';
import type { CreateModule } from './kernel-imports.ts';
import { mountLibrary } from './library-file.ts';
import { OperatingSystem } from './operating-system.ts';
import type { LoadPyodide } from './pyodide.ts';
import { snapshotToCome } from './snapshot-to-come.ts';
import { bootInterpreter, type Interpreter } from './start-interpreter.ts';
import { installThreads } from './threads/install-threads.ts';
import { PendingSignals } from './threads/pending-signals.ts';

/** An interpreter that has booted from the snapshot, and is no process yet. */
export interface BootedInterpreter extends Interpreter {
  readonly system: OperatingSystem;
}

/** Boots an interpreter from what the kernel has loaded, or still loads: it waits for each part where it needs it. */
export async function bootInWorker(
  { loaderUrl, glueUrl, memoryBytes, snapshot, library }: PythonRuntime,
  machine: Promise<WebAssembly.Module>,
): Promise<BootedInterpreter> {
  // Pyodide takes a Worker that has it for one that cannot import modules.
  Reflect.deleteProperty(globalThis, 'importScripts');
  const [{ loadPyodide }, { default: createPyodideModule }] = (await Promise.all([
    import(loaderUrl),
    import(glueUrl),
  ])) as [{ readonly loadPyodide: LoadPyodide }, { readonly default: CreateModule }];
  const system = new OperatingSystem(createPyodideModule);
  const restore = answerFetches(machine);
  try {
    const toCome = snapshotToCome(snapshot, memoryBytes);
    const pyodide = await bootInterpreter({
      loadPyodide,
      source: {
        indexURL: INDEX_URL,
        createPyodideModule: async (settings) => toCome.awaitedBy(await system.createModule(settings)),
        _loadSnapshot: toCome.view,
      },
    });
    mountLibrary(pyodide.FS, library, () => send('python.library'));
    return { pyodide, system, scheduler: installThreads(pyodide, new PendingSignals()) };
  } finally {
    restore();
  }
}

/** Where Pyodide believes its files to be. */
const INDEX_URL = 'https://pyodide.invalid/';

/** While Pyodide starts, what it fetches and compiles is what we have. The sandbox reaches no network anyway. */
function answerFetches(machine: Promise<WebAssembly.Module>): () => void {
  const { fetch, URL } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  // Nothing is relative to a blob's address. V8 would parse the megabyte of the glue once more to say where that was thrown.
  globalThis.URL = class extends URL {
    constructor(url: string | URL, base?: string | URL) {
      super(url, String(base).startsWith('blob:') ? INDEX_URL : base);
    }
  };
  globalThis.fetch = (input) => {
    const url = input instanceof Request ? input.url : String(input);
    if (/\.(wasm|zip)$/.test(url)) return Promise.resolve(new Response());
    return Promise.reject(
      new Error(`Nothing but the host's own files can be fetched here, and not "${url}".`),
    );
  };
  WebAssembly.instantiateStreaming = async (_source, imports) => {
    const module = await machine;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  return () => {
    globalThis.URL = URL;
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}
