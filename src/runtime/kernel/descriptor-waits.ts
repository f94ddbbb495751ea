import { POLL, type PollRequest } from '../protocol/poll-events.ts';
import type { DescriptorTable } from './descriptor-table.ts';
import type { OpenDescription } from './open-description.ts';
import type { Thread } from './thread.ts';
import type { ThreadWaits } from './thread-waits.ts';

/** What is told whether it was asked for or not. */
const ALWAYS_TOLD = POLL.error | POLL.hangUp | POLL.invalid;

/** The events that hold now, for each request. */
export function pollDescriptors(table: DescriptorTable, requests: readonly PollRequest[]): number[] {
  return requests.map(({ fd, events }) => {
    const description = descriptionOf(table, fd);
    return description ? pollOne(description) & (events | ALWAYS_TOLD) : POLL.invalid;
  });
}

/**
 * Waits until a request is met, the time is over, or the wait is cancelled: `poll(2)` with a timeout.
 * @param timeoutMs negative = no limit
 */
export function awaitDescriptors(
  waits: ThreadWaits,
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
  const wait = waits.wait(thread, number, (finish) => {
    const timer = timeoutMs < 0 ? undefined : setTimeout(finish, timeoutMs);
    const stops = watched.map(({ description }) =>
      description.watch?.(() => {
        if (poll().some((events) => events !== 0)) finish();
      }),
    );
    return () => {
      clearTimeout(timer);
      for (const stop of stops) stop?.();
    };
  });
  return wait.then(poll);
}

function descriptionOf(table: DescriptorTable, fd: number): OpenDescription | undefined {
  return table.has(fd) ? table.get(fd, 'poll') : undefined;
}

function pollOne(description: OpenDescription): number {
  return description.poll ? description.poll() : POLL.readable | POLL.writable;
}
