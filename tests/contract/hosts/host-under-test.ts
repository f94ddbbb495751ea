import { findFirefox } from '../../support/firefox.ts';
import { embeddedHost } from './embedded-host.ts';
import { firefoxHost } from './firefox-host.ts';
import type { Host } from './host.ts';
import { stackBlitzHost, whyUnreachable } from './stackblitz-host.ts';

/** A host that the contract can be run on, and why it cannot be here, as a sentence. */
interface Candidate {
  readonly boot: () => Promise<Host>;
  readonly skipReason: string | undefined;
}

const chosen = process.env['CONTRACT_HOST'];
const { boot, skipReason: reason } = await candidate();

/**
 * Boots the host that the contract is run on: the embedded one in Chromium, with `npm run test:firefox` in Firefox, or with
 * `npm run test:webcontainer` StackBlitz's.
 */
export const hostUnderTest: () => Promise<Host> = boot;

/** Why the tests are skipped, as a sentence; `undefined` when the host can be tested here. */
export const skipReason: string | undefined = reason;

if (skipReason) console.warn(`Skipped: ${skipReason}.`);

/** Whether what the embedded host lacks is skipped. */
export const isEmbedded = chosen !== 'stackblitz';

/** Whether what only Firefox words differently is skipped. */
export const isFirefox = chosen === 'firefox';

async function candidate(): Promise<Candidate> {
  if (chosen === 'stackblitz') return { boot: stackBlitzHost, skipReason: await whyUnreachable() };
  if (chosen !== 'firefox') return { boot: embeddedHost, skipReason: undefined };
  const firefox = findFirefox();
  if (firefox !== undefined) return { boot: () => firefoxHost(firefox), skipReason: undefined };
  return {
    boot: embeddedHost,
    skipReason: 'no Firefox was found; install one, or set FIREFOX_PATH to its program',
  };
}
