// Where a test says `only`, those beside it are left out.
import { spawnSync } from 'node:child_process';

for (const file of ['only.mjs', 'only-in-suites.mjs', 'run-only.mjs']) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  console.log(stdout.replace(/\([\d.e-]+ms\)/g, '(<ms>)').replace(/duration_ms .*/, 'duration_ms <ms>'));
  console.log(stderr, `${file} ended with ${status}`);
}
