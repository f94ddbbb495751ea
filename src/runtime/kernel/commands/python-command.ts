import type { PythonSource } from '../../protocol/thread-start.ts';
import type { ResolvedCommand } from './command-lookup.ts';
import { type PythonArguments, PythonUsageError, readPythonArguments } from './python-arguments.ts';

/** `sys.executable`. */
export const PYTHON_PATH = '/usr/bin/python3';
/** Other names of the same program. */
export const PYTHON_LINKS = ['/usr/bin/python', '/usr/bin/python3.14'];
/** Of the CPython in the `pyodide` package. */
const PYTHON_VERSION = '3.14.2';

/**
 * Understands Python's command line: `python3 [option] … [-c cmd | -m mod | file | -] [arg] …`. What is wrong with it is
 * said in CPython's words.
 * @see https://docs.python.org/3.14/using/cmdline.html
 */
export function pythonCommand(command: string, args: readonly string[]): ResolvedCommand {
  const { source, argv, options, interpreterArgs } = understood(command, args);
  return {
    program: { interpreter: 'python', source, options },
    argv,
    execArgv: interpreterArgs,
    execPath: PYTHON_PATH,
  };
}

function understood(command: string, args: readonly string[]): PythonArguments {
  try {
    const read = readPythonArguments(args);
    if (read.asksFor === 'help') return saying(1, usageLine(command) + HELP, 0, read);
    // Asked twice, it also tells how it was built, which only the interpreter knows.
    if (read.asksFor === 'version') return saying(1, `Python ${PYTHON_VERSION}\n`, 0, read);
    return read;
  } catch (error) {
    if (!(error instanceof PythonUsageError)) throw error;
    const hint = "Try `python -h' for more information.\n";
    return saying(2, `${error.message}\n${usageLine(command)}${hint}`, 2, NOTHING_READ);
  }
}

function saying(fd: 1 | 2, text: string, exitCode: number, read: PythonArguments): PythonArguments {
  const source: PythonSource = { kind: 'notice', fd, text, exitCode };
  return { ...read, source };
}

const NOTHING_READ = readPythonArguments([]);

function usageLine(command: string): string {
  return `usage: ${command} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n`;
}

const HELP = `Options:
-b     : warn about str(bytes) and comparing bytes with str (-bb: raise)
-B     : accepted; no .pyc files are written here
-c cmd : run this text (ends the options)
-E     : ignore the PYTHON* environment variables
-h     : print this (also -? or --help)
-i     : go on interactively after the program
-I     : isolate from the environment (implies -E, -P and -s)
-m mod : run a library module as a script (ends the options)
-O     : remove assert statements (-OO: docstrings too)
-P     : do not put the program's directory first in sys.path
-q     : print no version when interactive
-s, -S : accepted; there are no site-packages here
-u     : write standard output and error unbuffered
-v     : trace imports
-V     : print the version (also --version; twice: more)
-W arg : control warnings: action:message:category:module:lineno
-x     : skip the first line of the program
-X opt : an option of the implementation
file   : run this file
-      : run what standard input says
arg ...: what follows is sys.argv[1:]
`;
