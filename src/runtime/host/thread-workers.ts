import type { ThreadWorker } from '../kernel/thread-pool.ts';

/** What `frames/sandbox.ts` has left: a Worker that waits for its script. */
interface KernelRealm {
  waitingThread?: Worker | undefined;
}

/** Makes the Workers that threads run in. The first has been started already and only gets its script. */
export function threadWorkers(threadSource: string): () => ThreadWorker {
  const url = URL.createObjectURL(new Blob([threadSource], { type: 'text/javascript' }));
  return () => {
    const realm = globalThis as KernelRealm;
    const waiting = realm.waitingThread;
    realm.waitingThread = undefined;
    if (!waiting) return new Worker(url) as ThreadWorker;
    waiting.postMessage(threadSource);
    return waiting as ThreadWorker;
  };
}
