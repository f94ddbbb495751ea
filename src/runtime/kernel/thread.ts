import type { KernelEvents, KernelEventType } from '../protocol/kernel-events.ts';
import type { KernelToThread } from '../protocol/thread-messages.ts';
import type { Process } from './process.ts';

/** A running thread: one Worker, seen from the kernel. */
export interface Thread {
  /** Unique in the host, never reused. */
  readonly uid: number;
  /** 0 is the main thread of its process. */
  readonly tid: number;
  readonly process: Process;
  /** The thread that started this worker; `null` for a main thread. */
  readonly owner: Thread | null;
  readonly ended: boolean;
  post(message: KernelToThread, transfer?: readonly Transferable[]): void;
  /** Tells the thread something; an ended thread hears nothing. */
  emit<Type extends KernelEventType>(event: Type, detail: KernelEvents[Type]): void;
  /** Runs when the thread has ended, however it did. */
  onEnd(callback: () => void): void;
}
