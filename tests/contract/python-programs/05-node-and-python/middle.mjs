import { spawnSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const data = JSON.parse(readFileSync('shared.json', 'utf8'));
console.log('node read', data, process.argv[2]);
writeFileSync('shared.json', JSON.stringify({ ...data, from: 'node' }));
const inner = spawnSync('python3', [new URL('inner.py', import.meta.url).pathname, '5'], {
  encoding: 'utf8',
});
console.log('python said', JSON.stringify(inner.stdout), inner.stderr, inner.status);
const child = spawn('python3', ['-c', 'import time; print("waiting", flush=True); time.sleep(60)']);
child.stdout.once('data', (text) => {
  console.log(String(text).trim());
  child.kill('SIGTERM');
});
child.on('exit', (code, signal) => console.log('exit', code, signal));
