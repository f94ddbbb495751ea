import { embeddedHost } from './embedded-host.ts';
import type { Host } from './host.ts';
import { stackBlitzHost, whyUnreachable } from './stackblitz-host.ts';

const isStackBlitz = process.env['CONTRACT_HOST'] === 'stackblitz';

/** Boots the host that the contract is run on: the embedded one, or with `npm run test:webcontainer` StackBlitz's. */
export const hostUnderTest: () => Promise<Host> = isStackBlitz ? stackBlitzHost : embeddedHost;

/** Why the tests are skipped, as a sentence; `undefined` when the host can be tested here. */
export const skipReason: string | undefined = isStackBlitz ? await whyUnreachable() : undefined;

if (skipReason) console.warn(`Skipped: ${skipReason}.`);

/** Whether what the embedded host lacks is skipped. */
export const isEmbedded = !isStackBlitz;
