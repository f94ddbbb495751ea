const { spawnSync } = require('node:child_process');

// Each program ends in its own way; what it printed and its exit code are compared.
const programs = {
  'an immediate that nothing waits for does not run': `setImmediate(() => console.log('no')).unref();`,
  'an unrefed immediate runs when another keeps the loop going': `
    setImmediate(() => console.log('unrefed')).unref(); setTimeout(() => console.log('timer'), 5);`,
  'no timer comes in between the immediates of a round': `
    let late = false; let count = 0;
    for (let i = 0; i < 5; i++) setImmediate(() => {
      if (i === 0) { setTimeout(() => { late = true; }, 1); const end = Date.now() + 5; while (Date.now() < end); }
      if (!late) count += 1;
    });
    process.on('exit', () => console.log(count));`,
  'an exit listener may forgive an error': `process.on('exit', () => { process.exitCode = 0; }); throw new Error('x');`,
  'an error in an exit listener keeps the exit code': `process.on('exit', () => { throw new Error('x'); }); process.exit(9);`,
  'a handler that throws': `
    process.on('exit', () => console.log('exit')); process.on('uncaughtException', () => { throw new Error('y'); });
    throw new Error('x');`,
  'a program that takes the handler away': `process._fatalException = undefined; throw new Error('x');`,
  'an interval made of a timeout': `
    let runs = 0; const timer = setTimeout(() => { if (++runs === 3) clearTimeout(timer); timer._repeat = 1; }, 1);
    process.on('exit', () => console.log(runs));`,
  'reasons of an abort': `
    const controller = new AbortController(); controller.abort();
    console.log(controller.signal.reason.name, controller.signal.reason.message, AbortSignal.abort().reason.message);
    const signal = AbortSignal.timeout(1); setTimeout(() => {}, 50);
    signal.addEventListener('abort', () => console.log(signal.reason.name, signal.reason.message));`,
  'deprecations that the program does not want to see': `
    process.noDeprecation = true; process.emitWarning('old', 'DeprecationWarning'); process.emitWarning('other');`,
};

for (const [title, code] of Object.entries(programs)) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf8' });
  const complaint = /^\w*Error.*|Warning.*/m.exec(stderr)?.[0] ?? '';
  console.log(`${title}: ${status} ${JSON.stringify(stdout)} ${complaint}`);
}
