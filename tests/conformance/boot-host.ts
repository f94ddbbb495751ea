import { embeddedHost } from '../contract/hosts/embedded-host.ts';
import { firefoxHost } from '../contract/hosts/firefox-host.ts';
import type { Host } from '../contract/hosts/host.ts';
import { findFirefox } from '../support/firefox.ts';

/**
 * Boots the embedded host in the browser that `--browser` names.
 * @throws an Error when it is neither `chromium` nor `firefox`, or not installed
 */
export async function bootHost(browser: string): Promise<Host> {
  if (browser === 'chromium') return embeddedHost();
  if (browser !== 'firefox')
    throw new Error(`Cannot run tests in the browser "${browser}": it is "chromium" or "firefox".`);
  const firefox = findFirefox();
  if (firefox === undefined) throw new Error('No Firefox was found; install one, or set FIREFOX_PATH.');
  return firefoxHost(firefox);
}
