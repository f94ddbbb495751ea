// Tests print what Node's own runner prints, except how long they took.
import { spawnSync } from 'node:child_process';

for (const file of ['outcomes.mjs', 'order.cjs', 'pending.mjs']) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  console.log(stdout.replace(/\([\d.e-]+ms\)/g, '(<ms>)').replace(/ \{$/gm, '').replace(/duration_ms .*/, 'duration_ms <ms>'));
  console.log(stderr, `${file} ended with ${status}`);
}
