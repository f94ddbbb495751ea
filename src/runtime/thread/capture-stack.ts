/**
 * Writes the present stack into an object's `stack`, where the engine can (V8, recent Firefox and Safari).
 *
 * @param above the function whose frame, with those it called, is left out
 */
export function captureStack(holder: object, above?: (...args: never[]) => unknown): void {
  // Not in TypeScript's library, and replaced in Firefox when a thread starts.
  const { captureStackTrace } = Error as { captureStackTrace?: (holder: object, above?: unknown) => void };
  captureStackTrace?.(holder, above);
}
