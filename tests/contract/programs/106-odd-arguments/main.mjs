// What processes, signals, histograms and options do with values out of the ordinary.
import { spawn, spawnSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { AsyncResource, AsyncLocalStorage } from 'node:async_hooks';
import os from 'node:os';
import fs from 'node:fs';
const attempt = (title, run) => {
  try {
    console.log(title, run());
  } catch (e) {
    console.log(title, e.name, e.code, e.message, e.syscall ?? '');
  }
};
attempt('umask', () => [process.umask().toString(8), process.umask(0o77), process.umask('22')]);
attempt('umask', () => process.umask('x'));
attempt('umask', () => process.umask(-1));
attempt('umask', () => process.umask({}));
process.umask(0o77);
fs.writeFileSync('um', '');
console.log((fs.statSync('um').mode & 0o777).toString(8));
process.umask(0o22);
attempt('hrtime', () => process.hrtime([1]));
attempt('on', () => process.on('SIGKILL', () => {}));
attempt('on', () => process.on('SIGSTOP', () => {}));
attempt('mc', () => MessageChannel());
attempt('fork', () => fork('x', { execArgv: 5 }));
attempt('ar', () => new AsyncResource('x', { triggerAsyncId: -5 }));
attempt('ar', () => new AsyncResource('x', -1).triggerAsyncId());
console.log(os.constants.signals);
const c = spawn(
  process.execPath,
  ['-e', 'process.on("SIGUSR2",()=>{process.exit(4)});setInterval(()=>{},1000);process.send("up")'],
  { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] },
);
await once(c, 'message');
attempt('kill', () => c.kill({}));
attempt('kill', () => c.kill('SIGIOTT'));
c.kill('SIGUSR1');
c.kill('SIGUSR2');
console.log(await once(c, 'exit'));
const d = spawn(
  process.execPath,
  [
    '-e',
    'const f=()=>{};process.on("SIGUSR1",f);process.off("SIGUSR1",f);setInterval(()=>{},1000);process.send("up")',
  ],
  { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] },
);
await once(d, 'message');
d.kill('SIGIOT');
console.log(await once(d, 'exit'));
const h = createHistogram();
console.log(h);
for (const v of [5, 5, 9, 100, 1000]) h.record(v);
console.log(h.skewness.toFixed(6), h.kurtosis.toFixed(6), h.countBigInt, h.maxBigInt, h.percentileBigInt(50));
const g = createHistogram();
for (let i = 1; i <= 7; i++) g.record(i);
console.log(g.percentiles);
h.add(g);
console.log(h.count, h.min, monitorEventLoopDelay().constructor.name);
const als = new AsyncLocalStorage();
{
  using _ = als.withScope('scoped');
  console.log(als.getStore());
}
console.log(als.getStore());
const run = (...args) => {
  const r = spawnSync(process.execPath, args, { encoding: 'utf8' });
  console.log('$', args.join(' '));
  console.log(
    r.stdout +
      r.stderr
        .replace(/node:\d+/g, 'node:<pid>')
        .replace(/^ +at .*\n/gm, '')
        .replaceAll(process.cwd(), '<folder>') +
      '→ ' +
      r.status,
  );
};
run(
  '--disable-warning=DEP1',
  '-e',
  'process.emitWarning("w","DeprecationWarning","DEP1");process.emitWarning("other")',
);
run(
  '--disable-warning=Mine',
  '--disable-warning=DEP1',
  '-e',
  'process.emitWarning("w","Mine");process.on("warning",(w)=>console.log(w.name))',
);
run('--input-type=module', '-e', 'console.log(import.meta.dirname === process.cwd(), import.meta.filename)');
run('--env-file-if-exists=nope.env', '-p', '1');
// The first directory that was made, in the words of the path that was given.
fs.rmSync('made', { recursive: true, force: true });
fs.mkdirSync('made');
process.chdir('made');
for (const path of ['x/y/z', 'x/y/z', 'x/y/q/r', './d/e', '../made/f/g', 'h'])
  console.log(path, fs.mkdirSync(path, { recursive: true }));
