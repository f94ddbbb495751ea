import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One of Node's own tests, or the reason why it says nothing about the host. */
export interface NodeTest {
  readonly name: string;
  readonly group: string;
  /** Why the test cannot be asked of a host that has only Node's public API; undefined for a candidate. */
  readonly rejected: string | undefined;
}

/** The groups of tests that concern threads, processes and what they stand on, by the beginning of their names. */
export const TEST_GROUPS = [
  'test-worker',
  'test-child-process',
  'test-messageport',
  'test-messagechannel',
  'test-broadcastchannel',
  'test-atomics',
  'test-structuredClone',
  'test-process-exit',
  'test-process-beforeexit',
  'test-timers',
  'test-event-emitter',
  'test-async-local-storage',
  'test-cluster',
] as const;

/** What a test may import. The list is fixed, so that the number of tests does not move with the host. */
const MODULES = new Set(
  (
    'assert assert/strict async_hooks buffer child_process console constants crypto diagnostics_channel events fs ' +
    'fs/promises module os path perf_hooks process querystring readline stream stream/promises string_decoder timers ' +
    'timers/promises tty url util util/types v8 vm worker_threads'
  ).split(' '),
);

/** What tests of `cluster` may import besides. */
const MODULES_OF_CLUSTER = new Set(['cluster', 'http', 'net']);

/** Reads the tests of a Node source tree and says which of them use nothing but the public API of such modules. */
export function readNodeTests(source: string): NodeTest[] {
  const folder = path.join(source, 'test/parallel');
  return readdirSync(folder)
    .filter((file) => /\.[cm]?js$/.test(file))
    .sort()
    .flatMap((name) => {
      const group = TEST_GROUPS.find((prefix) => name.startsWith(prefix));
      if (group === undefined) return [];
      return { name, group, rejected: rejection(name, readFileSync(path.join(folder, name), 'utf8')) };
    });
}

function rejection(name: string, code: string): string | undefined {
  const flags = [...code.matchAll(/^\/\/ Flags:(.*)$/gm)].map(([, text]) => text!.trim()).join(' ');
  if (/--expose[-_]internals/.test(flags) || /require\(['"]internal\/|internalBinding\(/.test(code)) {
    return 'uses the internals of Node';
  }
  if (code.includes('process.binding(')) return 'uses the internals of Node';
  if (/\.node['"]|build\/\$\{common\.buildType|napi|addons/.test(code)) return 'loads a native addon';
  if (/(require\(|from )['"](node:)?inspector|--inspect/.test(code)) return 'uses the inspector';
  if (/--expose[-_]gc|global(This)?\.gc\b|\bgc\(/.test(flags + code)) return 'forces garbage collection';
  if (flags !== '') return `needs the flags ${flags}`;
  if (/getHeapSnapshot|writeHeapSnapshot|heapdump/.test(code)) return 'takes heap snapshots';
  if (name.startsWith('test-child-process') && /setuid|setgid|\buid:|\bgid:/.test(code)) {
    return 'changes the user';
  }
  if (/-win|windows-hide/.test(name)) return 'is for Windows';
  const modules = [...code.matchAll(/(?:require\(|from )['"](?:node:)?([\w/]+)['"]/g)].map(([, id]) => id!);
  const mayServe = name.startsWith('test-cluster');
  const others = [
    ...new Set(modules.filter((id) => !MODULES.has(id) && !(mayServe && MODULES_OF_CLUSTER.has(id)))),
  ];
  return others.length > 0 ? `uses ${others.join(', ')}` : undefined;
}
