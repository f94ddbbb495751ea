/** Something that a green thread waits for. `resume` may be called at any time after `begin`, also at once. */
export interface WaitOperation {
  begin(resume: (value?: unknown) => void): void;
  /** Nobody waits any more: `resume` will do nothing. */
  cancel(): void;
}

/** How a system call that would block gives the interpreter to other green threads. */
export interface ThreadSuspension {
  /** Whether the running thread can be suspended here: no frame of JavaScript lies below it. */
  canSuspend(): boolean;
  /**
   * Makes the running thread wait for this operation when CPython next looks for signals. The system call then answers
   * EINTR, upon which CPython looks for signals and makes the call again (PEP 475).
   */
  suspendAtNextCheck(operation: WaitOperation): void;
}
