/**
 * The `/headless` relay: the page that `@webcontainer/api` opens in a hidden frame. It has the site's origin and
 * therefore runs nothing of the reader's; it nests the sandbox frame, whose origin is opaque, and hands it the port.
 */
import type { HostReady, SandboxReady, SandboxStart } from '../../protocol/host-messages.ts';

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

addEventListener('message', ({ source, data }: MessageEvent<SandboxReady>) => {
  if (source !== frame.contentWindow || data.type !== 'sandbox-ready') return;
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', startSandbox, { once: true });
  else startSandbox();
});
document.body.append(frame);

function startSandbox(): void {
  const { port1, port2 } = new MessageChannel();
  const start: SandboxStart = {
    type: 'sandbox-start',
    kernelSource: sourceText('kernel'),
    threadSource: sourceText('thread'),
  };
  // An opaque origin has no name to address; the frame is ours and holds only our script.
  frame.contentWindow?.postMessage(start, '*', [port2]);
  const ready: HostReady = { type: 'init' };
  parent.postMessage(ready, location.origin, [port1]);
}

/** Scripts for other realms stand in the page as inert text, so that this realm never parses them. */
function sourceText(id: string): string {
  return document.getElementById(id)?.textContent ?? '';
}
