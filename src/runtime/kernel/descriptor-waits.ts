import { POLL, type PollRequest } from '../protocol/poll-events.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { OpenDescription } from './open-description.ts';
import type { Thread } from './thread.ts';

/** What is told whether it was asked for or not. */
const ALWAYS_TOLD = POLL.error | POLL.hangUp | POLL.invalid;

/** The events that hold now, for each request. */
export function pollDescriptors(table: DescriptorTable, requests: readonly PollRequest[]): number[] {
  return requests.map(({ fd, events }) => {
    const description = descriptionOf(table, fd);
    return description ? pollOne(description) & (events | ALWAYS_TOLD) : POLL.invalid;
  });
}

/** Threads that wait for something to happen to descriptors: `poll(2)` with a timeout. */
export class DescriptorWaits {
  readonly #waits = new WeakMap<Thread, Map<number, () => void>>();

  /**
   * Resolves when a request is met, when the time is over, or when the wait is cancelled.
   * @param timeoutMs negative = no limit
   */
  wait(
    thread: Thread,
    table: DescriptorTable,
    requests: readonly PollRequest[],
    timeoutMs: number,
    number: number,
  ): number[] | Promise<number[]> {
    const now = pollDescriptors(table, requests);
    if (timeoutMs === 0 || now.some((events) => events !== 0)) return now;
    // What a descriptor leads to is settled here: it may be closed and given away while this waits.
    const watched = requests.map(({ fd, events }) => ({
      description: descriptionOf(table, fd)!,
      wanted: events | ALWAYS_TOLD,
    }));
    const poll = (): number[] => watched.map(({ description, wanted }) => pollOne(description) & wanted);
    return new Promise((resolve) => {
      const stops: (() => void)[] = [];
      const finish = (): void => {
        clearTimeout(timer);
        for (const stop of stops) stop();
        this.#of(thread).delete(number);
        resolve(poll());
      };
      const timer = timeoutMs < 0 ? undefined : setTimeout(finish, timeoutMs);
      for (const { description } of watched) {
        const stop = description.watch?.(() => {
          if (poll().some((events) => events !== 0)) finish();
        });
        if (stop) stops.push(stop);
      }
      this.#of(thread).set(number, finish);
    });
  }

  /** Ends a wait of a thread, if it still waits. */
  cancel(thread: Thread, number: number): void {
    this.#of(thread).get(number)?.();
  }

  #of(thread: Thread): Map<number, () => void> {
    const known = this.#waits.get(thread);
    if (known) return known;
    const made = new Map<number, () => void>();
    this.#waits.set(thread, made);
    thread.onEnd(() => {
      for (const finish of [...made.values()]) finish();
    });
    return made;
  }
}

function descriptionOf(table: DescriptorTable, fd: number): OpenDescription | undefined {
  return table.has(fd) ? table.get(fd, 'poll') : undefined;
}

function pollOne(description: OpenDescription): number {
  return description.poll ? description.poll() : POLL.readable | POLL.writable;
}
