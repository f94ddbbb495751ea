import { BroadcastChannel, getEnvironmentData, isMainThread, parentPort, threadId, Worker, workerData } from 'node:worker_threads';

console.log(workerData ?? 'outer', getEnvironmentData('key'), threadId, isMainThread);
if (workerData === undefined) {
  const inner = new Worker(new URL(import.meta.url), { workerData: 'inner' });
  await new Promise((resolve) => inner.on('exit', resolve));
  const channel = new BroadcastChannel('name');
  channel.onmessage = (event) => {
    channel.postMessage({ back: event.data });
    channel.close();
  };
  parentPort.postMessage('ready');
}
