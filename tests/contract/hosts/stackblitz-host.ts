import { containerHost } from './embedded-host.ts';
import type { Host } from './host.ts';

const ADDRESS = 'https://stackblitz.com';
const ANSWER_LIMIT_MS = 10_000;

/** StackBlitz's own host in Chromium: the unmodified client, which finds it by itself. Needs the network. */
export function stackBlitzHost(): Promise<Host> {
  return containerHost('StackBlitz in Chromium', { pageScript: '' });
}

/** Why StackBlitz cannot be tested from here, as a sentence; `undefined` when it answers. */
export async function whyUnreachable(): Promise<string | undefined> {
  try {
    const { ok, status } = await fetch(`${ADDRESS}/headless`, {
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    return ok ? undefined : `${ADDRESS} answered with the status ${status}`;
  } catch (error) {
    const { cause, message } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    return `${ADDRESS} cannot be reached (${reason}); try again on a machine with a network`;
  }
}
