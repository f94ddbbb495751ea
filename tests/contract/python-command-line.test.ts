import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostUnderTest, isEmbedded, skipReason } from './hosts/host-under-test.ts';
import type { Host, Outcome, ProgramRun } from './hosts/host.ts';
import { realNode } from './hosts/real-node.ts';

const FOLDER = 'python-command-line';

type Line = Pick<ProgramRun, 'args' | 'input' | 'env'>;

/** What a command line does; the machine's own CPython says what is right. */
const lines: Readonly<Record<string, Line>> = {
  'runs a file with its arguments': { args: ['attributes.py', 'a', '-b'] },
  'runs a compiled file': {
    args: [
      '-c',
      'import py_compile, subprocess, sys; subprocess.run([sys.executable, py_compile.compile("attributes.py", "attributes.pyc"), "x"])',
    ],
  },
  'runs a text': { args: ['-c', 'import sys; print(sys.argv, __name__, sys.path[0] == "")', 'x', '-c'] },
  'runs a text with a loop': { args: ['-c', 'for i in range(2):\n  print(i)\nprint("done")'] },
  'runs a package': { args: ['-m', 'package', 'x'] },
  'runs a module of a package': { args: ['-m', 'package.tool', 'x', 'y'] },
  'runs a module of the standard library': { args: ['-m', 'json.tool', '--compact'], input: '{"a": [1, 2]}' },
  'runs a folder': { args: ['folder', 'x'] },
  'runs standard input': { args: ['-', 'x'], input: 'import sys\nprint(sys.argv, __name__)\n' },
  'runs standard input without being told': { args: [], input: 'print(1 + 1)\n' },
  'is interactive': {
    args: ['-q', '-u', '-i'],
    input:
      'x = 1\nx + 1\nfor i in range(2):\n  print(i)\n\n1/0\nx = (\n3)\nimport __main__\n__main__.x, _\nif\n',
  },
  'is left by exit()': { args: ['-q', '-u', '-i'], input: 'print(1)\nexit(3)\nprint(2)\n' },
  'goes on interactively after a text': { args: ['-q', '-u', '-i', '-c', 'x = 1'], input: 'x\n' },
  'goes on interactively after a file that failed': {
    args: ['-q', '-u', '-i', 'failing.py'],
    input: 'import sys\nsys.last_value\n',
  },
  'goes on interactively after a file that exits': {
    args: ['-q', '-u', '-i', 'exiting.py'],
    input: 'x\nimport sys\nsys.last_value\n',
  },
  'runs PYTHONSTARTUP before a dialogue': {
    args: ['-q', '-u', '-i'],
    input: 'greet("you")\n',
    env: { PYTHONSTARTUP: 'library/greeting.py' },
  },
  'cannot open PYTHONSTARTUP': { args: ['-q', '-i'], input: '1\n', env: { PYTHONSTARTUP: 'nowhere.py' } },
  'has a place for compiled files': {
    args: ['-X', 'pycache_prefix=/tmp/there', '-c', 'import sys; print(sys.pycache_prefix)'],
  },
  'traces memory': {
    args: ['-c', 'import tracemalloc; print(tracemalloc.get_traceback_limit())'],
    env: { PYTHONTRACEMALLOC: '3' },
  },
  'imports from PYTHONPATH': {
    args: ['-c', 'import greeting; print(greeting.greet("you"))'],
    env: { PYTHONPATH: 'library' },
  },
  'ignores PYTHONPATH with -E': {
    args: ['-E', '-c', 'import importlib.util as u; print(u.find_spec("greeting"))'],
    env: { PYTHONPATH: 'library' },
  },
  'puts no directory first with -P': { args: ['-P', '-c', 'import sys; print("" in sys.path)'] },
  'leaves assertions out with -O': {
    args: ['-O', '-c', 'import greeting; print(greeting.greet("")); assert False; print(__debug__)'],
    env: { PYTHONPATH: 'library' },
  },
  'turns warnings into errors with -W': {
    args: [
      '-W',
      'error',
      '-c',
      'import warnings\ntry: warnings.warn("careful")\nexcept UserWarning as e: print(repr(e))',
    ],
  },
  'hears PYTHONWARNINGS': {
    args: ['-c', 'import sys, warnings; print(sys.warnoptions); warnings.warn("quiet")'],
    env: { PYTHONWARNINGS: 'ignore' },
  },
  'shows its options in sys.flags': {
    args: [
      '-Ibqs',
      '-X',
      'dev',
      '-c',
      'import sys; f = sys.flags; print(f.isolated, f.ignore_environment, f.bytes_warning, f.quiet, f.no_user_site, f.dev_mode, sys._xoptions)',
    ],
  },
  'writes each piece at once with -u': {
    args: ['-u', '-c', 'import os, sys; sys.stdout.write("a"); os.write(1, b"b"); sys.stdout.write("c\\n")'],
  },
  'keeps pieces back without -u': {
    args: ['-c', 'import os, sys; sys.stdout.write("a"); os.write(1, b"b"); sys.stdout.write("c\\n")'],
  },
  'skips the first line with -x': { args: ['-x', 'batch.py'] },
  'ends with no code': { args: ['-c', 'import sys; print("x"); sys.exit()'] },
  'ends with a code': { args: ['-c', 'raise SystemExit(3)'] },
  'ends with a code beyond a byte': { args: ['-c', 'raise SystemExit(259)'] },
  'ends with a negative code': { args: ['-c', 'raise SystemExit(-1)'] },
  'ends with a truth': { args: ['-c', 'raise SystemExit(True)'] },
  'ends with a message': { args: ['-c', 'import sys; sys.exit("no such luck")'] },
  'ends at once': {
    args: ['-c', 'import atexit, os; atexit.register(print, 1); print(2, flush=True); os._exit(5)'],
  },
  'shows an uncaught exception and its cause': { args: ['failing.py'] },
  'shows a syntax error': { args: ['broken.py'] },
  'shows an exception without a message': { args: ['-c', 'raise Exception'] },
  'asks excepthook': { args: ['hooks.py'] },
  'shows an error in excepthook': { args: ['hooks.py', 'fail'] },
  'lets excepthook end it': { args: ['hooks.py', 'exit'] },
  'dies of SIGINT when nobody catches KeyboardInterrupt': { args: ['-c', 'raise KeyboardInterrupt'] },
  'ends in order': { args: ['ending.py'] },
  'says that it cannot open a file': { args: ['nowhere.py'] },
  'says that there is no module': { args: ['-m', 'nowhere'] },
  'refuses an unknown option': { args: ['-z'] },
  'misses an argument': { args: ['-W'] },
  'has closed its output': { args: ['-c', 'import sys; print(1); sys.stdout.close()'] },
};

