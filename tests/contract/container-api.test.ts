import type { WebContainer } from '@webcontainer/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedHost, type EmbeddedHost } from './hosts/embedded-host.ts';

/** What the test page keeps: see `hosts/embedded-host.ts`. */
interface ContractPage {
  WebContainer: typeof WebContainer;
  host: WebContainer;
  run: (command: string, args: string[], options?: RunOptions) => Promise<Run>;
}

interface RunOptions {
  readonly env?: Record<string, string>;
  readonly input?: string;
  readonly killAfter?: string;
}

interface Run {
  readonly exitCode: number;
  readonly output: string;
}

let host: EmbeddedHost;

beforeAll(async () => {
  host = await embeddedHost();
  await host.page.evaluate(() => {
    const realm = globalThis as unknown as ContractPage;
    realm.run = async (command, args, { env = {}, input, killAfter } = {}) => {
      const child = await realm.host.spawn(command, args, { env: { NO_COLOR: '1', ...env } });
      let output = '';
      const ended = child.output.pipeTo(
        new WritableStream({
          write(text) {
            output += text;
            if (killAfter !== undefined && output.includes(killAfter)) child.kill();
          },
        }),
      );
      if (input !== undefined) {
        const writer = child.input.getWriter();
        await writer.write(input);
        await writer.write('\x04');
      }
      const exitCode = await child.exit;
      child.kill();
      await ended;
      return { exitCode, output };
    };
  });
});

afterAll(() => host.dispose());

function run(command: string, args: string[], options: RunOptions = {}): Promise<Run> {
  return host.page.evaluate(
    ([name, rest, how]) => (globalThis as unknown as ContractPage).run(name, rest, how),
    [command, args, options] as const satisfies [string, string[], RunOptions],
  );
}

describe('spawn()', () => {
  it.each([
    ['the argument of process.exit()', 'process.exit(7)', 7],
    ['1 after an uncaught error', 'throw new Error("x")', 1],
    [
      '7 when the handler of an uncaught error fails',
      'process.on("uncaughtException", () => { throw 1 }); throw 2',
      7,
    ],
    ['134 after process.abort()', 'process.abort()', 134],
    ['143 after SIGTERM', 'process.kill(process.pid, "SIGTERM"); for (;;);', 143],
  ])('resolves exit to %s', async (_what, code, exitCode) => {
    expect((await run('node', ['-e', code])).exitCode).toBe(exitCode);
  });

  it('rejects a command that does not exist', async () => {
    await expect(run('no-such-command', [])).rejects.toThrow('ENOENT');
  });

  it('passes input on, and its end', async () => {
    const code =
      'process.stdin.on("data", (data) => console.log("got", String(data))).on("end", () => console.log("end"))';
    expect(await run('node', ['-e', code], { input: 'text' })).toEqual({
      exitCode: 0,
      output: 'got text\nend\n',
    });
  });

  it('marks stderr when the environment asks for it, and hides that from the program', async () => {
    const code = 'console.log("out"); console.error("err"); console.log(process.env.INTERLEAVE_MARK_STDERR)';
    const { output } = await run('node', ['-e', code], { env: { INTERLEAVE_MARK_STDERR: '1' } });
    expect(output).toBe('out\n\x1b]7170;e\x07err\n\x1b]7170;o\x07undefined\n');
  });

  it('delivers everything that was printed before the exit', async () => {
    const { output } = await run('node', [
      '-e',
      'process.stdout.write("x".repeat(5_000_000)); process.exit(0)',
    ]);
    expect(output).toHaveLength(5_000_000);
  });
});

describe('kill()', () => {
  it.each([
    ['a loop', 'console.log("ready"); for (;;);'],
    [
      'a wait without end',
      'console.log("ready"); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
    ],
    ['endless output', 'console.log("ready"); for (;;) console.log("x".repeat(1000))'],
    [
      'a worker that loops',
      'new (require("worker_threads").Worker)("console.log(`ready`); for (;;);", { eval: true })',
    ],
  ])('ends %s', async (_what, code) => {
    expect((await run('node', ['-e', code], { killAfter: 'ready' })).exitCode).toBe(143);
  });

  it('ends a program that handles SIGTERM by ignoring it', async () => {
    const code = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("ready")';
    expect((await run('node', ['-e', code], { killAfter: 'ready' })).exitCode).toBe(137);
  });

  it('ends the children too', async () => {
    const code =
      'require("child_process").spawn(process.execPath, ["-e", "console.log(`ready`); for (;;);"], { stdio: "inherit" })';
    await run('node', ['-e', code], { killAfter: 'ready' });
    const { output } = await run('ps', ['-e']);
    expect(output).not.toContain('node');
  });
});

describe('files', () => {
  it('are shared between the page and programs', async () => {
    const read = await host.page.evaluate(async () => {
      const { host: container, run: runProgram } = globalThis as unknown as ContractPage;
      await container.fs.mkdir('shared/deep', { recursive: true });
      await container.fs.writeFile('shared/in.txt', 'from the page');
      const code =
        'const fs = require("fs"); fs.writeFileSync("shared/out.txt", fs.readFileSync("shared/in.txt", "utf8") + ", and back")';
      await runProgram('node', ['-e', code]);
      const entries = await container.fs.readdir('shared', { withFileTypes: true });
      return {
        text: await container.fs.readFile('shared/out.txt', 'utf8'),
        entries: entries.map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`),
        tree: await container.export('shared', { format: 'json' }),
      };
    });
    expect(read).toEqual({
      text: 'from the page, and back',
      entries: ['deep/', 'in.txt', 'out.txt'],
      tree: {
        deep: { directory: {} },
        'in.txt': { file: { contents: 'from the page' } },
        'out.txt': { file: { contents: 'from the page, and back' } },
      },
    });
  });
});

describe('teardown()', () => {
  it('ends everything, and another boot begins with no files', async () => {
    const exists = await host.page.evaluate(async () => {
      const realm = globalThis as unknown as ContractPage;
      await realm.host.fs.writeFile('left.txt', 'x');
      realm.host.teardown();
      realm.host = await realm.WebContainer.boot({ workdirName: 'project' });
      return realm.run('node', ['-p', 'require("fs").existsSync("left.txt")']);
    });
    expect(exists).toEqual({ exitCode: 0, output: 'false\n' });
  });
});
