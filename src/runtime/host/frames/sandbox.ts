/**
 * The sandbox frame. It only starts the kernel in a Worker: parsing the kernel here would stall the page in browsers
 * that run all frames of a tab in one thread. The Worker is up when its code arrives.
 */
import { type HostStart, KERNEL_WORKER_NAME, type SandboxReady } from '../../protocol/host-messages.ts';
import { buffersOf } from './buffers-of.ts';

/** The text of `../worker-start.ts`, put in by the bundler. */
declare const WORKER_START_SOURCE: string;

const ready: SandboxReady = { type: 'sandbox-ready' };
// The relay checks that this frame is the sender; to us it is the only parent there can be.
parent.postMessage(ready, '*');

const workerStart = new Blob([WORKER_START_SOURCE], { type: 'text/javascript' });
const kernel = new Worker(URL.createObjectURL(workerStart), { name: KERNEL_WORKER_NAME });
addEventListener(
  'message',
  ({ data, ports }: MessageEvent<HostStart>) => kernel.postMessage(data, [...ports, ...buffersOf(data)]),
  { once: true },
);
