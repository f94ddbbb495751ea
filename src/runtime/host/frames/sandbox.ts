/**
 * The sandbox frame. It only starts the kernel in a Worker: parsing the kernel here would stall the page in browsers
 * that run all frames of a tab in one thread.
 *
 * A browser takes longer to start a Worker than the Worker takes to read our code. So the kernel's Worker starts at
 * once, and starts the first thread's, while the code is still on its way; both evaluate it when it arrives.
 */
import type { KernelStart, SandboxReady, SandboxStart } from '../../protocol/host-messages.ts';

const kernel = new Worker(scriptUrl(`(${waitForScript.toString()})()`), { name: 'kernel' });

addEventListener(
  'message',
  ({ data, ports }: MessageEvent<SandboxStart>) => {
    kernel.postMessage(data.kernelSource);
    const start: KernelStart = { type: 'kernel-start', threadSource: data.threadSource };
    kernel.postMessage(start, [...ports]);
  },
  { once: true },
);

const ready: SandboxReady = { type: 'sandbox-ready' };
// The relay checks that this frame is the sender; to us it is the only parent there can be.
parent.postMessage(ready, '*');

/** Runs in the Workers, as text: it can use nothing of this file. `kernel.worker.ts` finds `waitingThread`. */
function waitForScript(): void {
  const { name, location } = globalThis as unknown as { name: string; location: Location };
  if (name === 'kernel') Object.assign(globalThis, { waitingThread: new Worker(location.href) });
  addEventListener('message', ({ data }) => void (0, eval)(String(data)), { once: true });
}

function scriptUrl(source: string): string {
  return URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
}
