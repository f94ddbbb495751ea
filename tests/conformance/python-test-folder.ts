import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { PythonModule } from './python-tests.ts';

/** What tests import or start beside the modules that are not tests themselves. */
const SUPPORT = ['__init__.py', 'support', 'subprocessdata', 'certdata', 'data'];
const LARGEST_FILE_BYTES = 500_000;

/**
 * `test.support` concludes from the name of the platform that nothing can start a thread or a process or open a socket.
 * Whether that is so is what the tests are for.
 */
const STAND_INS: readonly (readonly [file: string, found: string, instead: string])[] = [
  ['support/__init__.py', 'is_emscripten = sys.platform == "emscripten"', 'is_emscripten = False'],
  ['support/threading_helper.py', 'return sys._emscripten_info.pthreads', 'return True'],
];

/**
 * Makes a temporary folder with the package `test`, as far as the modules need it, and the script that runs them.
 * A test is left as CPython has it: a copy of the suite in another project may carry decorators of that project's own.
 */
export function makePythonTestFolder(source: string, modules: readonly PythonModule[]): string {
  const from = path.join(source, 'Lib/test');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-conformance-'));
  const to = path.join(folder, 'test');
  mkdirSync(to);
  const wanted = new Set([
    ...SUPPORT,
    ...modules.map(({ group }) => group),
    ...modules.map(({ group }) => `${group}.py`),
  ]);
  for (const name of readdirSync(from)) {
    const isHelper = name.endsWith('.py') && !name.startsWith('test_');
    if (isHelper || wanted.has(name))
      cpSync(path.join(from, name), path.join(to, name), { recursive: true, filter: isWanted });
  }
  for (const file of pythonFilesBelow(to)) {
    const text = readFileSync(file, 'utf8');
    const original = withoutForeignMarks(text);
    if (original !== text) writeFileSync(file, original);
  }
  for (const standIn of STAND_INS) putStandIn(to, standIn);
  cpSync(path.join(import.meta.dirname, 'run_python_tests.py'), path.join(folder, 'run_python_tests.py'));
  return folder;
}

function putStandIn(folder: string, [name, found, instead]: (typeof STAND_INS)[number]): void {
  const file = path.join(folder, name);
  const code = readFileSync(file, 'utf8');
  if (!code.includes(found)) throw new Error(`CPython's test/${name} has no \`${found}\` to stand in for.`);
  writeFileSync(file, code.replace(found, instead));
}

/** A method that only carries such a mark to the one it overrides, and whose frame would be one too many. */
const FOREIGN_OVERRIDE =
  /^( *)@.*RUSTPYTHON.*\n\1(?:async )?def (\w+)\(self\):\n\1 {4}return (?:await )?super\(\)\.\2\(\)\n/gm;

/** Takes out the decorators by which RustPython, whose repository holds a copy of the suite, marks what it lacks. */
export function withoutForeignMarks(text: string): string {
  const lines = text.replace(FOREIGN_OVERRIDE, '$1pass\n').split('\n');
  const kept: string[] = [];
  for (let start = 0; start < lines.length;) {
    const end = lines[start]!.trimStart().startsWith('@') ? endOfDecorator(lines, start) : start + 1;
    const statement = lines.slice(start, end);
    if (
      end - start > 0 &&
      !(isDecorator(statement) && statement.some((line) => line.includes('RUSTPYTHON')))
    ) {
      kept.push(...statement);
    }
    start = end;
  }
  return kept.join('\n');
}

function isDecorator([first]: readonly string[]): boolean {
  return first?.trimStart().startsWith('@') ?? false;
}

/** The line behind the decorator that begins at `start`, whose parentheses may span several. */
function endOfDecorator(lines: readonly string[], start: number): number {
  let depth = 0;
  for (let at = start; at < lines.length; at += 1) {
    const code = lines[at]!.replace(/"[^"]*"|'[^']*'/g, '').replace(/#.*/, '');
    depth += (code.match(/[([{]/g) ?? []).length - (code.match(/[)\]}]/g) ?? []).length;
    if (depth <= 0) return at + 1;
  }
  return lines.length;
}

function isWanted(file: string): boolean {
  const stats = statSync(file);
  return stats.isDirectory() ? path.basename(file) !== '__pycache__' : stats.size < LARGEST_FILE_BYTES;
}

function pythonFilesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.py'))
    .map((file) => path.join(folder, file));
}
