import { chromium, type Browser, type BrowserContext, type LaunchOptions } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.ts';

/** Starts a headless Chromium, with some arguments more; the caller closes it. */
export function launchBrowser(moreArguments: readonly string[] = []): Promise<Browser> {
  return chromium.launch(optionsWith(moreArguments));
}

/** Starts a headless Chromium that keeps its profile in a folder, caches on disk included, as a reader's does. */
export function launchWithProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, optionsWith([]));
}

function optionsWith(moreArguments: readonly string[]): LaunchOptions {
  return {
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
  };
}
