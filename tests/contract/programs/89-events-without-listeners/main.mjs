// An 'error' event that nobody listens to ends the program; the banner tells where the error was made and where it came up.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

for (const file of readdirSync('cases').sort()) {
  const { status, stderr } = spawnSync(process.execPath, [`cases/${file}`], { encoding: 'utf8' });
  // Frames of Node's own code go, and with them the brace that may follow the last frame.
  const shown = stderr.replace(/\n +at .*\(?node:.*/g, '').replace(/(:\d+:\d+\)?) \{$/gm, '$1');
  console.log(file, status, `\n${shown}`);
}
