import { fork, spawn } from 'node:child_process';

function watch(child) {
  const events = [];
  for (const event of ['spawn', 'message', 'exit', 'error', 'disconnect', 'close']) {
    child.on(event, (...values) => events.push([event, ...values.map((value) => (value instanceof Error ? value.message.replaceAll(process.execPath, 'node') : value))]));
  }
  return new Promise((resolve) => child.on('close', () => setTimeout(resolve, 50, events)));
}

const node = process.execPath;
for (const child of [
  () => spawn(node, ['-e', 'process.exit(2)']),
  () => spawn(node, ['-e', 'process.kill(process.pid, "SIGKILL")']),
  () => spawn(node, ['-e', 'console.log(1)'], { stdio: 'ignore' }),
  () => spawn('no-such-command', ['a']),
  () => spawn(node, ['-e', '0'], { cwd: '/no/such/directory' }),
  () => fork('./child.mjs', ['exit']),
  () => fork('./child.mjs', ['throw'], { silent: true }),
]) {
  const events = await watch(child());
  // Which of the two comes first is for the operating system to say.
  console.log(JSON.stringify(events.filter(([event]) => event !== 'disconnect')), events.some(([event]) => event === 'disconnect'));
}
