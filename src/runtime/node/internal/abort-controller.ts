/** What packages import from `abort-controller`, which every browser has had for years. */
export const { AbortController, AbortSignal } = globalThis;
