/**
 * `node:os`. It tells the truth about the browser where the browser tells, and describes a small Linux otherwise: the host's files,
 * signals and commands are Linux's.
 *
 * @see https://nodejs.org/api/os.html
 */
import { ERRNO } from '../protocol/errno.ts';
import { SIGNALS } from '../protocol/signals.ts';
import { SYSTEM } from '../protocol/system-identity.ts';
import { native, thread } from '../thread/thread-state.ts';
import { validateInteger } from './internal/validators.ts';

const priority = {
  PRIORITY_LOW: 19,
  PRIORITY_BELOW_NORMAL: 10,
  PRIORITY_NORMAL: 0,
  PRIORITY_ABOVE_NORMAL: -7,
  PRIORITY_HIGH: -14,
  PRIORITY_HIGHEST: -20,
};

const home = '/home';

/** What the browser says of the memory of the machine: it rounds, and stops at 8 GiB. Some do not say. */
function totalMemoryBytes(): number {
  const { deviceMemory = 4 } = native.navigator as { deviceMemory?: number };
  return deviceMemory * 2 ** 30;
}

function environment(name: string): string | undefined {
  return (globalThis as unknown as { process: { env: Record<string, string | undefined> } }).process.env[
    name
  ];
}

function cpus(): object[] {
  return Array.from({ length: thread.processorCount }, () => ({
    model: 'unknown', // A browser does not tell; Node says the same where the system does not.
    speed: 0,
    times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
  }));
}

function withoutPrototype<Table extends object>(table: Table): Table {
  return Object.setPrototypeOf({ ...table }, null) as Table;
}

const os = {
  arch: () => 'x64',
  availableParallelism: () => thread.processorCount,
  cpus,
  endianness: () => (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 'LE' : 'BE'),
  freemem: () => {
    const { memory } = native.performance as { memory?: { usedJSHeapSize: number } };
    return totalMemoryBytes() - (memory?.usedJSHeapSize ?? 0);
  },
  getPriority: (pid = 0) => {
    validateInteger(pid, 'pid');
    return priority.PRIORITY_NORMAL;
  },
  homedir: () => environment('HOME') ?? home,
  hostname: () => SYSTEM.nodename,
  loadavg: () => [0, 0, 0],
  networkInterfaces: () => ({}),
  platform: () => 'linux',
  release: () => SYSTEM.release,
  setPriority: (...args: number[]) => {
    validateInteger(args.at(-1), 'priority', priority.PRIORITY_HIGHEST, priority.PRIORITY_LOW);
  },
  tmpdir: () => {
    const directory = environment('TMPDIR') ?? environment('TMP') ?? environment('TEMP') ?? '/tmp';
    return directory.length > 1 ? directory.replace(/\/$/, '') : directory;
  },
  totalmem: totalMemoryBytes,
  type: () => SYSTEM.sysname,
  userInfo: () => ({ uid: 0, gid: 0, username: 'root', homedir: home, shell: '/bin/sh' }),
  uptime: () => Number(((native.timeOrigin + native.now() - thread.startedAtMs) / 1000).toFixed(2)),
  version: () => SYSTEM.version,
  machine: () => SYSTEM.machine,
  constants: Object.freeze(
    withoutPrototype({
      UV_UDP_REUSEADDR: 4,
      dlopen: withoutPrototype({}),
      errno: withoutPrototype(
        Object.fromEntries(Object.entries(ERRNO).map(([name, [number]]) => [name, number])),
      ),
      signals: Object.freeze(withoutPrototype({ ...SIGNALS })),
      priority: withoutPrototype(priority),
      UV_UDP_REUSEPORT: 8,
    }),
  ),
  EOL: '\n',
  devNull: '/dev/null',
};

// As in Node these functions turn into their value where text is wanted: `${os.arch}`.
for (const name of [
  'availableParallelism',
  'arch',
  'endianness',
  'homedir',
  'hostname',
  'platform',
  'release',
  'tmpdir',
  'type',
  'uptime',
  'version',
  'machine',
  'freemem',
  'totalmem',
] as const) {
  Object.defineProperty(os[name], Symbol.toPrimitive, { value: () => os[name]() });
}

export default os;
