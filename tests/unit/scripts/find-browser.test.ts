import { afterEach, expect, it, vi } from 'vitest';
import { findBrowser } from '../../../scripts/find-browser.ts';

afterEach(() => void vi.unstubAllEnvs());

it('findBrowser() takes the program that CHROME_PATH names', () => {
  vi.stubEnv('CHROME_PATH', process.execPath);
  expect(findBrowser()).toBe(process.execPath);
});

it('findBrowser() says so when CHROME_PATH names no program', () => {
  vi.stubEnv('CHROME_PATH', '/no/such/browser');
  expect(() => findBrowser()).toThrow('CHROME_PATH is "/no/such/browser", and no program is there.');
});
