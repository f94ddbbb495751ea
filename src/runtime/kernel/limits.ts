/** How much one host may run at once; a program that asks for more gets EAGAIN, as from a system's own limits. */
export interface Limits {
  readonly processes: number;
  /** Threads of all processes together, main threads included. */
  readonly threads: number;
}

export const DEFAULT_LIMITS: Limits = { processes: 48, threads: 64 };
