/** Something that a program sees on the embedded host and would not see on real Node. */
export interface Difference {
  id: string;
  /** What differs, as a sentence; inline Markdown. */
  title: string;
  /** Why it cannot be otherwise, or is not yet; inline Markdown. */
  reason: string;
  /** The contract programs that skip because of it. */
  where?: string[];
}

/** The one list of differences: the contract tests skip by it, and the page "How it works" prints it. */
export const differences: Difference[] = [
  {
    id: 'no-network',
    title: 'Programs have no network.',
    reason:
      'They run in a sandboxed frame that may not reach out, so that code from a shared link cannot either.',
  },
  {
    id: 'no-native-addons',
    title: 'Native addons do not load.',
    reason: 'A browser runs JavaScript and WebAssembly, not machine code for an operating system.',
  },
  {
    id: 'hidden-state',
    title: '`console.log` shows a promise as pending, and a `Proxy` as its target.',
    reason:
      'Only the engine knows whether a promise is settled or an object is a proxy, and a page cannot ask it.',
    where: ['32-hidden-state'],
  },
  {
    id: 'memory-figures',
    title: '`process.memoryUsage()` is a lower bound: the memory that the host itself has given the thread.',
    reason: 'Browsers do not tell a Worker how large its heap is.',
  },
  {
    id: 'processor-time',
    title: '`process.cpuUsage()` counts the time since the start.',
    reason: 'Browsers do not tell a Worker how long it has run on a processor.',
  },
  {
    id: 'thrown-values',
    title: 'An uncaught value that is no `Error` is printed without the line that threw it.',
    reason: 'Only an error object remembers where it was made.',
  },
  {
    id: 'stopped-processes',
    title: '`SIGSTOP` and `SIGTSTP` do nothing.',
    reason: 'A Worker can be ended, but not paused.',
  },
];
