import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Each script runs in `sh -c`, in a new directory. Where a system's own words differ, only the status is shown.
const scripts = [
  'echo hello && echo world',
  'echo a; echo b',
  'false && echo no; echo $?',
  'false || echo yes',
  'true && false || echo both',
  '! false && echo negated',
  'echo "a  b"   c \'d  e\'',
  'X=1; echo "$X" $X ${X} ${Y:-none} "${Y:-a b}" ${X:+set} ${#X}',
  'X="a   b"; echo $X "$X"',
  'echo "quote \\" and \\$X and \\\\"',
  "echo 'single $X'",
  'echo one two three | wc -w',
  'printf "%s-%s\\n" a b c d',
  'printf "%d %5.2f %x %-4s|\\n" 42 3.14159 255 ab',
  'seq 3 | sort -r',
  'seq 1 2 7 | head -n 2',
  'yes | head -3',
  'echo b > f; echo a >> f; sort f; cat < f; wc -l < f',
  'echo out; echo err >&2',
  'echo hidden > /dev/null; echo err 2>&1 >/dev/null >&2',
  'ls missing 2>/dev/null; echo status $?',
  'mkdir -p a/b && touch a/b/c a/d && ls a && ls -d a/*',
  'mkdir d; cd d; touch inside; cd ..; ls d',
  'touch x.js y.js z.ts .hidden; echo *.js; echo *; echo *.none; echo "*.js"',
  'for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done',
  'i=; while [ "$i" != xxx ]; do i=x$i; echo $i; done',
  'if test -d .; then echo dir; else echo none; fi',
  'if false; then echo 1; elif true; then echo 2; fi',
  '(cd /tmp; X=2; exit 3); echo $? "$X"',
  '{ echo grouped; echo twice; } | cat -u',
  'echo $(echo nested $(echo deep))',
  'X=$(printf "a\\nb\\n\\n"); echo "$X"',
  'echo `echo ticks`',
  'export A=1; B=2; node -p "[process.env.A, process.env.B].join()"',
  'C=3 node -p "process.env.C"; echo "[$C]"',
  'set -- a b c; echo $# $1 $3; shift; echo "$@"; for x; do echo "<$x>"; done',
  'set -e; false; echo unreachable',
  'exit 7',
  'node -e "process.exit(5)"; echo $?',
  'node -e "process.kill(process.pid, \'SIGTERM\')" ; echo $?',
  'echo in | node -e "process.stdin.pipe(process.stdout)"',
  'node -e "console.error(1)" 2>&1 | cat',
  'printf "one\\ntwo\\nthree\\n" | grep -n o',
  'printf "one\\ntwo\\n" | grep -v o; echo $?',
  'printf "Ab\\nab\\n" | grep -i AB | wc -l | cat',
  'echo x > a; cp a b; mv b c; cat c; rm a; ls',
  'rm missing 2>/dev/null; echo $?; rm -f missing; echo $?',
  'sleep 0.01; echo slept',
  'test 3 -gt 2 && [ a != b ] && [ -z "" ] && echo ok',
  'echo "multi',
  'echo a # comment',
  'echo a\\\nb',
  'eval "echo evaluated"',
  'no-such-command 2>/dev/null; echo $?',
  'exec node -p 6*7',
  ': ; echo colon',
  'echo ~ | wc -l | cat; HOME=/h; echo ~/x',
];

for (const script of scripts) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'shell-'));
  const { status, signal, stdout } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
  console.log(JSON.stringify(script), status, signal, JSON.stringify(stdout));
  rmSync(cwd, { recursive: true });
}
