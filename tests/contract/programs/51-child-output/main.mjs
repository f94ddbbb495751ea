import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

const node = process.execPath;
const run = promisify(execFile);
const forEver = 'setInterval(() => {}, 1000)';
const plain = (text) => text?.replaceAll(node, 'node');

for (const [file, args, options] of [
  [node, ['-e', 'console.log("out"); console.error("err")']],
  [node, ['-e', 'console.error("no"); process.exit(3)']],
  [node, ['-e', forEver], { timeout: 100 }],
  [node, ['-e', forEver], { signal: AbortSignal.timeout(50) }],
  [node, ['-e', 'console.log("x".repeat(100))'], { maxBuffer: 10 }],
  [node, ['-p', '1'], { encoding: 'buffer' }],
  ['no-such-command', []],
]) {
  try {
    console.log(await run(file, args, options));
  } catch (error) {
    const { name, message, code, killed, signal, stdout, stderr, cmd } = error;
    console.log({ name, message: plain(message), code, killed, signal, stdout, stderr, cmd: plain(cmd) });
  }
}

const { status, output } = spawnSync(node, ['-e', 'console.log(process.argv0, process.env.Q, process.cwd()); console.error("err")'], { env: { Q: '1' }, cwd: '/', encoding: 'utf8', argv0: 'zero' });
console.log(status, output);
const failed = spawnSync('no-such-command', ['a']);
console.log(failed.error.code, failed.error.message, failed.error.spawnargs, failed.status, failed.pid, failed.output);
try {
  execFileSync(node, ['-e', 'process.exit(6)']);
} catch (error) {
  console.log(plain(error.message), error.status);
}
console.log(execFileSync(node, ['-e', 'process.stdin.pipe(process.stdout)'], { input: 'input' }).toString());

const reader = spawn(node, ['-e', 'process.stdin.resume(); process.stdin.on("end", () => console.log("end"))']);
reader.stdout.setEncoding('utf8').on('data', (text) => console.log('data', JSON.stringify(text)));
for (const event of ['exit', 'close']) reader.on(event, () => console.log(event));
reader.stdout.on('end', () => console.log('stdout end'));
reader.stdin.write('x');
reader.stdin.end();
await new Promise((resolve) => reader.on('close', resolve));

const big = spawn(node, ['-e', 'process.stdout.write("x".repeat(200000))']);
let sizeBytes = 0;
big.stdout.on('data', (chunk) => (sizeBytes += chunk.length));
await new Promise((resolve) => big.on('close', resolve));
console.log(sizeBytes);

const inheriting = spawn(node, ['-e', 'console.log("inherited")'], { stdio: 'inherit' });
// Before that, either of the two may be first to print.
await new Promise((resolve) => inheriting.on('close', resolve));
console.log(inheriting.stdout, inheriting.stdin, inheriting.stdio);

const controller = new AbortController();
const aborted = spawn(node, ['-e', forEver], { signal: controller.signal });
aborted.on('error', (error) => console.log(error.name, error.code, error.message, error.cause));
aborted.on('exit', (code, signal) => console.log(code, signal));
controller.abort('because');
