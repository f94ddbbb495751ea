// Milliseconds until ten megabytes of lines of a child have arrived, the median of 3.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const program = "const line = 'x'.repeat(99); for (let i = 0; i < 100_000; i++) console.log(line);";
const times = [];
for (let round = 0; round < 3; round++) {
  const startMs = performance.now();
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  let sizeBytes = 0;
  child.stdout.on('data', (chunk) => (sizeBytes += chunk.length));
  await once(child, 'close');
  if (sizeBytes !== 10_000_000) throw new Error(`${sizeBytes} bytes have arrived.`);
  times.push(performance.now() - startMs);
}
console.log(times.sort((a, b) => a - b)[1]);
