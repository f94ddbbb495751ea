import type { EventEmitter } from '../events.ts';
import type { Writable } from './stream-types.ts';

/** The part of `process` that threads and children need. */
export interface ProcessObject extends EventEmitter {
  env: Record<string, string | undefined>;
  execPath: string;
  argv: string[];
  exitCode: number | string | null | undefined;
  execArgv: string[];
  stdout: Writable;
  stderr: Writable;
  connected?: boolean;
  channel?: unknown;
  cwd(): string;
  nextTick(callback: (...args: never[]) => void, ...args: unknown[]): void;
  emitWarning(warning: string | Error, type?: string, code?: string): void;
}

/** `process`, by the global: a program that has changed its environment or its directory has changed this one. */
export function processObject(): ProcessObject {
  return (globalThis as unknown as { process: ProcessObject }).process;
}
