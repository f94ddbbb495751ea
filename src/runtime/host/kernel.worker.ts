/** The kernel's Worker: waits for the port that the page speaks on and offers the host's API on it. */
import type { KernelStart } from '../protocol/host-messages.ts';
import { offerHost } from './api/host-api.ts';
import { threadWorkers } from './thread-workers.ts';

addEventListener(
  'message',
  ({ data, ports }: MessageEvent<KernelStart>) => {
    const [port] = ports;
    if (!port) throw new Error('The kernel was started without a port to the page.');
    offerHost(port, threadWorkers(data.threadSource));
  },
  { once: true },
);
