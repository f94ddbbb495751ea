import type { WebContainer } from '@webcontainer/api';
import { unzipSync } from 'fflate';
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

describe('fs', () => {
  /** Runs in the page with the booted host, and answers what can be cloned. */
  const inPage = <Result>(use: (container: WebContainer) => Promise<Result>): Promise<Result> =>
    host.page.evaluate((code): Promise<Result> => {
      const call = (0, eval)(code) as typeof use;
      return call((globalThis as unknown as ContractPage).host);
    }, `(${use.toString()})`);

  it('writes and reads in encodings, and lists names as bytes', async () => {
    const found = await inPage(async ({ fs }) => {
      const made = [await fs.mkdir('encoded/deep/er', { recursive: true }), await fs.mkdir('encoded/x')];
      await fs.writeFile('encoded/a', '\u00ff', 'latin1');
      await fs.writeFile('encoded/b', 'AP8', { encoding: 'base64' });
      await fs.writeFile('encoded/c', new Uint8Array([1, 2, 3]).subarray(1));
      const bytes = await Promise.all(['a', 'b', 'c'].map((name) => fs.readFile(`encoded/${name}`)));
      const names = await fs.readdir('encoded', 'buffer');
      return {
        made,
        bytes: bytes.map((content) => [...content]),
        text: await fs.readFile('encoded/b', 'hex'),
        names: names.map((name) => new TextDecoder().decode(name)),
      };
    });
    expect(found).toEqual({
      made: [expect.stringMatching(/\/encoded$/), undefined],
      bytes: [[255], [0, 255], [2, 3]],
      text: '00ff',
      names: ['a', 'b', 'c', 'deep', 'x'],
    });
  });

  it('renames, removes, and refuses as Node does', async () => {
    const messages = await inPage(async ({ fs }) => {
      await fs.mkdir('moved');
      await fs.writeFile('moved/a', '1');
      await fs.rename('moved/a', 'moved/b');
      await fs.rm('none', { force: true });
      const refusals = [
        () => fs.readFile('moved/a', 'utf8'),
        () => fs.rm('moved'),
        () => fs.mkdir('moved'),
        () => fs.readdir('moved/b'),
        () => fs.rm('none'),
      ];
      const failed = [];
      for (const refusal of refusals) {
        failed.push(await refusal().then(String, ({ message }: Error) => message.split(',')[0]));
      }
      await fs.rm('moved', { recursive: true });
      return [...failed, (await fs.readdir('.')).includes('moved')];
    });
    expect(messages).toEqual([
      'ENOENT: no such file or directory',
      expect.stringMatching(/^(ERR_FS_EISDIR|EISDIR|Path is a directory)/),
      'EEXIST: file already exists',
      'ENOTDIR: not a directory',
      'ENOENT: no such file or directory',
      false,
    ]);
  });

  it('watches what the page and what programs change, until it is closed', async () => {
    const events = await inPage(async ({ fs }) => {
      const { run: runProgram } = globalThis as unknown as ContractPage;
      await fs.mkdir('watched/deep', { recursive: true });
      const seen = new Set<string>();
      let changed = () => {};
      const until = (what: string) =>
        new Promise<void>((resolve) => {
          changed = () => seen.has(what) && resolve();
          changed();
        });
      const watcher = fs.watch('watched', { recursive: true }, (event, filename) => {
        seen.add(`${event} ${String(filename)}`);
        changed();
      });
      const bytes = await new Promise<string>((resolve) => {
        const other = fs.watch('watched', 'buffer', (_event, filename) => {
          other.close();
          resolve((filename as Uint8Array).constructor.name);
        });
        // A watch begins when the host has heard of it, which the next call waits for.
        void fs.writeFile('watched/first', '1');
      });
      await runProgram('node', ['-e', 'require("fs").writeFileSync("watched/deep/file", "2")']);
      await until('rename deep/file');
      watcher.close();
      await fs.writeFile('watched/last', '3');
      await fs.readdir('.');
      return {
        bytes,
        last: [...seen].some((event) => event.includes('last')),
        first: seen.has('rename first'),
      };
    });
    expect(events).toEqual({ bytes: 'Uint8Array', last: false, first: true });
  });

  it('mounts and exports snapshots, and leaves out what is excluded', async () => {
    const exported = await inPage(async (container) => {
      const raw = new Uint8Array([255, 0, 128]);
      await container.mount({
        snap: {
          directory: {
            'main.mjs': { file: { contents: 'console.log("é")' } },
            lib: {
              directory: { 'raw.bin': { file: { contents: raw } }, 'a.txt': { file: { contents: 'a' } } },
            },
            link: { file: { symlink: 'main.mjs' } },
          },
        },
      });
      const snapshot = await container.export('snap', { format: 'binary' });
      await container.mount(snapshot.slice().buffer, { mountPoint: 'copy' });
      const json = await container.export('copy');
      const filtered = await container.export('copy', { excludes: ['lib', '*.mjs'], includes: ['**/*.txt'] });
      await container.mount(snapshot, { mountPoint: 'other/place' });
      const zip = await container.export('other/place', { format: 'zip', excludes: ['link'] });
      const refused = await container
        .mount(new Uint8Array([80, 75]))
        .then(String, ({ message }: Error) => message);
      const inverted = ({ lib, ...others }: typeof json) => ({
        ...others,
        lib: Object.entries(
          (lib as { directory: Record<string, { file: { contents: string | Uint8Array } }> }).directory,
        ).map(([name, { file }]) => [
          name,
          typeof file.contents === 'string' ? file.contents : [...file.contents],
        ]),
      });
      return { json: inverted(json), filtered, zip: [...zip], refused };
    });
    expect(exported.json).toEqual({
      'main.mjs': { file: { contents: 'console.log("é")' } },
      link: { file: { symlink: 'main.mjs' } },
      lib: [
        ['a.txt', 'a'],
        ['raw.bin', [255, 0, 128]],
      ],
    });
    expect(exported.filtered).toEqual({
      link: { file: { symlink: 'main.mjs' } },
      lib: { directory: { 'a.txt': { file: { contents: 'a' } } } },
    });
    const files = Object.entries(unzipSync(Uint8Array.from(exported.zip)));
    expect(files.filter(([name]) => !name.endsWith('/')).map(([name, bytes]) => [name, [...bytes]])).toEqual([
      ['lib/a.txt', [97]],
      ['lib/raw.bin', [255, 0, 128]],
      ['main.mjs', [...new TextEncoder().encode('console.log("é")')]],
    ]);
    expect(exported.refused).toContain('Cannot mount the bytes as a snapshot');
  });
});

