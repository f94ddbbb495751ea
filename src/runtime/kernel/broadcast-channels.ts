import { weightOf } from './message-weight.ts';
import type { Process } from './process.ts';
import type { Thread } from './thread.ts';

interface Member {
  readonly thread: Thread;
  readonly channel: number;
  readonly name: string;
}

/** Who has which `BroadcastChannel` open. Names are private to a process. */
export class BroadcastChannels {
  readonly #members = new Map<Process, Set<Member>>();

  /** Opens a channel for a thread until it leaves or ends. */
  join(thread: Thread, channel: number, name: string): void {
    const members = this.#members.get(thread.process) ?? new Set();
    this.#members.set(thread.process, members.add({ thread, channel, name }));
    thread.onEnd(() => this.#removeWhere(thread, () => true));
  }

  leave(thread: Thread, channel: number): void {
    this.#removeWhere(thread, (member) => member.channel === channel);
  }

  /** Delivers a value to every channel of the same name in other threads. */
  post(thread: Thread, channel: number, value: unknown): void {
    const members = this.#members.get(thread.process) ?? [];
    const sender = [...members].find((member) => member.thread === thread && member.channel === channel);
    if (!sender) return;
    const weight = weightOf(value);
    for (const member of members) {
      // Those of its own thread the sender has served itself.
      if (member.thread === thread || member.name !== sender.name) continue;
      member.thread.emit('channel-message', { channel: member.channel, value }, weight);
    }
  }

  #removeWhere(thread: Thread, matches: (member: Member) => boolean): void {
    const members = this.#members.get(thread.process);
    if (!members) return;
    for (const member of members) if (member.thread === thread && matches(member)) members.delete(member);
    if (members.size === 0) this.#members.delete(thread.process);
  }
}
