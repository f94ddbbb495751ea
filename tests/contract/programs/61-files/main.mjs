import fs from 'node:fs';
import fsp from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'files-')));
const told = (error) => `${error.name} ${error.code} ${error.errno} ${error.syscall} ${error.message} ${Object.keys(error)}`;
const tell = async (title, run) => {
  try {
    console.log(title, await run());
  } catch (error) {
    console.log(title, told(error).replaceAll(process.cwd(), '<cwd>'));
  }
};

fs.writeFileSync('text', 'one\ntwo\n');
fs.mkdirSync('folder/below', { recursive: true });
fs.writeFileSync('folder/below/deep.txt', 'deep');
fs.symlinkSync('text', 'link');

for (const [title, run] of Object.entries({
  'rmSync none': () => fs.rmSync('none'),
  'rmSync folder': () => fs.rmSync('folder'),
  'rm promise': () => fsp.rm('none'),
  'rm force': () => fs.rmSync('none', { force: true }),
  'rmdir recursive': () => fs.rmdirSync('folder', { recursive: true }),
  'realpath': () => fs.realpathSync('none/x'),
  'realpath promise': () => fsp.realpath('none/x'),
  'realpath native': () => fs.realpathSync.native('none/x'),
  'realpath link': () => path.basename(fs.realpathSync('link')),
  'readdir': () => fs.readdirSync('.').sort(),
  'readdir recursive': () => fs.readdirSync('.', { recursive: true }).sort(),
  'readdir types': () => fs.readdirSync('.', { withFileTypes: true }).map((entry) => [entry.name, entry.isFile(), entry.isDirectory(), entry.isSymbolicLink()]),
  'readdir none': () => fs.readdirSync('none'),
  'encoding': () => fs.readFileSync('text', 'nope'),
  'encodings': () => [fs.readFileSync('text', 'hex'), fs.readFileSync('text', { encoding: 'base64' }), fs.readFileSync('text')],
  'flags': () => fs.openSync('text', 'q'),
  'mode': () => fs.openSync('text', 'r', 'zz'),
  'null byte': () => fs.readFileSync('a\0b'),
  'null path': () => fs.readFileSync(null),
  'no callback': () => fs.readFile('x'),
  'data': () => fs.writeFileSync('x', {}),
  'fd string': () => fs.closeSync('x'),
  'fd negative': () => fs.closeSync(-1),
  'fd unknown': () => fs.closeSync(999),
  'read unknown': () => fs.readSync(999, Buffer.alloc(1)),
  'read folder': () => fs.readFileSync('folder', 'utf8'),
  'read folder promise': () => fsp.readFile('folder', 'utf8'),
  'read none promise': () => fsp.readFile('none'),
  'truncate none': () => fs.truncateSync('none', 3),
  'watch none': () => fs.watch('none'),
  'mkdtemp none': () => fs.mkdtempSync('none/x'),
  'symlink there': () => fs.symlinkSync('a', 'folder'),
  'copy none': () => fs.copyFileSync('none', 'x'),
  'copy mode': () => fs.copyFileSync('none', 'x', 77),
  'access mode': () => fs.accessSync('text', 9),
  'mkdir option': () => fs.mkdirSync('folder', { recursive: 1 }),
  'mkdir there': () => fs.mkdirSync('folder'),
  'mkdir recursive': () => path.relative(process.cwd(), fs.mkdirSync('m/n/o', { recursive: true })),
  'stat quiet': () => fs.statSync('none', { throwIfNoEntry: false }),
  'stat bigint': () => typeof fs.statSync('text', { bigint: true }).mtimeNs,
  'stat': () => { const { size, nlink, mode } = fs.statSync('text'); return [size, nlink, mode.toString(8)]; },
  'lstat': () => fs.lstatSync('link').isSymbolicLink(),
  'stream range': () => fs.createReadStream('text', { start: 5, end: 2 }),
  'exists': () => [fs.existsSync('text'), fs.existsSync('none'), fs.existsSync('link')],
  'append': () => { fs.appendFileSync('text', 'three\n'); return fs.readFileSync('text', 'utf8'); },
  'write flag': () => { fs.writeFileSync('text', 'x', { flag: 'wx' }); },
  'chmod': () => { fs.chmodSync('text', '600'); return fs.statSync('text').mode.toString(8); },
  'utimes': () => { fs.utimesSync('text', 10, 20.5); const { atimeMs, mtimeMs, mtime } = fs.statSync('text'); return [atimeMs, mtimeMs, mtime]; },
  'cp': () => { fs.cpSync('folder', 'copy', { recursive: true }); return fs.readFileSync('copy/below/deep.txt', 'utf8'); },
  'rename': () => { fs.renameSync('copy', 'moved'); return fs.existsSync('moved/below'); },
  'offsets': () => {
    const fd = fs.openSync('numbers', 'w+');
    fs.writeSync(fd, '0123456789');
    fs.writeSync(fd, Buffer.from('ab'), 0, 2, 4);
    fs.writeSync(fd, 'end');
    const buffer = Buffer.alloc(20);
    const counts = [fs.readSync(fd, buffer, 0, 5, 2), fs.readSync(fd, buffer, { offset: 5, position: 0, length: 4 })];
    fs.ftruncateSync(fd, 6);
    const { size } = fs.fstatSync(fd);
    fs.closeSync(fd);
    return [counts, buffer.toString('utf8', 0, 9), size, fs.readFileSync('numbers', 'utf8')];
  },
})) {
  await tell(title, run);
}

await tell('callback error', () => new Promise((resolve) => fs.readFile('none', (error, data) => resolve([told(error), data]))));
await tell('callback', () => new Promise((resolve) => fs.stat('text', (error, stat) => resolve([error, stat.size]))));
await tell('promisified', async () => (await promisify(fs.read)(fs.openSync('text', 'r'), Buffer.alloc(3), 0, 3, 0)).bytesRead);
await tell('handle', async () => {
  const handle = await fsp.open('handle', 'w+');
  await handle.write('hello ');
  await handle.writeFile('world');
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(5), 0, 5, 6);
  await handle.close();
  return [bytesRead, buffer.toString(), handle.fd, await fsp.readFile('handle', 'utf8')];
});
await tell('closed handle', async () => {
  const handle = await fsp.open('handle');
  await handle.close();
  await handle.read(Buffer.alloc(1));
});
await tell('streams', async () => {
  const out = fs.createWriteStream('streamed');
  for (let i = 0; i < 5; i++) out.write(`line ${i}\n`);
  await new Promise((resolve) => out.end(resolve));
  const chunks = [];
  for await (const chunk of fs.createReadStream('streamed', { start: 2, end: 20, highWaterMark: 8, encoding: 'utf8' })) chunks.push(chunk);
  return [out.bytesWritten, chunks];
});
await tell('stream error', () => new Promise((_, reject) => fs.createReadStream('none').on('error', reject)));
await tell('opendir', async () => {
  const names = [];
  for await (const entry of await fsp.opendir('folder')) names.push(entry.name);
  return names;
});
await tell('watch', async () => {
  const watcher = fs.watch('folder');
  const event = new Promise((resolve) => watcher.once('change', (type, name) => resolve([type, name])));
  fs.writeFileSync('folder/new.txt', '');
  const seen = await event;
  watcher.close();
  return seen;
});
await tell('async rejection', async () => {
  const load = async () => fsp.readFile('none');
  try {
    await load();
  } catch (error) {
    return /at async load/.test(error.stack);
  }
});
console.log(new URL('.', import.meta.url).pathname === `${import.meta.dirname}/`, fs.constants.O_CREAT, Object.keys(fsp).includes('readFile'));
