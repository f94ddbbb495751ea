import { cpSync, mkdirSync, mkdtempSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Fixtures that no test of ours reads, and that together weigh more than all others. */
const UNUSED =
  /^fixtures\/(wpt|snapshot|wasi|doc|source-map|sea|policy|errors|test-runner|permission|crypto|v8|webcrypto|tz)/;
const WANTED_FILE = /\.([cm]?[jt]s|json|txt|pem|wasm)$/;
const LARGEST_FIXTURE_BYTES = 60_000;

/** Makes a temporary folder with the tests, Node's `test/common`, and the fixtures that tests read. */
export function makeTestFolder(source: string, names: readonly string[]): string {
  const from = path.join(source, 'test');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-conformance-'));
  const isWanted = (file: string): boolean => {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats || UNUSED.test(path.relative(from, file))) return false;
    return stats.isDirectory() || (WANTED_FILE.test(file) && stats.size < LARGEST_FIXTURE_BYTES);
  };
  for (const part of ['common', 'fixtures']) {
    cpSync(path.join(from, part), path.join(folder, part), { recursive: true, filter: isWanted });
  }
  mkdirSync(path.join(folder, 'parallel'));
  for (const name of names) cpSync(path.join(from, 'parallel', name), path.join(folder, 'parallel', name));
  return folder;
}
