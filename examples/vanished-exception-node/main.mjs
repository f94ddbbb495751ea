import { Worker } from 'node:worker_threads';

const healthy = new Worker(new URL('./healthy.mjs', import.meta.url));
const failing = new Worker(new URL('./failing.mjs', import.meta.url));

// Without this listener, the error would end the whole program
failing.on('error', (error) =>
  console.log(`The 'error' event brought: ${error.message}`),
);

failing.on('exit', (code) => {
  console.log(`The failing thread exited with code ${code}`);
  healthy.postMessage('Are you alive?');
});

healthy.on('message', (answer) =>
  console.log(`The other thread answers: ${answer}`),
);
