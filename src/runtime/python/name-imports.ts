import type { SystemCallContext } from './system-call-context.ts';

const LOOPBACK = '127.0.0.1';
/** What `getaddrinfo` is given for an address; it makes nothing of any other text. */
const NUMERIC = /^[\d.]*$|:/;
/** `gethostname()` of the C library says "emscripten". */
const OWN_NAMES = /^(?:localhost|.*\.localhost|emscripten)\.?$/i;
/** No such name. musl numbers it as glibc does. */
const EAI_NONAME = -2;

/**
 * Names of hosts: Emscripten invents an address for each, so that a program without a network would look for its server
 * there. Here a name is this host's own, or nobody's.
 */
export function nameImports(context: SystemCallContext, allocate: (sizeBytes: number) => number) {
  const { memory } = context;
  let loopback = 0;

  return {
    getaddrinfo(node: number, service: number, hint: number, out: number) {
      const name = node === 0 ? '' : memory.string(node >>> 0);
      if (NUMERIC.test(name)) return context.own('getaddrinfo', node, service, hint, out);
      if (!OWN_NAMES.test(name)) return EAI_NONAME;
      return context.own('getaddrinfo', loopbackAddress(), service, hint, out);
    },
  };

  function loopbackAddress(): number {
    if (loopback !== 0) return loopback;
    const sizeBytes = LOOPBACK.length + 1;
    loopback = allocate(sizeBytes);
    memory.putString(LOOPBACK, loopback, sizeBytes);
    return loopback;
  }
}
