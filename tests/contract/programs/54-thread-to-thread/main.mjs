import { once } from 'node:events';
import { MessageChannel, postMessageToThread, threadId, Worker } from 'node:worker_threads';

const listening = `
  const { parentPort, threadId } = require('node:worker_threads');
  process.on('workerMessage', (value, source) => {
    if (value === 'throw') throw new Error('refused');
    value.port?.postMessage({ text: value.text, source, by: threadId });
    value.port?.close();
  });
  parentPort.once('message', () => process.exit());
  parentPort.postMessage('ready');
`;
const deaf = `require('node:worker_threads').parentPort.postMessage('ready'); setTimeout(() => {}, 1e6);`;
const report = (error) => console.log(error.name, error.code, error.message);

const first = new Worker(listening, { eval: true });
await once(first, 'message');
const { port1, port2 } = new MessageChannel();
await postMessageToThread(first.threadId, { text: 'hello', port: port2 }, [port2]);
console.log(await once(port1, 'message'));

await postMessageToThread(threadId, 1).catch(report);
await postMessageToThread(99, 1).catch(report);
await postMessageToThread(first.threadId, 'throw').catch(report);
await postMessageToThread(first.threadId, () => {}).catch((error) => console.log(error.name));
await postMessageToThread(first.threadId, 1, [], 'soon').catch(report);
first.postMessage('end');
console.log(await once(first, 'exit'));

const second = new Worker(deaf, { eval: true });
await once(second, 'message');
await postMessageToThread(second.threadId, 1).catch(report);
console.log(await second.terminate());
