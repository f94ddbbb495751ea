// `fs.watchFile` of a file that comes, changes and goes.
import fs from 'node:fs';

const told = [];
let wake = () => {};
const until = async (count) => {
  while (told.length < count) await new Promise((resolve) => (wake = resolve));
};
fs.rmSync('watched.txt', { force: true });
fs.watchFile('watched.txt', { interval: 20 }, (now, before) => {
  told.push([now.size, before.size, now.isFile()]);
  wake();
});
await until(1);
// By another name first: it is there at once, with what it holds.
fs.writeFileSync('other.txt', 'abc');
fs.renameSync('other.txt', 'watched.txt');
await until(2);
fs.unlinkSync('watched.txt');
await until(3);
fs.unwatchFile('watched.txt');
console.log(told);
