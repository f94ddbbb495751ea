// What globs find, and in which order.
import fs from 'node:fs';
import fsPromises from 'node:fs/promises';

fs.rmSync('tree', { recursive: true, force: true });
for (const folder of ['a/b/c', '.dot/x', 'z']) fs.mkdirSync(`tree/${folder}`, { recursive: true });
const files = [
  'a/1.txt',
  'a/b/2.js',
  'a/b/c/3.txt',
  '.dot/h.txt',
  '.hid.txt',
  'top.txt',
  'z/last.txt',
  'a/.h',
  't.mjs',
];
for (const file of files) fs.writeFileSync(`tree/${file}`, 'line 1\nline 2\r\nline 3');
fs.symlinkSync('../z', 'tree/a/zlink');
process.chdir('tree');

function find(patterns, options) {
  try {
    console.log(patterns, fs.globSync(patterns, options));
  } catch (error) {
    console.log(patterns, error.name, error.code, error.message);
  }
}

for (const pattern of [
  '*',
  '**',
  '**/*',
  '**/*.txt',
  'a/**',
  'a/**/',
  'a/*',
  'a/*/',
  '{a,z}/*.txt',
  '.*',
  'a/.*',
  './a/*',
  '../tree/z/*',
])
  find(pattern);
for (const pattern of [
  'a/zlink/*',
  'a/zlink/**',
  '**/zlink/*',
  '*/*',
  '**/c/**',
  'a/b/2.js',
  'nope',
  'nope/*',
  '',
  '.',
  'a/..',
  'a/../z/*',
])
  find(pattern);
for (const pattern of [
  '**/b/*',
  '**/**/*.js',
  '!a',
  '@(a|z)',
  '+(a|z)/*',
  '*.{txt,mjs}',
  '[at]*',
  '?',
  ['*.txt', 'top.*'],
])
  find(pattern);
find('**/*.txt', { cwd: 'a' });
find('*', { cwd: 'nope' });
find('**/*.txt', { exclude: ['a/b/**'] });
find('a/**', { exclude: (name) => name.endsWith('.js') });
find('a/*', { exclude: ['a/b'] });
find('**/*.txt', { followSymlinks: true });
for (const options of [5, { cwd: 5 }, { exclude: 5 }, { exclude: [5] }]) find('*', options);
find(5);
find([5]);
for (const entry of fs.globSync('a/*', { withFileTypes: true }))
  console.log(entry.name, entry.parentPath, entry.isDirectory(), entry.isSymbolicLink());

await new Promise((resolve) =>
  fs.glob('*.txt', { cwd: 'z' }, (error, found) => resolve(console.log(error, found))),
);
for await (const file of fsPromises.glob('**/*.js')) console.log(file);

// What came with it: lines of an open file, folders that are removed again.
const file = await fsPromises.open('top.txt');
for await (const line of file.readLines({ start: 1 })) console.log(line);
console.log(file.fd);
{
  await using folder = await fsPromises.mkdtempDisposable('q-');
  using another = fs.mkdtempDisposableSync('q-');
  fs.writeFileSync(`${another.path}/file`, '');
  console.log(Object.keys(folder), Object.keys(another), fs.globSync('q-*').length);
}
console.log(fs.globSync('q-*'), fs.openAsBlobSync('top.txt').size);
fs.exists({}, (found) => console.log('exists', found));
fs.exists('a', (found) => console.log('exists', found));
fs.stat('a', () => console.log('stat comes after'));
