/** What Node adds to the error of a child that could not be started. */
export interface SpawnError extends Error {
  errno: number;
  code: string;
  syscall: string;
  path: string;
  spawnargs: readonly string[];
}

/** The errors of starting a child that Node reports by an 'error' event; all others it throws. */
const reported = new Set(['EACCES', 'EAGAIN', 'EMFILE', 'ENFILE', 'ENOENT']);

/** Whether Node reports this failure of the system call by an event. */
export function isReportedByEvent(error: unknown): error is { errno: number; code: string } {
  return reported.has((error as { code?: string } | null)?.code ?? '');
}

/** "spawn file ENOENT", as Node words it. */
export function spawnError(
  cause: { errno: number; code: string },
  call: 'spawn' | 'spawnSync',
  file: string,
  args: readonly string[],
): SpawnError {
  const syscall = `${call} ${file}`;
  return Object.assign(new Error(`${syscall} ${cause.code}`), {
    errno: cause.errno,
    code: cause.code,
    syscall,
    path: file,
    spawnargs: [...args],
  });
}
