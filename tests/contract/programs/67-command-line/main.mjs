// Options of the command line and of NODE_OPTIONS.
import { spawnSync } from 'node:child_process';

function run(args, env = {}, input = '') {
  const { status, stdout, stderr } = spawnSync('node', args, { encoding: 'utf8', input, env: { ...process.env, ...env } });
  const shown = Object.entries(env).map(([name, value]) => `${name}='${value}' `).join('');
  const text = (stdout + stderr).replace(/^ +at .*(node:|wrapper|<anonymous>).*\n/gm, '').replace(/\(node:\d+\)/g, '(node)').replaceAll(process.version, '<version>').replace(/ \{$/gm, '');
  console.log(`$ ${shown}node ${args.join(' ')}\n${text}[${status}]`);
}

// Wrong ones.
for (const args of [['--bogus', 'a.js'], ['-x'], ['--bogus=1', '-e', '0'], ['--require'], ['-r'], ['-e'], ['--eval'], ['--input-type=bogus', '-e', '0'], ['--env-file=nope', 'a.js']]) run(args);
for (const options of ['--bogus', '-e 1', '--check', '--require "./pre.cjs']) run(['a.js'], { NODE_OPTIONS: options });

// What runs first.
run(['-r', './pre.cjs', 'a.js', 'x', '--y']);
run(['--import=./imp.mjs', '--require=./pre.cjs', 'a.js', '--', 'z']);
run(['-r', './pre.cjs', '--import', './imp.mjs', 'm.mjs']);
run(['a.js'], { NODE_OPTIONS: '--require ./pre.cjs --import "./imp.mjs"' });
run(['-r', './nope.cjs', 'a.js']);
run(['-r', './pre.cjs', '-e', 'console.log("evaluated")']);
run(['-r', './pre.cjs', 'worker.cjs']);

// Text on the command line and on standard input.
run(['-p', '1 + 1']);
run(['-pe', '[2, 3]']);
run(['--eval=console.log(4)']);
run(['-p', 'process.execArgv'], { NODE_OPTIONS: '--no-warnings' });
run(['-'], {}, 'console.log("from input")');
run(['-p'], {}, '"printed from input"');
run(['--input-type=module', '-e', 'console.log(typeof require)']);
run(['--', 'a.js', '-v']);
run(['-v']);

// Syntax only.
for (const file of ['a.js', 'bad.js', 'm.mjs', 'bad.mjs', 'missing-import.mjs', 'nope.js']) run(['--check', file]);

// Warnings, stacks, rejections, variables.
run(['--no-warnings', '-e', 'process.emitWarning("w")']);
run(['--no-deprecation', '-e', 'process.emitWarning("w", "DeprecationWarning")']);
run(['-e', 'process.emitWarning("w")'], { NODE_OPTIONS: '--no-warnings' });
run(['--stack-trace-limit=1', 'stack.cjs']);
run(['--title=titled', '-p', 'process.title']);
for (const mode of ['none', 'warn', 'throw', 'strict', 'bogus']) run([`--unhandled-rejections=${mode}`, 'rejects.cjs']);
run(['--unhandled-rejections=warn', 'rejects.cjs', 'listen']);
run(['--unhandled-rejections=strict', 'rejects.cjs', 'listen']);
run(['--env-file=vars', '-p', 'process.env.ONE + process.env.TWO'], { TWO: 'kept' });
run(['--harmony', '--max-old-space-size=100', '--conditions=x', '--enable-source-maps', 'a.js']);
