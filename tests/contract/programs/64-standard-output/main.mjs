// What becomes of a standard output that the program ends.
import { spawnSync } from 'node:child_process';
if (process.argv[2] !== 'child') {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['main.mjs', 'child'], { encoding: 'utf8' });
  console.log(`${stdout}---\n${stderr}---\n${status}`);
} else {
  for (const name of ['finish', 'close']) process.stdout.on(name, () => console.error(name));
  process.stdout.on('error', ({ code, syscall, message }) => console.error('error', code, syscall, message));
  process.stdout.write('a\n');
  process.stdout.end('b\n', () => console.error('ended'));
  setTimeout(() => {
    const { writable, writableEnded, writableFinished, destroyed, closed } = process.stdout;
    console.error(writable, writableEnded, writableFinished, destroyed, closed);
    process.stdout.write('lost\n', (error) => console.error(error?.code));
  }, 30);
}
