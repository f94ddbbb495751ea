/**
 * The `/headless` relay: the page that `@webcontainer/api` opens in a hidden frame. It has the site's origin and
 * therefore runs nothing of the reader's; it nests the sandbox frame, whose origin is opaque, and hands it the port.
 *
 * This script stands at the page's top: the browser starts a process for the sandbox while the sources still arrive.
 */
import {
  type HostReady,
  type HostStart,
  PYTHON_FRAGMENT,
  type PythonHint,
  type SandboxReady,
} from '../../protocol/host-messages.ts';
import type { PythonManifest } from '../../protocol/python-runtime.ts';
import { buffersOf } from './buffers-of.ts';
import { servePythonFiles } from './serve-python-files.ts';

/** The policy inside the sandbox: scripts from this document and from blobs, and no way to the network. */
const SANDBOX_POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  'worker-src blob:',
  "connect-src 'none'",
].join('; ');

const frame = document.createElement('iframe');
frame.setAttribute('sandbox', 'allow-scripts');
frame.setAttribute('allow', 'cross-origin-isolated');
frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${SANDBOX_POLICY}"><script>${sourceText('sandbox')}</script>`;

// Before all else what takes longest.
const python = new MessageChannel();
const expectPython = servePythonFiles(
  python.port1,
  JSON.parse(sourceText('python-manifest')) as PythonManifest,
  new URL(`${location.pathname.replace(/\/?$/, '/')}python/`, location.origin),
);
if (location.hash === PYTHON_FRAGMENT) expectPython();

const { port1, port2 } = new MessageChannel();
const sandboxIsReady = new Promise<void>((resolve) => {
  addEventListener('message', ({ source, data }: MessageEvent<SandboxReady | null>) => {
    if (source === frame.contentWindow && data?.type === 'sandbox-ready') resolve();
  });
});
// Encoded as soon as they are here: the sandbox takes longer to start.
const sourcesAreHere = new Promise<HostStart>((resolve) => {
  addEventListener('DOMContentLoaded', () => resolve(hostStart()), { once: true });
});
document.body.append(frame);

addEventListener('message', ({ source, origin, data }: MessageEvent<PythonHint | null>) => {
  if (source === parent && origin === location.origin && data?.type === 'python-hint') expectPython(data);
});

// The page may call already: the port keeps its messages until the kernel listens.
const ready: HostReady = { type: 'init' };
parent.postMessage(ready, location.origin, [port1]);

void Promise.all([sourcesAreHere, sandboxIsReady]).then(([start]) => {
  // An opaque origin has no name to address; the frame is ours and holds only our script.
  frame.contentWindow?.postMessage(start, '*', [port2, python.port2, ...buffersOf(start)]);
});

function hostStart(): HostStart {
  const encoder = new TextEncoder();
  const textsBy = (attribute: string): Record<string, Uint8Array<ArrayBuffer>> =>
    Object.fromEntries(
      Array.from(document.querySelectorAll<HTMLScriptElement>(`script[data-${attribute}]`), (script) => [
        script.dataset[attribute]!,
        encoder.encode(script.text),
      ]),
    );
  return {
    type: 'host-start',
    kernelSource: encoder.encode(sourceText('kernel')),
    kernelPartSources: textsBy('package'),
    threadSource: encoder.encode(sourceText('thread')),
    partSources: textsBy('part'),
  };
}

/** Scripts for other realms stand in the page as inert text, so that this realm never parses them. */
function sourceText(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
