import { readdirSync } from 'node:fs';
import path from 'node:path';

/** A module of CPython's tests, below `Lib/test`. */
export interface PythonModule {
  /** As Python imports it: `test_concurrent_futures.test_wait`. */
  readonly name: string;
  /** What it is counted with: `test_concurrent_futures`. */
  readonly group: string;
}

/** The modules that concern threads and processes; each of their failures needs a reason. */
const EXPLAINED = [
  'test_thread',
  'test_threading',
  'test_threading_local',
  'test_threadedtempfile',
  'test_threadsignals',
  'test_queue',
  'test_sched',
  'test_concurrent_futures',
  'test_multiprocessing_spawn',
  'test_multiprocessing_main_handling',
  'test_subprocess',
  'test_signal',
];

/** The modules of what those stand on. What passes must go on passing; the rest is counted. */
const COUNTED = [
  'test_asyncio',
  'test_io',
  'test_fileio',
  'test_tempfile',
  'test_os',
  'test_posix',
  'test_select',
  'test_selectors',
  'test_resource',
  'test_time',
];

export const PYTHON_GROUPS: readonly string[] = [...EXPLAINED, ...COUNTED];

/** Tests of bugs that CPython 3.14.2 itself has: they break its memory, and with it the tests behind them. */
export const BREAKING: readonly string[] = [
  // A text file is used after it has been freed.
  'test_io.CTextIOWrapperTest.test_issue142594',
  // A task that its finalizer registers again is freed all the same: stock Pyodide dies of it too.
  'test_asyncio.test_tasks.CIntrospectionTests.test_register_task_resurrection',
];

/** Finds the modules in a source tree; a package is split into its modules, which run one after the other. */
export function findPythonModules(source: string): PythonModule[] {
  const folder = path.join(source, 'Lib/test');
  const entries = new Map(readdirSync(folder, { withFileTypes: true }).map((entry) => [entry.name, entry]));
  return PYTHON_GROUPS.flatMap((group) => {
    if (entries.get(group)?.isDirectory()) {
      return readdirSync(path.join(folder, group))
        .filter((file) => /^test_.*\.py$/.test(file))
        .sort()
        .map((file) => ({ name: `${group}.${path.basename(file, '.py')}`, group }));
    }
    return entries.has(`${group}.py`) ? [{ name: group, group }] : [];
  });
}

/** Whether a failure in the group needs a reason. */
export function isExplained(group: string): boolean {
  return EXPLAINED.includes(group);
}
