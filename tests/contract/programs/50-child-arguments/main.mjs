import { exec, execFile, execFileSync, fork, spawn, spawnSync } from 'node:child_process';

const attempts = [
  [spawn], [spawn, ''], [spawn, 'a\0'], [spawn, 'node', 5], [spawn, 'node', [], 5], [spawn, 'node', [], null], [spawn, 'node', ['a\0']],
  ...[{ cwd: 5 }, { detached: 1 }, { uid: 'x' }, { shell: 5 }, { argv0: 5 }, { stdio: 'x' }, { stdio: ['x'] }, { stdio: ['ipc', 'ipc'] }, { stdio: {} }, { timeout: -1 }, { timeout: 'x' }, { killSignal: 'SIGNOPE' }, { killSignal: {} }, { signal: 5 }, { serialization: 'x' }, { env: { 'A\0': '1' } }].map((options) => [spawn, 'node', [], options]),
  [fork], [fork, 'x', 5], [fork, 'x', [], 5], [fork, 'x', [], { stdio: ['pipe'] }], [fork, 'x', [], { stdio: 'y' }],
  [exec], [exec, 'true', {}, 5], [execFile], [execFile, 'x', [], {}, 5], [execFile, 'x', { maxBuffer: -1 }], [execFile, 'x', { timeout: 1.5 }], [execFile, 'x', { maxBuffer: 'a' }],
  [spawnSync, 'node', [], { stdio: 'ipc' }], [spawnSync, 'node', [], { stdio: ['ipc'] }], [spawnSync, 'node', [], { input: 5 }], [spawnSync, 'node', [], { timeout: NaN }], [execFileSync],
];
for (const [call, ...args] of attempts) {
  try {
    call(...args);
    console.log(call.name, 'no error');
  } catch (error) {
    console.log(call.name, error.name, error.code, error.message);
  }
}

const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
for (const signal of ['NOPE', 999]) {
  try {
    child.kill(signal);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
console.log(child.killed, child.kill('sigterm'), child.killed);
child.on('exit', (code, signal) => console.log(code, signal, child.kill(), child.exitCode, child.signalCode));
