import type { LockAnswer, LockMode, LockRequest, NamedLock } from '../protocol/lock-calls.ts';
import type { Thread } from './thread.ts';

/** A request that holds its lock, or waits for it. */
interface Claim extends NamedLock {
  readonly thread: Thread;
  readonly lock: number;
}

/**
 * The named locks of one process. Requests are served in their order: a shared one does not pass an exclusive one that waits.
 *
 * @see https://w3c.github.io/web-locks/
 */
export class LockTable {
  readonly #held: Claim[] = [];
  readonly #waiting: Claim[] = [];
  readonly #known = new WeakSet<Thread>();

  request(thread: Thread, lock: number, { name, mode, ifAvailable, steal }: LockRequest): LockAnswer {
    const claim = { thread, lock, name, mode };
    const robbed: number[] = [];
    if (steal) {
      const victims = removeWhere(this.#held, (one) => one.name === name);
      for (const { thread: other, lock: stolen } of victims) {
        if (other === thread) robbed.push(stolen);
        else other.emit('lock-stolen', { lock: stolen });
      }
    } else if (!this.#isFree(name, mode) || this.#waiting.some((one) => one.name === name)) {
      if (ifAvailable) return { state: 'missed', robbed };
      this.#join(this.#waiting, claim);
      return { state: 'waiting', robbed };
    }
    this.#join(this.#held, claim);
    return { state: 'granted', robbed };
  }

  /** Returns the requests of the same thread that are granted by it; other threads are told. */
  release(thread: Thread, lock: number): number[] {
    const released = removeWhere(this.#held, (one) => one.thread === thread && one.lock === lock);
    return released.flatMap(({ name }) => this.#serve(name, thread));
  }

  query(thread: Thread): { held: NamedLock[]; pending: NamedLock[] } {
    const own = (claims: readonly Claim[]): NamedLock[] =>
      claims.filter((one) => one.thread === thread).map(({ name, mode }) => ({ name, mode }));
    return { held: own(this.#held), pending: own(this.#waiting) };
  }

  #isFree(name: string, mode: LockMode): boolean {
    const holders = this.#held.filter((one) => one.name === name);
    return holders.length === 0 || (mode === 'shared' && holders.every((one) => one.mode === 'shared'));
  }

  #join(claims: Claim[], claim: Claim): void {
    claims.push(claim);
    const { thread } = claim;
    if (this.#known.has(thread)) return;
    this.#known.add(thread);
    thread.onEnd(() => this.#drop(thread));
  }

  /** A thread is gone, and with it what it held. */
  #drop(thread: Thread): void {
    const isItsOwn = (one: Claim): boolean => one.thread === thread;
    const left = [...removeWhere(this.#waiting, isItsOwn), ...removeWhere(this.#held, isItsOwn)];
    for (const name of new Set(left.map((one) => one.name))) this.#serve(name, thread);
  }

  #serve(name: string, releaser: Thread): number[] {
    const granted: number[] = [];
    for (;;) {
      const next = this.#waiting.findIndex((one) => one.name === name);
      const claim = this.#waiting[next];
      if (!claim || !this.#isFree(name, claim.mode)) return granted;
      this.#waiting.splice(next, 1);
      this.#held.push(claim);
      if (claim.thread === releaser) granted.push(claim.lock);
      else claim.thread.emit('lock-granted', { lock: claim.lock });
    }
  }
}

function removeWhere(claims: Claim[], matches: (claim: Claim) => boolean): Claim[] {
  const removed = claims.filter(matches);
  const kept = claims.filter((claim) => !matches(claim));
  claims.splice(0, claims.length, ...kept);
  return removed;
}
