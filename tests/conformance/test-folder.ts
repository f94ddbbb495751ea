import { cpSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Fixtures that no test of ours reads, and that together weigh more than all others. */
const UNUSED =
  /^fixtures\/(wpt|snapshot|wasi|doc|source-map|sea|policy|errors|test-runner|permission|crypto|v8|webcrypto|tz)/;
const WANTED_FILE = /\.([cm]?[jt]s|json|txt|pem|wasm)$/;
const LARGEST_FIXTURE_BYTES = 60_000;

/**
 * What Node's `test/common` does with modules that a test of threads and processes is not about. The host has no network
 * and no cluster, and refuses to import them.
 */
const STAND_INS: [found: string, instead: string][] = [
  [
    "const net = require('net');",
    'const net = { getDefaultAutoSelectFamilyAttemptTimeout: () => 250, setDefaultAutoSelectFamilyAttemptTimeout() {} };',
  ],
  ["require('cluster').isPrimary", 'true'],
];

/** Makes a temporary folder with the tests, Node's `test/common` with stand-ins, and the fixtures that tests read. */
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
  putStandIns(path.join(folder, 'common/index.js'));
  return folder;
}

function putStandIns(file: string): void {
  let code = readFileSync(file, 'utf8');
  for (const [found, instead] of STAND_INS) {
    if (!code.includes(found))
      throw new Error(`Node's test/common/index.js has no \`${found}\` to stand in for.`);
    code = code.replaceAll(found, instead);
  }
  writeFileSync(file, code);
}
