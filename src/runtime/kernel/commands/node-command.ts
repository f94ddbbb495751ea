import type { NodeSource } from '../../protocol/thread-start.ts';
import type { FileSystem } from '../file-system/file-system.ts';
import type { ResolvedCommand } from './command-lookup.ts';
import { type NodeOption, parseNodeOptions, parseNodeOptionsVariable } from './node-options.ts';

/** `process.execPath`. */
export const NODE_PATH = '/usr/local/bin/node';

/** The exit code of a wrong command line. */
const WRONG_COMMAND_LINE = 9;

/**
 * Understands Node's command line: `node [options] [script | -e code | -] [arguments]`, and `NODE_OPTIONS`.
 * @see https://nodejs.org/docs/latest-v26.x/api/cli.html
 */
export function nodeCommand(
  command: string,
  args: readonly string[],
  files: FileSystem,
  env: Readonly<Record<string, string>> = {},
): ResolvedCommand {
  const inherited = parseNodeOptionsVariable(env['NODE_OPTIONS'] ?? '');
  const given = parseNodeOptions(args);
  const options = [...inherited.options, ...given.options];
  const rest = args.slice(given.length);
  const error = inherited.error ?? given.error ?? wrongValue(options);
  const source: NodeSource =
    error === null
      ? nodeSource(options, rest[0], files)
      : { kind: 'notice', fd: 2, text: `${command}: ${error}\n`, exitCode: WRONG_COMMAND_LINE };
  const runsFile = source.kind === 'file' || source.kind === 'check';
  const scriptArgs = runsFile ? [source.path, ...rest.slice(1)] : rest;
  return {
    program: { interpreter: 'node', source, options },
    argv: [NODE_PATH, ...scriptArgs],
    execArgv: args.slice(0, given.length).filter((word) => word !== '--'),
    execPath: NODE_PATH,
  };
}

function nodeSource(
  options: readonly NodeOption[],
  script: string | undefined,
  files: FileSystem,
): NodeSource {
  const given = new Map(options);
  const isOn = (name: string): boolean => given.get(name) === true;
  if (isOn('--version')) return { kind: 'notice', fd: 1, text: null, exitCode: 0 };
  if (isOn('--test')) {
    return notice('--test is not available here. Run a file of tests: node file.mjs');
  }
  if (isOn('--interactive')) return notice('the host has no interactive mode');
  const format = given.get('--input-type') === 'module' ? 'module' : 'commonjs';
  const code = given.get('--eval');
  const print = isOn('--print');
  if (typeof code === 'string') return { kind: 'eval', code, print, format };
  if (script === undefined || script === '-') return { kind: 'stdin', format, print };
  const path = absolutePath(files.cwd(), script);
  return { kind: isOn('--check') ? 'check' : 'file', path };
}

function notice(text: string): NodeSource {
  return { kind: 'notice', fd: 2, text: `node: ${text}\n`, exitCode: WRONG_COMMAND_LINE };
}

function wrongValue(options: readonly NodeOption[]): string | null {
  const given = new Map(options);
  const type = given.get('--input-type');
  if (type !== undefined && !['commonjs', 'module'].includes(String(type))) {
    return String(type).endsWith('-typescript')
      ? 'TypeScript is not available here'
      : '--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"';
  }
  if (given.get('--check') === true && typeof given.get('--eval') === 'string')
    return 'either --check or --eval can be used, not both';
  const rejections = given.get('--unhandled-rejections');
  const modes = ['throw', 'strict', 'warn', 'none'];
  if (rejections !== undefined && !modes.includes(String(rejections))) {
    return 'invalid value for --unhandled-rejections';
  }
  return null;
}

function absolutePath(cwd: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${path.startsWith('/') ? '' : cwd}/${path}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
