/**
 * What a Worker's global scope has and Node's has not. The host's modules capture these when they are evaluated, so this file is
 * imported before them.
 */
const realm = globalThis as Record<string, unknown>;

realm['postMessage'] ??= (): void => {};
realm['addEventListener'] ??= (): void => {};
