// What the first example of child_process in Node's documentation shows: `ls -lh`.
import { execSync } from 'node:child_process';

const show = (command) => {
  const text = execSync(command, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' }, cwd: 'made' });
  console.log(`$ ${command}\n${text.replace(/\w{3} [ \d]\d \d\d:\d\d/g, '<time>')}`);
};
execSync(
  'rm -rf made; mkdir -p made/c; cd made; echo hello > a; head -c 5000 /dev/zero > b; head -c 12000000 /dev/zero > d; chmod 700 b; ln -s a l',
  { stdio: 'ignore' },
);
for (const options of ['-lh', '-lS', '-r', '-lhd b a c', '-1 c a', '-A', 'a b']) show(`ls ${options}`);
show('head -c 3 a; head -c -3 a; tail -c 3 a');
