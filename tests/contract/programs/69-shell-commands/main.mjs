import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Each script runs in `sh -c`, in a new directory, with the tools of a system or of the host.
const scripts = [
  // sed
  'printf "one two\\ntwo\\nthree\\n" > f; sed s/two/2/ f; sed "s/o/0/g" f; sed -n 2p f; sed 2d f; sed -n "/t/p" f',
  'seq 5 > f; sed -n "2,4p" f; sed "2,\\$d" f; sed "/2/,/4/d" f; sed "\\$!d" f; sed -n "\\$=" f; sed 3q f; sed -e 1d -e 2d f',
  'echo "a.b.c" | sed "s/\\./-/2"; echo abc | sed "s/b/[&]/;s/c/\\\\&/"; echo "x=1" | sed "s/\\(.*\\)=\\(.*\\)/\\2=\\1/"; echo aab | sed -E "s/(a+)(b)/\\2\\1/"',
  'echo a/b | sed "s|/|_|"; echo hello | sed "y/el/ip/"; echo ABC | sed "s/b/x/I"; printf "a\\nb\\n" | sed -n "s/a/z/p"',
  'printf "a\\nb\\n" > f; sed -i s/a/changed/ f; cat f; sed "1a after" f; sed "1i before" f; sed "2c instead" f',
  'printf "k: v\\n" | sed "s/^[[:alpha:]]*: *//"; seq 3 | sed -n "2!p"; printf "x\\n" | sed "s/x/a\\tb/"',
  // lines
  'printf "a\\na\\nb\\na\\n" | uniq; printf "a\\na\\nb\\n" | uniq -c; printf "a\\na\\nb\\n" | uniq -d; printf "a\\na\\nb\\n" | uniq -u; printf "A\\na\\n" | uniq -i',
  'printf "1:2:3\\nnone\\n" | cut -d: -f2; printf "1:2:3\\nnone\\n" | cut -d: -f1,3 -s; echo abcdef | cut -c2-4; echo abcdef | cut -c-2,5-; printf "a\\tb\\n" | cut -f2',
  'echo hello | tr a-y b-z; echo Hello | tr "[:upper:]" "[:lower:]"; echo "a  b" | tr -s " "; echo a1b2 | tr -d 0-9; echo a-b | tr -- - _; echo "a b" | tr " " "\\n"; echo abc1 | tr -cd "a-z\\n"',
  'echo text | tee one two | cat; cat one two; echo more | tee -a one > /dev/null; cat one',
  'printf "b\\na\\n" | tac; printf "abc\\n" | rev; printf "x\\n\\ny\\n" | nl',
  'printf "3\\n10\\n2\\n" | sort; printf "3\\n10\\n2\\n" | sort -n; printf "3\\n10\\n2\\n" | sort -nr; printf "b\\na\\nb\\n" | sort -u; printf "b 1\\na 2\\n" | sort -k2; printf "x:3\\ny:1\\n" | sort -t: -k2 -n',
  'seq 20 | tail -n 3; seq 20 | tail -n +19; seq 3 | head -n 1; seq 3 | head -n -1; echo abcdef | head -c 3; echo; echo abcdef | tail -c 3; printf "a b\\nc\\n" | wc; printf "a b\\n" | wc -w',
  'seq 3; seq 2 4; seq 1 2 7; seq 3 -1 1; seq -s, 4; seq -w 8 10; seq 0 0.5 1',
  'printf "%5d|%-5s|%05d|%x|%o|%c|%%|%s\\n" 42 ab 7 255 8 xyz end; printf "%s\\n" a b; printf "%b" "a\\tb\\n"; printf "%.2f %e\\n" 3.14159 1234.5',
  // paths
  'basename /a/b.txt; basename /a/b.txt .txt; basename /; dirname /a/b; dirname a; dirname /a; dirname /',
  'mkdir -p d/e; touch d/a.js d/e/b.js d/c.ts; find d | sort; find d -name "*.js" | sort; find d -type d | sort; find d -maxdepth 1 -type f | sort; find . -name "*.ts" ! -path "./x*"; find d -mindepth 2; find nope; echo $?',
  'touch f; ln -s f l; readlink l; test -L l && echo link; ln f h; test f -ef h && echo same; ln -sf h l; readlink l; mkdir m; rmdir m; ls',
  'echo "echo ran" > s; chmod +x s; ./s; chmod 600 s; test -x s || echo not; chmod u+x,go-r s; test -x s && echo again',
  'touch -d "2020-01-01" old 2>/dev/null || touch old; sleep 0.02; touch new; test new -nt old && echo newer; test old -ot new && echo older; test old -nt new || echo no',
  // commands that run others
  'echo "a b\\nc" | xargs; echo "a b c" | xargs -n 2 echo got; printf "a b\\nc\\n" | xargs -I {} echo "<{}>"; printf "x\\0y z\\0" | xargs -0 -n1 echo; echo "\\"q r\\" s" | xargs -n1 echo; true | xargs -r echo no; true | xargs echo yes',
  'echo a | xargs sh -c "exit 3"; echo $?; echo a | xargs no-such-command 2>/dev/null; echo $?',
  'timeout 5 echo in time; timeout 0.1 sleep 5; echo $?; timeout -s KILL 0.1 sleep 5; echo $?; timeout 5 sh -c "exit 4"; echo $?; timeout 1 no-such 2>/dev/null; echo $?',
  'env -i A=1 env; A=2 env | grep ^A=; env -u A sh -c "echo [$A]"; env B=3 sh -c "echo \\$B"',
  'sleep 0.01 0.01; echo $?; true; echo $?; false; echo $?; test a; echo $?; test; echo $?; [ 1 -eq 1 -a 2 -gt 1 ]; echo $?',
  'ls -d /; echo x > a; echo y > b; cat a - b < a; cat -n a b; wc -l a b | tail -n 1; cp a c; cmp a c && echo equal; mv c d; test -e c || echo moved; rm -r d; ls',
];

for (const script of scripts) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'shell-'));
  const { status, signal, stdout } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
  console.log(`${JSON.stringify(script)} ${status} ${signal}\n${stdout.replace(/^/gm, '  ')}`);
  rmSync(cwd, { recursive: true });
}
