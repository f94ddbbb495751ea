import { Worker } from 'node:worker_threads';

for (const code of [
  'throw 1',
  'setTimeout(() => { throw new Error("later") })',
  'Promise.reject(3)',
]) {
  const worker = new Worker(code, { eval: true });
  const log = [];
  await new Promise((resolve) => {
    for (const name of ['error', 'exit']) {
      worker.on(name, () => {
        log.push(name);
        Promise.resolve()
          .then(() => Promise.resolve())
          .then(() => log.push(`microtask of ${name}`));
        process.nextTick(() => log.push(`tick of ${name}`));
        if (name === 'exit') setTimeout(resolve, 20);
      });
    }
  });
  console.log(code, log);
}
