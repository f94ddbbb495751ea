import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.ts';

/** Starts a headless Chromium, with some arguments more; the caller closes it. */
export function launchBrowser(moreArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...moreArguments,
    ],
  });
}
