import nodeConsole from '../node/console.ts';
import { builtInModule, builtInNames } from '../node/built-in-modules.ts';
import { describeUnsettledAwaitWith, halt } from '../node/internal/process/exit.ts';
import { showSourceFramesWith } from '../node/internal/process/fatal-error-text.ts';
import { writeStandard } from '../node/internal/process/stdio.ts';
import { NODE_VERSION } from '../node/internal/process/version.ts';
import type { NodeSource, Program } from '../protocol/thread-start.ts';
import { nodeError } from '../node/internal/errors.ts';
import { checkFile, type RunningProgram, runFile, runText, runUrl } from './modules/run-node-program.ts';
import { modules } from './modules/thread-modules.ts';
import { uncaughtErrorHeader } from './stack-traces.ts';
import { callSync } from './system-calls.ts';
import { thread } from './thread-state.ts';

/** Resolved by the bundler, which evaluates a file at the first call: most threads run Node. */
declare const require: {
  (file: './run-pool-thread.ts'): typeof import('./run-pool-thread.ts');
  (file: './shell/run-shell.ts'): typeof import('./shell/run-shell.ts');
  (file: './modules/apply-options.ts'): typeof import('./modules/apply-options.ts');
};

/** Options that have done their work when the kernel has made a source of the command line. */
const TOLD_BY_SOURCE = new Set(['--eval', '--print', '--input-type', '--check']);

/** Runs the program of this thread. A promise settles when its main module has been evaluated. */
export function runProgram(program: Program): Promise<void> | void {
  switch (program.interpreter) {
    case 'node':
      return runNode(program);
    case 'python':
      throw new Error('A thread that runs Python has nothing of Node, this function included.');
    case 'pool':
      return require('./run-pool-thread.ts').runPoolThread();
    case 'shell':
      return require('./shell/run-shell.ts').runShell(program.script);
    case 'command':
      return require('./shell/run-shell.ts').runCommand(program.name);
  }
}

function runNode({ source, options }: Program & { interpreter: 'node' }): Promise<void> | void {
  showSourceFramesWith(uncaughtErrorHeader);
  describeUnsettledAwaitWith(describeStalledAwaits);
  const asksForMore = options.some(([name]) => !TOLD_BY_SOURCE.has(name));
  const ready = asksForMore ? require('./modules/apply-options.ts').applyOptions(modules) : undefined;
  return ready ? ready.then(() => runSource(source)) : runSource(source);
}

function runSource(source: NodeSource): Promise<void> | void {
  switch (source.kind) {
    case 'file':
      return runFile(modules, source.path).evaluation;
    case 'url':
      return runUrl(modules, source.url).evaluation;
    case 'eval':
      if (thread.isMainThread && source.format === 'commonjs') defineBuiltInGlobals();
      return printed(
        runInline(source.code, thread.isMainThread ? '[eval]' : '[worker eval]', source),
        source.print,
      );
    case 'stdin':
      return printed(runInline(readStandardInput(), '[stdin]', source), source.print);
    case 'check':
      checkFile(modules, source.path);
      return;
    case 'notice':
      writeStandard(source.fd, source.text ?? `${NODE_VERSION}\n`);
      halt(source.exitCode);
  }
}

function runInline(
  text: string,
  name: string,
  { format }: { format: 'commonjs' | 'module' },
): RunningProgram {
  return runText(modules, text, name, format, thread.cwd);
}

function printed({ evaluation, value }: RunningProgram, print: boolean): Promise<void> | void {
  if (print && evaluation)
    throw nodeError('ERR_EVAL_ESM_CANNOT_PRINT', '--print cannot be used with ESM input');
  if (print) nodeConsole.log(value);
  return evaluation;
}

function readStandardInput(): string {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const bytes = callSync('read', 0, 65536);
    if (bytes.length === 0) return text + decoder.decode();
    text += decoder.decode(bytes, { stream: true });
  }
}

/** The text of `-e` finds the built-in modules as globals, which are loaded when it names them. */
function defineBuiltInGlobals(): void {
  for (const name of builtInNames) {
    if (/[/:]/.test(name) || name in globalThis) continue;
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get: () => builtInModule(name),
      set(value: unknown) {
        Object.defineProperty(globalThis, name, {
          value,
          writable: true,
          configurable: true,
          enumerable: true,
        });
      },
    });
  }
}

function describeStalledAwaits(): string {
  return modules.esModules
    .stalledAwaits()
    .map(({ url, line, column, text }) => {
      const caret = `${' '.repeat(column)}^`;
      return `Warning: Detected unsettled top-level await at ${url}:${line}\n${text}\n${caret}\n\n\n\n`;
    })
    .join('');
}
