// What a shell tells of the time, the system and its commands.
import { exec } from 'node:child_process';
import os from 'node:os';

const run = (command) =>
  new Promise((resolve) => {
    exec(command, { env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' } }, (error, stdout, stderr) => {
      resolve({ status: error?.code ?? 0, stdout, stderr });
    });
  });
const show = async (command) => console.log(command, await run(command));

await show('cd / && type cd type; type nothing-such; f() { :; }; type f');
await show('whoami; uname; uname -sm; uname -o');
console.log((await run('hostname; uname -n; uname -r')).stdout === `${os.hostname()}\n`.repeat(2) + `${os.release()}\n`);
await show('printf "a b\\nc\\n" > lines.txt; wc lines.txt; wc -l lines.txt; wc -lc lines.txt lines.txt; wc -w < lines.txt; wc < lines.txt; rm lines.txt');
await show('mkdir full; : > full/x; rmdir full missing; rm -r full');
await show('date +%%%n%t%H | wc -c; date nonsense; date +%F +%F 2> /dev/null');

const { stdout } = await run('date -u "+%Y-%m-%dT%H:%M:%S %s %j %a %A %b %B %e %I %p %y %u %w %D %T %R %F %Z %z %c"; date -u; date -R -u');
const [fields, plain, mail] = stdout.split('\n');
const [iso, seconds] = fields.split(' ');
const moment = new Date(`${iso}Z`);
console.log(Math.abs(Date.now() - moment) < 10_000, Number(seconds) * 1000 === moment.getTime());
const [weekday, month, day] = [moment.toUTCString().slice(0, 3), moment.toUTCString().slice(8, 11), moment.getUTCDate()];
console.log(fields.includes(` ${weekday} ${moment.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })} ${month} `));
console.log(fields.endsWith(` ${iso.slice(0, 10)} UTC +0000 ${weekday} ${month} ${String(day).padStart(2)} ${iso.slice(11)} ${iso.slice(0, 4)}`));
console.log(new RegExp(`^${weekday} ${month} +${day} [\\d:]{8} UTC \\d{4}$`).test(plain), /^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000$/.test(mail));
