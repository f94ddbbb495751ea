/** Sent from the `/headless` relay to its parent page: the host is on its way; comes with the port that Comlink speaks on. */
export interface HostReady {
  readonly type: 'init';
}

/** Sent from the `/headless` relay to its parent page: shown in the console by `@webcontainer/api`. */
export interface HostWarning {
  readonly type: 'warning';
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

/** Sent from the page to the `/headless` relay: a Python program may soon be started, so load what it needs. */
export interface PythonHint {
  readonly type: 'python-hint';
  /** Nobody has asked for a program yet: load it only if the browser's cache has all of it. */
  readonly onlyIfCached: boolean;
}

/** At the end of the relay's address: as if the hint had been sent at once. A fragment leaves the cached page the same. */
export const PYTHON_FRAGMENT = '#python';

/** Sent from the sandbox frame to the relay: its script runs and it can be started. */
export interface SandboxReady {
  readonly type: 'sandbox-ready';
}

/**
 * Sent from the relay to the sandbox frame and on to the kernel's Worker, with the host's port and one on which the kernel
 * asks for Python's files: what they shall run. The scripts travel as UTF-8, since buffers change hands where strings
 * would be copied from realm to realm.
 */
export interface HostStart {
  readonly type: 'host-start';
  /** A script whose value is a function of a `require` for the kernel's parts, which returns an object with `offerHost`. */
  readonly kernelSource: Uint8Array<ArrayBuffer>;
  /** Packages that the kernel evaluates at their first use, by name: scripts whose values are their exports. */
  readonly kernelPartSources: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** What every thread evaluates: a script whose value is a function of the parts' sources. */
  readonly threadSource: Uint8Array<ArrayBuffer>;
  /** What threads evaluate at its first use, by name. */
  readonly partSources: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

/** Sent to a Worker that has been created to be a thread, before all else: the script that makes it one. */
export interface ThreadSource {
  readonly type: 'thread-source';
  readonly source: Uint8Array<ArrayBuffer>;
  /** All threads read the same memory. */
  readonly partSources: Readonly<Record<string, Uint8Array<SharedArrayBuffer>>>;
}

/** The name of the Worker that is to be the kernel. Those of threads have none. */
export const KERNEL_WORKER_NAME = 'kernel';
