import { onKernelEvent } from '../thread/system-calls.ts';
import { writeOutput } from '../thread/output-ring.ts';
import type { TerminalSize } from '../protocol/thread-start.ts';
import type { ThreadSuspension } from './blocking.ts';
import { DescriptorFlags } from './descriptor-flags.ts';
import { type CreateModule, type KernelImports, kernelImports } from './kernel-imports.ts';
import { ProcessFacility, type ProcessIdentity } from './process-facility.ts';
import type { SharedMappings } from './shared-mappings.ts';
import { sharingFacilities } from './sharing-facilities.ts';
import type { KernelGate } from './system-call-context.ts';

/** What a thread is told of its process. */
type ProcessStart = ProcessIdentity & {
  readonly terminal: TerminalSize | null;
  /** Of what processes share; see `ThreadStart`. */
  readonly segmentMemory: SharedArrayBuffer | null;
};

/**
 * What an interpreter takes for its operating system: the kernel, once `connect` was called, and before that nothing but
 * the files of its own.
 */
export class OperatingSystem {
  readonly #flags = new DescriptorFlags();
  readonly #imports: KernelImports;
  #suspension: ThreadSuspension = {
    canSuspend: () => false,
    suspendAtNextCheck: () => undefined,
    blockBriefly: () => false,
    processorTime: undefined,
  };
  #terminal: TerminalSize | null = null;

  /** @param create makes Emscripten's module: the default export of Pyodide's `pyodide.asm.mjs` */
  constructor(create: CreateModule) {
    this.#imports = kernelImports(create, {
      flags: this.#flags,
      suspension: () => this.#suspension,
      terminal: { write: writeOutput, size: () => this.#terminal },
    });
  }

  /** For `loadPyodide`, in the place of what `create` makes. */
  get createModule(): CreateModule {
    return this.#imports.createModule;
  }

  /** From now on, a system call that would block suspends its green thread. */
  suspendWith(suspension: ThreadSuspension): void {
    this.#suspension = suspension;
  }

  /** What the process shares with others; to be made the same for all now and then, and at its end. */
  get mappings(): SharedMappings {
    return this.#imports.context().mappings;
  }

  /** Makes the interpreter a process. @returns the facilities of the Python side that need one */
  connect(kernel: KernelGate, identity: ProcessStart): Readonly<Record<string, object>> {
    this.#terminal = identity.terminal;
    onKernelEvent('resize', (size) => (this.#terminal = size));
    const context = this.#imports.context();
    const { segmentMemory } = identity;
    if (!segmentMemory) throw new Error('The kernel gave a Python process no memory to share with others.');
    context.connect(kernel, segmentMemory);
    const processes = new ProcessFacility(context.kernel, identity, this.#flags);
    onKernelEvent('child-exit', () => processes.childEnded());
    return { processes, ...sharingFacilities(context, this.#flags) };
  }
}
