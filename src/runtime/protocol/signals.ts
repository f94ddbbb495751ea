/** Linux signal numbers by name, as `os.constants.signals` lists them. */
export const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGIOT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGCHLD: 17,
  SIGSTKFLT: 16,
  SIGCONT: 18,
  SIGSTOP: 19,
  SIGTSTP: 20,
  SIGTTIN: 21,
  SIGTTOU: 22,
  SIGURG: 23,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGVTALRM: 26,
  SIGPROF: 27,
  SIGWINCH: 28,
  SIGIO: 29,
  SIGPOLL: 29,
  SIGPWR: 30,
  SIGSYS: 31,
} as const;

export type SignalName = keyof typeof SIGNALS;

// Of two names for a number, the first is the signal's.
const NAMES = new Map<number, SignalName>(
  Object.entries(SIGNALS)
    .map(([name, number]) => [number, name as SignalName] as const)
    .toReversed(),
);

/** The name of a signal number, or `undefined` when Linux has no such signal. */
export function signalName(number: number): SignalName | undefined {
  return NAMES.get(number);
}

/** What a process does with a signal: the system's default, nothing, or an event for its main thread. */
export type SignalAction = 'default' | 'ignore' | 'handle';
