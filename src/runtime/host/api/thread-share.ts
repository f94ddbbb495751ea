/** How long a long work may keep the thread from a system call. */
const TURN_MS = 8;

/**
 * For a long work that waits only for promises that are settled already, as one with streams that have everything does: it
 * would keep the thread from all else until its end.
 *
 * @returns what to wait for before each small part of it
 */
export function threadShare(): () => Promise<void> {
  let turnStartMs = performance.now();
  return async () => {
    if (performance.now() - turnStartMs < TURN_MS) return;
    await otherTasks();
    turnStartMs = performance.now();
  };
}

/** Resolves when the thread has done what waits for it now. A timer would take longer, the more often it is set. */
export function otherTasks(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
