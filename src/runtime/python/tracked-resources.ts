import type { TrackedResource } from '../protocol/shared-memory-calls.ts';
import type { KernelGate } from './system-call-context.ts';

/** The facility `resources`: the kernel unlinks what the processes of a program leave behind. */
export class TrackedResources {
  readonly #ask: KernelGate['callSync'];

  constructor(ask: KernelGate['callSync']) {
    this.#ask = ask;
  }

  track(kind: TrackedResource['kind'], name: string): void {
    this.#ask('resource.track', { kind, name });
  }

  forget(kind: TrackedResource['kind'], name: string): void {
    this.#ask('resource.forget', { kind, name });
  }
}
