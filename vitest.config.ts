import { defineConfig } from 'vitest/config';

const builtSite = 'tests/support/built-site.setup.ts';
/** A browser and two cores are shared by all tests of a file: they wait for events, and this is when a wait is hopeless. */
const slow = { testTimeout: 60_000, hookTimeout: 180_000, fileParallelism: false };
/** Two cores may starve a browser once in thousands of tests: one more try, which the report names as `retry x1`. */
const inBrowser = { ...slow, retry: 1 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'examples', include: ['tests/examples.test.ts'], ...slow } },
      {
        // The site's examples run in Chromium in their playgrounds: tests/browser/recorded-programs.test.ts.
        test: { name: 'contract', include: ['tests/contract/!(*-examples).test.ts'], ...inBrowser },
      },
      {
        test: {
          name: 'firefox',
          include: [
            'tests/contract/{node-programs,node-examples,python-examples}.test.ts',
            'tests/contract/firefox/*.test.ts',
          ],
          env: { CONTRACT_HOST: 'firefox' },
          ...inBrowser,
        },
      },
      {
        test: {
          name: 'webcontainer',
          include: ['tests/contract/node-{programs,examples}.test.ts'],
          env: { CONTRACT_HOST: 'stackblitz' },
          ...inBrowser,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts', 'tests/search.test.ts'],
          globalSetup: builtSite,
          ...inBrowser,
        },
      },
    ],
  },
});
