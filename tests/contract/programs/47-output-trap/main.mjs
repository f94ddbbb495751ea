import { Worker } from 'node:worker_threads';

const worker = new Worker('console.log("from the worker"); console.error("and its error"); process.stdout.write("and more\\n", () => { throw new Error("late") })', { eval: true });
worker.on('error', (error) => console.log('error', error.message));
worker.on('exit', () => {
  console.log('exit');
  const captured = new Worker('console.log("captured"); console.error("error")', { eval: true, stdout: true, stderr: true });
  captured.on('exit', async () => {
    let text = '';
    for await (const chunk of captured.stdout) text += chunk;
    for await (const chunk of captured.stderr) text += chunk;
    console.log(JSON.stringify(text));
  });
});
// A worker prints through the event loop of the thread that started it: while that is busy, nothing shows.
const start = Date.now();
while (Date.now() - start < 200);
console.log('main was busy');
