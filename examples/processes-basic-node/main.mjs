import { fork } from 'node:child_process';
import { once } from 'node:events';

// Create and start multiple processes:
// each is a new Node with its own memory
const processes = [0, 1, 2].map((name) => {
  return fork(new URL('./task.mjs', import.meta.url), [String(name)]);
});

// Wait for all of them, as join() does
await Promise.all(processes.map((child) => once(child, 'exit')));
