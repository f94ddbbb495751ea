/**
 * Stands in for `internal/iframe-url.js` of `@webcontainer/api` (an alias in astro.config.mjs; the package itself is
 * untouched). The package can only change the *origin* of the frame it opens and always asks for the path `/headless`;
 * ours lies below the site's base path.
 */

import type { HostName } from '#site';

const STACKBLITZ_ORIGIN = 'https://stackblitz.com';
const API_VERSION = '1.6.4';

let host: HostName = 'embedded';
let fragment = '';
const parameters = new URLSearchParams();

/** Chooses which host's frame the next boot opens, and with which fragment, from `protocol/host-messages.ts`. */
export function openFrameOf(name: HostName, withFragment = ''): void {
  host = name;
  fragment = withFragment;
}

/** The address of a host's frame. `event.origin` of the message it answers with must be this address's origin. */
export function frameUrl(name: HostName): URL {
  const url =
    name === 'stackblitz'
      ? new URL('/headless', STACKBLITZ_ORIGIN)
      : new URL(`${import.meta.env.BASE_URL.replace(/\/?$/, '/')}headless/`, location.origin);
  for (const [key, value] of parameters) url.searchParams.set(key, value);
  url.searchParams.set('version', API_VERSION);
  return url;
}

/** The object that the package reads; its shape is the package's. */
export const iframeSettings = {
  get editorOrigin(): string {
    return frameUrl(host).origin;
  },
  get url(): URL {
    const url = frameUrl(host);
    url.hash = fragment;
    return url;
  },
  setQueryParam(key: string, value: string): void {
    parameters.set(key, value);
  },
};
