import type { PythonHint } from '../protocol/host-messages.ts';
import type { PythonManifest } from '../protocol/python-runtime.ts';
import { frameUrl } from './iframe-url.ts';

let isPreloaded = false;

/**
 * Has Python loaded, so that the first Run need not wait for it: by the embedded host if it runs, into the browser's cache
 * otherwise. Once a page, and not for readers who have asked their browser to save data.
 */
export function preloadPython(frame: Window | null | undefined): void {
  if (isPreloaded || (navigator as SavingNavigator).connection?.saveData) return;
  isPreloaded = true;
  if (frame) frame.postMessage({ type: 'python-hint' } satisfies PythonHint, location.origin);
  // Whatever is wrong, the first Run will say.
  else fetchFiles().catch(() => (isPreloaded = false));
}

async function fetchFiles(): Promise<void> {
  const headless = frameUrl('embedded');
  const manifest = (await (await fetch(new URL('python.json', headless))).json()) as PythonManifest;
  const addresses = Object.entries(manifest)
    .filter(([file]) => file !== 'library') // Most programs begin without it.
    .map(([, { name }]) => new URL(`python/${name}`, headless));
  await Promise.all(addresses.map(async (address) => (await fetch(address, { priority: 'low' })).blob()));
}

/** Not in TypeScript's library, since only Chromium has it. */
interface SavingNavigator extends Navigator {
  readonly connection?: { readonly saveData?: boolean };
}
