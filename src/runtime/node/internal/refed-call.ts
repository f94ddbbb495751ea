import type { PendingCall } from '../../thread/system-calls.ts';

/** The system call of a stream or server that is under way, one after another: `ref()` and `unref()` hold for all of them. */
export class RefedCall {
  #call: PendingCall | null = null;
  #isRefed = true;

  get isPending(): boolean {
    return this.#call !== null;
  }

  /** Whether this is the call that is under way. */
  is(call: PendingCall): boolean {
    return this.#call === call;
  }

  begin(call: PendingCall): void {
    this.#call = call;
    if (!this.#isRefed) call.unref();
  }

  end(): void {
    this.#call = null;
  }

  /** Lets the thread end whatever comes of the call. */
  abandon(): void {
    this.#call?.unref();
  }

  ref(): void {
    this.#isRefed = true;
    this.#call?.ref();
  }

  unref(): void {
    this.#isRefed = false;
    this.#call?.unref();
  }
}
