import type { ErrnoCode } from '../../protocol/errno.ts';
import { callError, type CallError } from './call-error.ts';

/** The error of a child that could not be started. */
export interface SpawnError extends CallError {
  path: string;
  spawnargs: readonly string[];
}

/** Why the kernel did not start a child. */
export interface ReportedError {
  readonly errno: number;
  readonly code: ErrnoCode;
}

/** The errors of starting a child that Node reports by an 'error' event; all others it throws. */
const reported = new Set(['EACCES', 'EAGAIN', 'EMFILE', 'ENFILE', 'ENOENT']);

/** Whether Node reports this failure of the system call by an event. */
export function isReportedByEvent(error: unknown): error is ReportedError {
  return reported.has((error as { code?: string } | null)?.code ?? '');
}

/** "spawn file ENOENT", as Node words it. */
export function spawnError(
  code: ErrnoCode,
  call: 'spawn' | 'spawnSync',
  file: string,
  args: readonly string[],
): SpawnError {
  return Object.assign(callError(`${call} ${file}`, code), { path: file, spawnargs: [...args] });
}
