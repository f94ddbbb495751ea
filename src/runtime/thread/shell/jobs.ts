import { callSync } from '../system-calls.ts';
import { statusOf } from './process-commands.ts';

/** A command that runs beside the shell. */
interface Job {
  readonly number: number;
  readonly pid: number;
  readonly text: string;
}

/** The commands that a shell has started with `&` and not waited for. */
export class Jobs {
  readonly #jobs: Job[] = [];
  /** `$!` */
  lastPid = '';

  add(pid: number, text: string): void {
    const number = (this.#jobs.at(-1)?.number ?? 0) + 1;
    this.#jobs.push({ number, pid, text });
    this.lastPid = String(pid);
  }

  /** The pid that `%1` stands for; anything else as it is. */
  pidOf(name: string): string {
    return String(this.#named(name)?.pid ?? name);
  }

  /** Waits for all of them, and answers 0, or for those that are named, of which the last answers. */
  wait(names: readonly string[]): number {
    const wanted = names.length === 0 ? [...this.#jobs] : names.map((name) => this.#named(name));
    let status = 0;
    for (const job of wanted) {
      status = job ? statusOf(callSync('process.wait', job.pid)) : 127;
      if (job) this.#jobs.splice(this.#jobs.indexOf(job), 1);
    }
    return names.length === 0 ? 0 : status;
  }

  /** The lines that `jobs` prints. */
  list(): string {
    const running = new Set(callSync('process.list').map(({ pid }) => pid));
    return this.#jobs
      .map(({ number, pid, text }, index) => {
        const mark = ['+', '-'][this.#jobs.length - 1 - index] ?? ' ';
        const state = (running.has(pid) ? 'Running' : 'Done').padEnd(26);
        return `[${number}] ${mark} ${state}${text}\n`;
      })
      .join('');
  }

  #named(name: string): Job | undefined {
    if (name === '%%' || name === '%+') return this.#jobs.at(-1);
    return this.#jobs.find(({ number, pid }) => name === `%${number}` || name === String(pid));
  }
}
