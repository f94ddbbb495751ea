/**
 * The sandbox frame. It only starts the kernel in a Worker: parsing the kernel here would stall the page in browsers
 * that run all frames of a tab in one thread.
 */
import type { KernelStart, SandboxReady, SandboxStart } from '../../protocol/host-messages.ts';

addEventListener(
  'message',
  ({ data, ports }: MessageEvent<SandboxStart>) => {
    const start: KernelStart = { type: 'kernel-start', threadUrl: scriptUrl(data.threadSource) };
    new Worker(scriptUrl(data.kernelSource)).postMessage(start, [...ports]);
  },
  { once: true },
);

const ready: SandboxReady = { type: 'sandbox-ready' };
// The relay checks that this frame is the sender; to us it is the only parent there can be.
parent.postMessage(ready, '*');

function scriptUrl(source: string): string {
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
}
