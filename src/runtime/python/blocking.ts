/**
 * Something of JavaScript's that a green thread can wait for, by `_interleave.scheduling.wait` in Python. It may begin several
 * times, one after another: a signal whose handler raises nothing cancels it, and then it begins again.
 */
export interface WaitOperation {
  /**
   * Arranges that `resume` is called once, at any time and perhaps at once, with what the wait shall return (converted to
   * Python as Pyodide does), or with nothing for None.
   */
  begin(resume: (value?: unknown) => void): void;
  /** Takes that back, since the time is up or a signal came: `resume` will do nothing. */
  cancel(): void;
}

/** How long threads have run, in milliseconds. */
export interface ProcessorTimes {
  /** Of all threads. */
  ofProcessMs(): number;
  /** Of the thread that runs. */
  ofThreadMs(): number;
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
  /**
   * Where no other thread could run anyway, waits in place, which takes no turn of the event loop: what another process is
   * about to do takes less time than one.
   *
   * @param wait blocks for this many milliseconds at most, and tells whether it got what it waited for
   * @returns that; `false` where it did not wait
   */
  blockBriefly(wait: (mostMs: number) => boolean): boolean;
  /** Unknown before there are threads. */
  readonly processorTime: ProcessorTimes | undefined;
}
