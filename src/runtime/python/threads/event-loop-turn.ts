/**
 * Makes a function that calls `callback` once the event loop has turned: after the messages and timers that wait now. A
 * message to oneself is the fastest way there is in a Worker; Node, where tests run, would deliver a thousand of them
 * before it looks at anything else.
 */
export function eventLoopTurn(callback: () => void): () => void {
  if (!('WorkerGlobalScope' in globalThis)) {
    const node = globalThis as unknown as { setImmediate(callback: () => void): void };
    return () => {
      node.setImmediate(callback);
    };
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = callback;
  return () => {
    port2.postMessage(undefined);
  };
}
