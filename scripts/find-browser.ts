import { execFileSync, spawnSync } from 'node:child_process';
import { findProgram, isExecutable } from './find-program.ts';

const usual = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium or Chrome: `CHROME_PATH` first, then the usual names, then Debian's package where it may be installed.
 * @throws Error that says how to get one when there is none.
 */
export function findBrowser(): string {
  const chosen = process.env['CHROME_PATH'];
  if (chosen !== undefined) {
    if (isExecutable(chosen)) return chosen;
    throw new Error(
      `CHROME_PATH is "${chosen}", and no program is there. Set it to a Chromium or Chrome, or unset it.`,
    );
  }
  const found = findProgram(usual);
  if (found !== undefined) return found;
  if (installFromDebian()) {
    const installed = findProgram(usual);
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'The browser tests need Chromium or Chrome, and none was found. Install one (on Debian or Ubuntu: `sudo apt-get install chromium`), or set CHROME_PATH to its program.',
  );
}

/** Installs Debian's package when this is Debian and we are root; says whether it did. */
function installFromDebian(): boolean {
  const mayInstall = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (!mayInstall) return false;
  console.log("Installing Debian's chromium for the browser tests …");
  const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  execFileSync('apt-get', ['update', '-qq'], options);
  execFileSync('apt-get', ['install', '-qq', '--yes', '--no-install-recommends', 'chromium'], options);
  return true;
}
