// Brings the folder to the state that package-lock.json describes. Runs on any Node ≥ 20, before anything is installed,
// so it uses nothing but Node itself.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The Node that every script of the project runs on, whatever the machine's own is. */
export const pinnedNode = path.join(
  root,
  'node_modules',
  '.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);

/**
 * Installs the packages of package-lock.json when `node_modules` is missing or was made from another lockfile.
 * Says what it does and how long it took.
 * @throws Error with a remedy when Node is too old or npm fails.
 */
export async function setUp() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(
      `Interleave needs Node 20 or newer to start, and this is ${process.version}. Install a newer Node (https://nodejs.org) and try again.`,
    );
  }
  const stampFile = path.join(root, 'node_modules', '.interleave-lockfile');
  const lockfile = readFileSync(path.join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lockfile).digest('hex');
  const isStamped = existsSync(stampFile);
  if (isStamped && readFileSync(stampFile, 'utf8') === wanted && existsSync(pinnedNode)) return;

  console.log(
    `Installing packages (${isStamped ? 'package-lock.json has changed' : 'node_modules is missing or incomplete'}) …`,
  );
  const startedAt = Date.now();
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new Error(
      `npm ci failed with exit code ${code}, so the packages are not installed. Check that the npm registry can be reached, then run the command again.`,
    );
  }
  if (!existsSync(pinnedNode)) {
    throw new Error(
      'npm ci finished, but the pinned Node (package "node") is not in node_modules/.bin: its install script did not run. Run `npm install-scripts approve node esbuild`, delete node_modules, and try again.',
    );
  }
  writeFileSync(stampFile, wanted);
  console.log(`Packages installed in ${secondsSince(startedAt)} s.`);
}

/**
 * Runs a command in the project's folder with the pinned Node first on the path; its output goes straight to the terminal.
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export function run(command, args) {
  const binaries = path.join(root, 'node_modules', '.bin');
  const env = {
    ...process.env,
    PATH: `${binaries}${path.delimiter}${process.env.PATH}`,
    ASTRO_TELEMETRY_DISABLED: '1',
  };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Seconds since `startedAt`, a time in milliseconds of the epoch, with one decimal. */
export function secondsSince(startedAt) {
  return ((Date.now() - startedAt) / 1000).toFixed(1);
}
