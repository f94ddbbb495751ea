/** Sent from the `/headless` relay to its parent page: the host is up; comes with the port that Comlink speaks on. */
export interface HostReady {
  readonly type: 'init';
}

/** Sent from the `/headless` relay to its parent page: shown in the console by `@webcontainer/api`. */
export interface HostWarning {
  readonly type: 'warning';
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

/** Sent from the sandbox frame to the relay: its script runs and it can be started. */
export interface SandboxReady {
  readonly type: 'sandbox-ready';
}

/** Sent from the relay to the sandbox frame, with the host's port: start a kernel from these sources. */
export interface SandboxStart {
  readonly type: 'sandbox-start';
  readonly kernelSource: string;
  readonly threadSource: string;
}

/** Sent from the sandbox frame to the kernel's Worker, with the host's port, after the kernel's script as bare text. */
export interface KernelStart {
  readonly type: 'kernel-start';
  /** The classic script that every thread's Worker runs. */
  readonly threadSource: string;
}
