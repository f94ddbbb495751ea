import type { TrackedResource } from '../../protocol/shared-memory-calls.ts';
import type { Process } from '../process.ts';

interface Session {
  readonly processes: Set<Process>;
  readonly resources: Map<string, TrackedResource>;
}

/**
 * Names that no process has unlinked yet, by session. It does for all what `multiprocessing.resource_tracker` has a process
 * for: when the last process of a session has ended, killed or not, what it left behind is unlinked.
 */
export class TrackedResources {
  readonly #unlink: (resource: TrackedResource) => void;
  readonly #sessions = new Map<number, Session>();

  constructor(unlink: (resource: TrackedResource) => void) {
    this.#unlink = unlink;
  }

  /** A process has started: its session lives until it has ended. */
  join(process: Process): void {
    const session = this.#sessions.get(process.session) ?? newSession();
    this.#sessions.set(process.session, session);
    session.processes.add(process);
    process.onExit(() => {
      session.processes.delete(process);
      if (session.processes.size > 0) return;
      this.#sessions.delete(process.session);
      for (const resource of session.resources.values()) this.#unlinkIfThere(resource);
    });
  }

  track(process: Process, resource: TrackedResource): void {
    this.#sessions.get(process.session)?.resources.set(keyOf(resource), resource);
  }

  forget(process: Process, resource: TrackedResource): void {
    this.#sessions.get(process.session)?.resources.delete(keyOf(resource));
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

function newSession(): Session {
  return { processes: new Set(), resources: new Map() };
}

function keyOf({ kind, name }: TrackedResource): string {
  return `${kind} ${name}`;
}
