import type { KernelToThread } from '../protocol/thread-messages.ts';
import { connectToKernel, postToKernel, receiveFromKernel } from './system-calls.ts';
import { becomeThread, native } from './thread-state.ts';

/** A Worker's life: warm up, wait to be started, then be that thread until it ends. */
native.addEventListener('message', ({ data }: MessageEvent<KernelToThread>) => {
  switch (data.type) {
    case 'warm-up':
      connectToKernel(data);
      postToKernel({ type: 'warm' });
      return;
    case 'start':
      becomeThread(data);
      return;
    default:
      receiveFromKernel(data);
  }
});
