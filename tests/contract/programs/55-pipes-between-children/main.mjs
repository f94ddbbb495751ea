import { execSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const print = (text) => `process.stdout.write(${JSON.stringify(text)})`;

// One child's output is another's input, without passing through this process.
const first = spawn(process.execPath, ['-e', print('one\ntwo\nthree\n')], { stdio: ['ignore', 'pipe', 'inherit'] });
const second = spawn('grep', ['t'], { stdio: [first.stdout, 'pipe', 'inherit'] });
second.stdout.setEncoding('utf8');
let output = '';
second.stdout.on('data', (text) => (output += text));
await once(second, 'close');
console.log(JSON.stringify(output));

// Two children write into the input of a third.
const third = spawn('cat', { stdio: ['pipe', 'inherit', 'inherit'] });
for (const text of ['a\n', 'b\n']) {
  const writer = spawn(process.execPath, ['-e', print(text)], { stdio: ['ignore', third.stdin, 'inherit'] });
  await once(writer, 'exit');
}
third.stdin.end('c\n');
console.log(await once(third, 'close'));

console.log(third.stdin.readable);
const tooMuch = spawnSync(process.execPath, ['-e', print('0123456789')], { maxBuffer: 3, encoding: 'utf8' });
console.log(tooMuch.error?.code, tooMuch.stdout);
Object.prototype.cwd = '/';
console.log(execSync('pwd').toString().trim() === process.cwd());
delete Object.prototype.cwd;
