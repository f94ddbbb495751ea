import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findProgram } from '../../scripts/find-program.ts';

/** The path of a Firefox: `FIREFOX_PATH` first, then the usual names; `undefined` when there is none. */
export function findFirefox(): string | undefined {
  const chosen = process.env['FIREFOX_PATH'];
  return findProgram([...(chosen === undefined ? [] : [path.resolve(chosen)]), 'firefox-esr', 'firefox']);
}

/** Preferences of a Firefox that shows one page and asks nothing. */
const preferences = {
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
};

/** A Firefox that shows a page until it is closed. */
export interface RunningFirefox {
  close(): Promise<void>;
}

/**
 * Opens a page in a Firefox that nothing automates. Under WebDriver BiDi, Firefox registers every Worker with its debugger,
 * and a Worker that starts a Worker then deadlocks now and then (decision 0007).
 */
export async function openInFirefox(program: string, url: string): Promise<RunningFirefox> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'interleave-firefox-'));
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(path.join(profile, 'user.js'), lines.join('\n'));
  const firefox = spawn(program, ['--headless', '--no-remote', '--profile', profile, url], {
    env: { ...process.env, HOME: profile },
    stdio: 'ignore',
  });
  return {
    close: async () => {
      await ended(firefox);
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function ended(firefox: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (firefox.exitCode !== null || firefox.signalCode !== null) return resolve();
    firefox.once('exit', () => resolve());
    firefox.kill();
  });
}
