import { mapInProcesses } from './pool.mjs';

// Five tasks for three processes: whoever is idle takes the next,
// so PIDs come up again
const results = await mapInProcesses(
  new URL('./task.mjs', import.meta.url),
  [0, 1, 2, 3, 4],
  3,
);

console.log(`Results: ${results.join(', ')}`);
