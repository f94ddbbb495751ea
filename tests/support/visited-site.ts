import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { StaticServer } from '../../scripts/static-server.ts';
import { launchBrowser } from './browser.ts';
import { serveSite } from './site.ts';

/** A browser and the built site on a free port: started before the tests of the file that asks, ended after them. */
export function visitedSite(): { browser: Browser; site: StaticServer } {
  const visited = {} as { browser: Browser; site: StaticServer };
  beforeAll(async () => {
    [visited.browser, visited.site] = await Promise.all([launchBrowser(), serveSite()]);
  });
  afterAll(async () => {
    await visited.browser.close();
    await visited.site.close();
  });
  return visited;
}
