const realm = globalThis as unknown as DedicatedWorkerGlobalScope & typeof globalThis;

/**
 * The browser's own functions, captured before the reader's program runs. Everything in `thread/` and `node/` uses
 * these: the global names belong to the reader, who may replace or delete them.
 */
export const native = {
  postMessage: realm.postMessage.bind(realm) as (
    message: unknown,
    transfer?: readonly Transferable[],
  ) => void,
  addEventListener: realm.addEventListener.bind(realm),
  setTimeout: realm.setTimeout.bind(realm),
  clearTimeout: realm.clearTimeout.bind(realm),
  queueMicrotask: realm.queueMicrotask.bind(realm),
  structuredClone: realm.structuredClone.bind(realm),
  performance: realm.performance,
  now: realm.performance.now.bind(realm.performance),
  timeOrigin: realm.performance.timeOrigin,
  crypto: realm.crypto,
  /** Not where the browser does not count the sandbox as a secure context. */
  subtle: realm.crypto.subtle as SubtleCrypto | undefined,
  navigator: realm.navigator,
  /** A program that replaces `Atomics.wait` must not be handed the memory that the kernel answers in. */
  atomics: {
    add: Atomics.add,
    compareExchange: Atomics.compareExchange,
    exchange: Atomics.exchange,
    load: Atomics.load,
    notify: Atomics.notify,
    or: Atomics.or,
    store: Atomics.store,
    wait: Atomics.wait,
    /** Not in older browsers: messages then go through the kernel. */
    waitAsync: Atomics.waitAsync as typeof Atomics.waitAsync | undefined,
  },
  SharedArrayBuffer: realm.SharedArrayBuffer,
  Int32Array: realm.Int32Array,
  Uint8Array: realm.Uint8Array,
  MessageChannel: realm.MessageChannel,
  MessagePort: realm.MessagePort,
  MessageEvent: realm.MessageEvent,
  TextEncoder: realm.TextEncoder,
  TextDecoder: realm.TextDecoder,
  Blob: realm.Blob,
  createObjectURL: realm.URL.createObjectURL.bind(realm.URL),
  revokeObjectURL: realm.URL.revokeObjectURL.bind(realm.URL),
} as const;
