/** A thread that the kernel has started, as far as modules that run in one can tell. */
import './worker-realm.ts';
import { becomeThread } from '#runtime/thread/thread-state.ts';

becomeThread({
  type: 'start',
  pid: 7,
  ppid: 1,
  tid: 0,
  program: { interpreter: 'node', source: { kind: 'file', path: '/home/main.mjs' }, options: [] },
  argv: ['/usr/bin/node', '/home/main.mjs'],
  argv0: 'node',
  execArgv: [],
  execPath: '/usr/bin/node',
  env: {},
  cwd: '/home',
  processMemory: new SharedArrayBuffer(1024),
  terminal: null,
  processorCount: 2,
  startedAtMs: performance.timeOrigin,
  ipc: null,
  worker: null,
  segmentMemory: null,
});
