import type { NodeSource } from '../../protocol/thread-start.ts';
import type { FileSystem } from '../file-system/file-system.ts';
import type { ResolvedCommand } from './command-lookup.ts';

/** `process.execPath`. */
export const NODE_PATH = '/usr/local/bin/node';

/** Options whose value is the next argument. */
const OPTIONS_WITH_VALUE = new Set([
  '-r',
  '--require',
  '--import',
  '-C',
  '--conditions',
  '--title',
  '--input-type',
  '--env-file',
  '--stack-trace-limit',
  '--unhandled-rejections',
]);
const EVAL_OPTIONS = new Set(['-e', '--eval', '-p', '--print', '-pe', '-ep']);

/**
 * Understands Node's command line: `node [options] [script | -e code | -] [arguments]`.
 * @see https://nodejs.org/docs/latest-v26.x/api/cli.html
 */
export function nodeCommand(_command: string, args: readonly string[], files: FileSystem): ResolvedCommand {
  const execArgv: string[] = [];
  let code: string | undefined;
  let print = false;
  let index = 0;
  for (; index < args.length; index++) {
    const option = args[index]!;
    if (option === '--') {
      index += 1;
      break;
    }
    if (!option.startsWith('-') || option === '-') break;
    execArgv.push(option);
    if (option === '--test') {
      code = `console.error('node: --test is not available here. Run a file of tests: node file.mjs'); process.exit(9)`;
    } else if (option === '-v' || option === '--version') {
      code = 'console.log(process.version)';
    } else if (EVAL_OPTIONS.has(option)) {
      print ||= option.includes('p') && option !== '--eval';
      code = args[++index] ?? '';
      execArgv.push(code);
    } else if (OPTIONS_WITH_VALUE.has(option)) {
      execArgv.push(args[++index] ?? '');
    }
  }
  const rest = args.slice(index);
  const source = nodeSource(code, print, inputFormat(execArgv), rest[0], files);
  const scriptArgs = source.kind === 'file' ? [source.path, ...rest.slice(1)] : rest;
  return {
    program: { interpreter: 'node', source },
    argv: [NODE_PATH, ...scriptArgs],
    execArgv,
    execPath: NODE_PATH,
  };
}

function nodeSource(
  code: string | undefined,
  print: boolean,
  format: 'commonjs' | 'module',
  script: string | undefined,
  files: FileSystem,
): NodeSource {
  if (code !== undefined) return { kind: 'eval', code, print, format };
  if (script === undefined || script === '-') return { kind: 'stdin', format };
  return { kind: 'file', path: absolutePath(files.cwd(), script) };
}

function inputFormat(execArgv: readonly string[]): 'commonjs' | 'module' {
  const joined = execArgv.includes('--input-type=module');
  const apart =
    execArgv[execArgv.indexOf('--input-type') + 1] === 'module' && execArgv.includes('--input-type');
  return joined || apart ? 'module' : 'commonjs';
}

function absolutePath(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : cwd}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
