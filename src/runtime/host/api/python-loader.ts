import type { LoadedPython, PythonSupply } from '../../kernel/python-supply.ts';
import { isNeededAtOnce, PYTHON_FILES, type PythonProgress } from '../../protocol/python-runtime.ts';
import { PythonFiles } from './python-files.ts';
import { arrivingFile, copyInto, fill, makeParts } from './python-parts.ts';

/** Said before anything is fetched. @see https://caniuse.com/wf-wasm-jspi */
const NO_STACK_SWITCHING =
  'this browser cannot switch WebAssembly stacks (JSPI), which Python needs here; Chrome and Edge 137, Firefox 153 and Safari 27 can.';

/**
 * Makes what Python interpreters start from, of the files that the relay sends: inflated and compiled while they arrive,
 * once for all kernels of this Worker. A failed attempt is forgotten when all of it has ended, so that the next program
 * tries again.
 */
export function pythonLoader(relay: MessagePort): PythonSupply {
  const listeners = new Set<(progress: PythonProgress) => void>();
  let latest: PythonProgress | undefined;
  let isWhole = false;
  let isExpected = false;
  let onHint: (() => void) | undefined;
  const files = new PythonFiles(relay, {
    onProgress: (progress) => {
      latest = progress;
      for (const listener of listeners) listener(progress);
    },
    onHint: () => {
      if (onHint) onHint();
      else isExpected = true;
    },
  });

  let loading: Promise<LoadedPython> | undefined;
  const load = async (): Promise<LoadedPython> => {
    const sizes = await files.manifest;
    const { loaderUrl, glueUrl, machine, snapshot, snapshotIsHere } = makeParts(files, sizes);
    const all = [loaderUrl, glueUrl, machine, snapshotIsHere] as const;
    void Promise.allSettled(all).then((results) => {
      if (results.every(({ status }) => status === 'fulfilled')) return;
      for (const file of PYTHON_FILES) if (isNeededAtOnce(file)) files.forget(file);
      loading = undefined;
    });
    const complete = Promise.all(all).then(() => {
      isWhole = true;
    });
    // Whoever waits for a part of it hears of the failure, too.
    complete.catch(() => undefined);
    const runtime = {
      loaderUrl: await loaderUrl,
      glueUrl: await glueUrl,
      memoryBytes: sizes.snapshot.memoryBytes,
      snapshot,
      library: arrivingFile(sizes.library.inflatedBytes),
    };
    return { runtime, machine, complete };
  };

  let libraryIsLoading = false;
  return {
    load: () => {
      if (!('Suspending' in WebAssembly)) return Promise.reject(new Error(NO_STACK_SWITCHING));
      loading ??= load();
      return loading;
    },
    loadLibrary: () => {
      if (!loading || libraryIsLoading) return;
      libraryIsLoading = true;
      void loading
        .then(({ runtime: { library } }) =>
          fill(library, () => copyInto(library.bytes, files.open('library'))),
        )
        .catch(() => {
          // A program that waits for it goes on without; the next program tries again.
          files.forget('library');
          libraryIsLoading = false;
        });
    },
    onProgress: (listener) => {
      listeners.add(listener);
      if (latest && !isWhole) listener(latest);
      return () => listeners.delete(listener);
    },
    onHint: (listener) => {
      onHint = listener;
      if (isExpected) listener();
      isExpected = false;
    },
  };
}
