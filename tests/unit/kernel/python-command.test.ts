import { describe, expect, it } from 'vitest';
import { pythonCommand } from '../../../src/runtime/kernel/commands/python-command.ts';

const understood: readonly [line: string[], source: object, argv: string[]][] = [
  [['main.py', '-c', 'x'], { kind: 'file', path: 'main.py' }, ['main.py', '-c', 'x']],
  [['-c', 'print(1)', '-m', 'x'], { kind: 'command', code: 'print(1)' }, ['-c', '-m', 'x']],
  [['-uBcprint(1)', 'x'], { kind: 'command', code: 'print(1)' }, ['-c', 'x']],
  [['-m', 'json.tool', '-h'], { kind: 'module', name: 'json.tool' }, ['-m', '-h']],
  [['-'], { kind: 'stdin' }, ['-']],
  [[], { kind: 'stdin' }, ['']],
  [['--', '-x.py'], { kind: 'file', path: '-x.py' }, ['-x.py']],
  [['--version', 'main.py'], { kind: 'notice', fd: 1, text: 'Python 3.14.2\n', exitCode: 0 }, ['main.py']],
];

const refused: readonly [line: string[], firstLine: string][] = [
  [['-z'], 'Unknown option: -z'],
  [['-c'], 'Argument expected for the -c option'],
  [['-J'], '-J is reserved for Jython'],
  [['--nonsense'], 'unknown option --nonsense'],
  [
    ['--check-hash-based-pycs', 'maybe'],
    "--check-hash-based-pycs must be one of 'default', 'always', or 'never'",
  ],
];

describe('pythonCommand()', () => {
  it.each(understood)('understands %j', (line, source, argv) => {
    const resolved = pythonCommand('python3', line);
    expect(resolved.program).toMatchObject({ interpreter: 'python', source });
    expect(resolved.argv).toEqual(argv);
  });

  it.each(refused)('refuses %j in the words of CPython, with exit code 2', (line, firstLine) => {
    const { program } = pythonCommand('python3', line);
    expect(program).toMatchObject({ source: { kind: 'notice', fd: 2, exitCode: 2 } });
    expect(program).toHaveProperty(
      'source.text',
      expect.stringMatching(new RegExp(`^${escaped(firstLine)}\nusage: python3 `)),
    );
  });

  it('collects options, their arguments and what implies others', () => {
    const { program, execArgv } = pythonCommand('python3', ['-OO', '-W', 'error', '-Xdev', '-I', 'main.py']);
    expect(program).toMatchObject({
      options: {
        optimize: 2,
        warnings: ['error'],
        implementation: ['dev'],
        isolated: true,
        ignoreEnvironment: true,
        noUserSite: true,
        safePath: true,
      },
    });
    expect(execArgv).toEqual(['-OO', '-W', 'error', '-Xdev', '-I']);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
