/** What `process.emitWarning` accepts as a description of the warning. */
export type WarningType = string | { type?: string; code?: string; detail?: string };

/** Emits a process warning. It goes by the global so that `events`, which `process` is made of, need not import `process`. */
export function emitWarning(warning: string | Error, type?: WarningType, code?: string): void {
  const { process } = globalThis as { process?: { emitWarning(...args: unknown[]): void } };
  process?.emitWarning(warning, type, code);
}

/** Emits a process warning that is printed at once, because the process may be about to end. */
export function emitWarningNow(message: string): void {
  const { process } = globalThis as { process?: { emit(name: string, ...args: unknown[]): boolean } };
  const warning = new Error(message);
  warning.name = 'Warning';
  process?.emit('warning', warning);
}