describe('spawn() options', () => {
  it.each([
    ['no terminal', undefined, 'false,,\n'],
    ['a terminal', { cols: 60, rows: 20 }, 'true,60,20\n'],
  ])('give a program %s', async (_what, terminal, output) => {
    const code = 'console.log(String([!!process.stdout.isTTY, process.stdout.columns, process.stdout.rows]))';
    const printed = await host.page.evaluate(
      async ([source, size]) => {
        const { host: container } = globalThis as unknown as ContractPage;
        const child = await container.spawn('node', ['-e', source], size ? { terminal: size } : {});
        let text = '';
        await child.output.pipeTo(new WritableStream({ write: (chunk) => void (text += chunk) }));
        return text;
      },
      [code, terminal] as const satisfies [string, { cols: number; rows: number } | undefined],
    );
    expect(printed).toBe(output);
  });

  it('set the directory and the environment, numbers and booleans included', async () => {
    const printed = await host.page.evaluate(async () => {
      const { host: container } = globalThis as unknown as ContractPage;
      await container.fs.mkdir('here/below', { recursive: true });
      const code = 'console.log(process.cwd(), process.env.N, process.env.B, process.env.PATH)';
      const child = await container.spawn('node', ['-e', code], {
        cwd: 'here/below',
        env: { N: 1, B: true },
      });
      let text = '';
      await child.output.pipeTo(new WritableStream({ write: (chunk) => void (text += chunk) }));
      return [text, `${container.workdir}/here/below 1 true ${container.path}\n`];
    });
    expect(printed[0]).toBe(printed[1]);
  });

  it('run a program whose output nobody wants', async () => {
    const outcome = await host.page.evaluate(async () => {
      const { host: container } = globalThis as unknown as ContractPage;
      const code = 'console.log("x".repeat(3_000_000)); process.exitCode = 4';
      const child = await container.spawn('node', ['-e', code], { output: false });
      return child.exit;
    });
    expect(outcome).toBe(4);
  });

  it('tell a program of its terminal’s new size, and pass Ctrl+C on', async () => {
    const printed = await host.page.evaluate(async () => {
      const { host: container } = globalThis as unknown as ContractPage;
      const code =
        'const { stdout } = process; stdout.on("resize", () => console.log(`${stdout.columns} ${stdout.rows}`)); process.on("SIGINT", () => { console.log("interrupted"); process.exit(9); }); setInterval(() => {}, 1000); console.log("ready")';
      const child = await container.spawn('node', ['-e', code], { terminal: { cols: 60, rows: 20 } });
      const writer = child.input.getWriter();
      let text = '';
      await child.output.pipeTo(
        new WritableStream({
          write: (chunk) => {
            text += chunk;
            if (chunk.includes('ready')) child.resize({ cols: 100, rows: 30 });
            if (chunk.includes('100')) void writer.write('\x03');
          },
        }),
      );
      // A terminal shows the key itself, too.
      return [text.replaceAll(/\r|\^C/g, ''), await child.exit];
    });
    expect(printed).toEqual(['ready\n100 30\ninterrupted\n', 9]);
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
