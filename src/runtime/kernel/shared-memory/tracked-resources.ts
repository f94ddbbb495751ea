import type { TrackedResource } from '../../protocol/shared-memory-calls.ts';
import type { Process } from '../process.ts';

/** Processes that `multiprocessing` has started one from another, and what they have named. */
interface Program {
  readonly processes: Set<Process>;
  readonly resources: Map<string, TrackedResource>;
}

/**
 * Names that no process has unlinked yet, by program. It does for all what `multiprocessing.resource_tracker` has a process
 * for: when the last process of a program has ended, killed or not, what it left behind is unlinked.
 */
export class TrackedResources {
  readonly #unlink: (resource: TrackedResource) => void;
  readonly #programs = new WeakMap<Process, Program>();

  constructor(unlink: (resource: TrackedResource) => void) {
    this.#unlink = unlink;
  }

  /** A process has started. @param starter whose program it belongs to, or `null` when it is one of its own */
  join(process: Process, starter: Process | null): void {
    const program: Program = (starter && this.#programs.get(starter)) ?? newProgram();
    this.#programs.set(process, program);
    program.processes.add(process);
    process.onExit(() => {
      program.processes.delete(process);
      if (program.processes.size > 0) return;
      for (const resource of program.resources.values()) this.#unlinkIfThere(resource);
    });
  }

  track(process: Process, resource: TrackedResource): void {
    this.#programs.get(process)?.resources.set(keyOf(resource), resource);
  }

  forget(process: Process, resource: TrackedResource): void {
    this.#programs.get(process)?.resources.delete(keyOf(resource));
  }

  /** A program may unlink a name without a word. */
  #unlinkIfThere(resource: TrackedResource): void {
    try {
      this.#unlink(resource);
    } catch {
      // It has.
    }
  }
}

function newProgram(): Program {
  return { processes: new Set(), resources: new Map() };
}

function keyOf({ kind, name }: TrackedResource): string {
  return `${kind} ${name}`;
}
