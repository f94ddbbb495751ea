import type { KernelGate } from './system-call-context.ts';

/** The facility `files`: calls on files that the C library of the compiled CPython does not make. */
export class FileFacility {
  readonly #ask: KernelGate['callSync'];

  constructor(ask: KernelGate['callSync']) {
    this.#ask = ask;
  }

  /** Gives a file one more name. @throws SystemError */
  link(from: string, to: string): void {
    this.#ask('fs.link', from, to);
  }
}
