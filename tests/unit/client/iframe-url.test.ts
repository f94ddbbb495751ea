import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { frameUrl, iframeSettings, openFrameOf } from '#runtime/client/iframe-url.ts';

beforeEach(() => void vi.stubGlobal('location', { origin: 'https://interleave.example' }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

test.each([
  ['/', 'https://interleave.example/headless/'],
  ['/docs/', 'https://interleave.example/docs/headless/'],
  ['/docs', 'https://interleave.example/docs/headless/'],
])('the embedded host of a site at "%s" is at %s', (base, address) => {
  vi.stubEnv('BASE_URL', base);
  expect(frameUrl('embedded').href.split('?')[0]).toBe(address);
});

test('the host of StackBlitz is where the package expects it', () => {
  expect(frameUrl('stackblitz').href).toMatch(/^https:\/\/stackblitz\.com\/headless\?/);
});

test('the package is given the host that was chosen, with its own parameters', () => {
  openFrameOf('stackblitz');
  iframeSettings.setQueryParam('coep', 'require-corp');
  expect(iframeSettings.editorOrigin).toBe('https://stackblitz.com');
  expect(iframeSettings.url.searchParams.get('coep')).toBe('require-corp');
});

test('the version that the frame is told is that of the installed package', () => {
  const installed = JSON.parse(readFileSync('node_modules/@webcontainer/api/package.json', 'utf8')) as {
    version: string;
  };
  expect(iframeSettings.url.searchParams.get('version')).toBe(installed.version);
});
