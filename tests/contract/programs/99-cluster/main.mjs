// Processes that serve one port, and how each of them ends.
import { spawnSync } from 'node:child_process';

for (const program of ['round-robin.mjs', 'ends.mjs', 'shared-socket.cjs', 'taken-port.mjs']) {
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [program], { encoding: 'utf8' });
  console.log(`${program}: ${status} ${signal}\n${stdout}${stderr}`);
}
