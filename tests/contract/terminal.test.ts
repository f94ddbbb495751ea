import type { WebContainer } from '@webcontainer/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedHost, type EmbeddedHost } from './hosts/embedded-host.ts';

/** What is typed once the terminal shows a text, which is looked for behind what was found before. */
type Step = readonly [shown: string, typed: string];

let host: EmbeddedHost;

beforeAll(async () => {
  host = await embeddedHost();
});

afterAll(() => host.dispose());

/** Runs a program on a terminal. @returns all that the terminal has shown, and the exit code */
function converse(command: string, args: string[], steps: Step[]): Promise<[string, number]> {
  return host.page.evaluate(
    async ([name, rest, script]) => {
      const { host: container } = globalThis as unknown as { host: WebContainer };
      const child = await container.spawn(name, rest, {
        terminal: { cols: 80, rows: 24 },
        env: { PYTHON_COLORS: '0' },
      });
      const keyboard = child.input.getWriter();
      const left = [...script];
      let screen = '';
      let from = 0;
      await child.output.pipeTo(
        new WritableStream({
          write(text) {
            screen += text;
            for (let step = left[0]; step && screen.includes(step[0], from); step = left[0]) {
              from = screen.indexOf(step[0], from) + step[0].length;
              left.shift();
              void keyboard.write(step[1]);
            }
          },
        }),
      );
      return [screen, await child.exit] as [string, number];
    },
    [command, args, steps] as const satisfies [string, string[], Step[]],
  );
}

const PYTHON = ['-q', '-i'];
const RETURN = '\r';
const [INTERRUPT, END, KILL_LINE, ERASE_WORD, BACKSPACE] = ['\x03', '\x04', '\x15', '\x17', '\x7f'];

describe('the interactive python3 on a terminal', () => {
  it('shows what is typed, answers, and ends by Ctrl+D', async () => {
    const [screen, exitCode] = await converse('python3', PYTHON, [
      ['>>> ', `1 + 1${RETURN}`],
      ['>>> ', END],
    ]);
    expect([screen, exitCode]).toEqual(['>>> 1 + 1\n2\n>>> \n', 0]);
  });

  it('takes a line as it is when Return is pressed', async () => {
    const [screen] = await converse('python3', PYTHON, [
      [
        '>>> ',
        `nonsense${KILL_LINE}print('a much', 'better line${ERASE_WORD}thinÄ${BACKSPACE}${BACKSPACE}ng')${RETURN}`,
      ],
      ['>>> ', END],
    ]);
    expect(screen.replace(/[^\n]*\x08[^\n]*/, '(editing)')).toBe('(editing)\na much better thing\n>>> \n');
  });

  it('asks for the rest of a block', async () => {
    const [screen] = await converse('python3', PYTHON, [
      ['>>> ', `def double(x):${RETURN}`],
      ['... ', `    return 2 * x${RETURN}`],
      ['... ', RETURN],
      ['>>> ', `double(4)${RETURN}`],
      ['>>> ', END],
    ]);
    expect(screen).toBe('>>> def double(x):\n...     return 2 * x\n... \n>>> double(4)\n8\n>>> \n');
  });

  it('drops the line at Ctrl+C, interrupts what runs, and goes on', async () => {
    const [screen, exitCode] = await converse('python3', PYTHON, [
      ['>>> ', `x = 'half a li${INTERRUPT}`],
      ['>>> ', `import time${RETURN}`],
      ['>>> ', `print('sleeps'); time.sleep(1000)${RETURN}`],
      ['\nsleeps\n', INTERRUPT],
      ['>>> ', `exit(7)${RETURN}`],
    ]);
    expect([screen, exitCode]).toEqual([
      `>>> x = 'half a li^C\nKeyboardInterrupt\n>>> import time\n>>> print('sleeps'); time.sleep(1000)\nsleeps\n` +
        '^CTraceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nKeyboardInterrupt\n>>> exit(7)\n',
      7,
    ]);
  });

  it('reads the lines of input() from the same terminal', async () => {
    const [screen] = await converse(
      'python3',
      ['-c', 'print(input("name? "), [*open(0)])'],
      [
        ['name? ', `Ada${RETURN}`],
        ['Ada\n', `one${RETURN}two${RETURN}${END}`],
      ],
    );
    expect(screen).toBe("name? Ada\none\ntwo\nAda ['one\\n', 'two\\n']\n");
  });
});

describe('other programs on a terminal', () => {
  it('an end of input is one program’s: the shell goes on', async () => {
    const [screen, exitCode] = await converse(
      'sh',
      [],
      [
        ['$ ', `cat${RETURN}`],
        ['cat\n', `echoed${RETURN}${END}`],
        ['$ ', `exit 3${RETURN}`],
      ],
    );
    expect([screen, exitCode]).toEqual(['$ cat\nechoed\nechoed\n$ exit 3\n', 3]);
  });

  it('Node gets lines, and in raw mode every key, Ctrl+C among them', async () => {
    const program = `
process.stdin.once('data', (line) => {
  console.log(JSON.stringify(String(line)));
  process.stdin.setRawMode(true).on('data', (key) => {
    console.log(JSON.stringify(String(key)));
    if (key[0] === 3) process.exit(5);
  });
  console.log('raw');
});
console.log('cooked');`;
    const [screen, exitCode] = await converse(
      'node',
      ['-e', program],
      [
        ['cooked', `linx${BACKSPACE}e${RETURN}`],
        ['raw\n', 'k'],
        ['"k"\n', `\x1b[A`],
        ['[A"\n', INTERRUPT],
      ],
    );
    expect([screen, exitCode]).toEqual([
      'cooked\nlinx\b \be\n"line\\n"\nraw\n"k"\n"\\u001b[A"\n"\\u0003"\n',
      5,
    ]);
  });
});
