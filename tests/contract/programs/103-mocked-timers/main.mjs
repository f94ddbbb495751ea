// `node:test` with mocks. How long a test took is left out.
import { spawnSync } from 'node:child_process';

const { stdout, status } = spawnSync(process.execPath, ['mocks.mjs'], { encoding: 'utf8' });
console.log(
  stdout
    .replace(/\([\d.e-]+ms\)/g, '(<ms>)')
    .replace(/ \{$/gm, '')
    .replace(/duration_ms .*/, 'duration_ms <ms>'),
);
console.log(status);
