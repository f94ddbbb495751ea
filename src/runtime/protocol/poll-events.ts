/** The events of `poll(2)`, with Linux's bits. */
export const POLL = {
  readable: 0x01,
  writable: 0x04,
  /** Nobody will ever read what is written. */
  error: 0x08,
  /** Nobody will ever write again. */
  hangUp: 0x10,
  /** The descriptor is not open. */
  invalid: 0x20,
} as const;

/** What a caller of `poll(2)` wants to know of one descriptor. */
export interface PollRequest {
  readonly fd: number;
  /** Bits of `POLL`; `error`, `hangUp` and `invalid` are always told. */
  readonly events: number;
}