let reference: Host | undefined;
let host: Host | undefined;

beforeAll(async () => {
  if (skipReason) return;
  [reference, host] = await Promise.all([realNode(), hostUnderTest()]);
  const folder = path.join(import.meta.dirname, FOLDER);
  await Promise.all([reference.mount(FOLDER, folder), host.mount(FOLDER, folder)]);
});

afterAll(async () => {
  await Promise.all([reference?.dispose(), host?.dispose()]);
});

const does = 'python3 does in the page what it does on the machine';

describe.skipIf(skipReason ?? !isEmbedded)(skipReason ? `${does}: ${skipReason}` : does, () => {
  it.each(Object.entries(lines))('%s', async (_title, line) => {
    const run = { folder: FOLDER, command: 'python3' as const, ...line };
    const [expected, actual] = await Promise.all([reference!.run(run), host!.run(run)]);
    expect(comparable(actual)).toEqual(comparable(expected));
  });
});

/**
 * Takes away what the version or the place of an interpreter decides: its path, the marks beneath the lines of a traceback,
 * and the line of a text after `-c`, which 3.13 began to show.
 */
function comparable({ output, exitCode }: Outcome): Outcome {
  const text = output
    .replace(/\S*\bpython3?(?=:| \[option\])/g, '<python>')
    .replace(/^ +[~^]+\n/gm, '')
    .replace(/(File "<string>", line \d+.*\n) {4}.*\n/g, '$1');
  return { output: text, exitCode };
}
