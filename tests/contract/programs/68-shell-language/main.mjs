import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// Each script runs in `sh -c`, in a new directory.
const scripts = [
  // arithmetic
  'echo $((1 + 2 * 3)) $(( (1+2)*3 )) $((7/2)) $((-7 % 3)) $((1<<4 | 1)) $((~0)) $((5 > 3 && 2 >= 2))',
  'x=5; echo $((x * 2)) $(($x + 1)) $((x = 7)) $x $((x += 3)) $((y)) "$((x ? 1 : 2))"',
  'i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done; echo $((0x10 + 010))',
  'echo $((9223372036854775807 + 1)) $((0 && 1/0)) $(echo $((2+2)))',
  'echo $((1/0)); echo unreached',
  // case
  'for f in a.js b.ts README x; do case $f in *.js) echo js;; *.ts|*.mts) echo ts;; [A-Z]*) echo upper;; *) echo other;; esac; done',
  'case "a b" in (a*) echo first;; esac; case x in y) echo no;; esac; echo $?',
  'x="*"; case "*" in "$x") echo literal;; esac; case abc in "a*") echo no;; a*) echo yes;; esac',
  'case x in x) false;; esac; echo $?',
  // functions
  'greet() { echo "hello $1 of $#"; return 3; }; greet world two; echo $? $#',
  'f() { x=inner; local y=l; y2=$y; }; x=outer; y=kept; f; echo $x $y $y2',
  'fact() { if [ $1 -le 1 ]; then echo 1; else echo $(( $1 * $(fact $(($1 - 1))) )); fi; }; fact 5',
  'f() { cat; echo end; }; echo in | f | wc -l | cat',
  'f() (cd /; pwd); f; [ "$(pwd)" = / ] || echo elsewhere',
  'f() { for i in 1 2 3; do [ $i = 2 ] && return 7; echo $i; done; }; f; echo $?',
  'f() { echo f; }; command -v f; unset x; command -v no-such; echo $?',
  // here-documents
  'cat <<EOF\nhello $((1+1)) $HOME_NOT_SET `echo ticks`\n  \\$kept "quotes"\nEOF',
  "cat <<'EOF'\n$not `this`\nEOF\necho after",
  'cat <<-EOF | tr a-z A-Z\n\tindented\n\t\ttwice\n\tEOF',
  'while read -r a b; do echo "<$a> <$b>"; done <<X\none two three\n  four\nX',
  'cat <<A; cat <<B\nfirst\nA\nsecond\nB',
  'f() { cat <<E\nin $1\nE\n}; f x | cat; f y',
  // parameters
  'p=/usr/lib/node.tar.gz; echo ${p#*/} ${p##*/} ${p%.*} ${p%%.*} ${p%/*} "${p#none}"',
  'x=a; echo ${x:-${y:-deep}} ${y:-${x}b} "${z-"quoted } brace"}"',
  // jobs
  'sleep 0.2 & echo started; wait; echo waited',
  '(exit 3) & wait $!; echo $?; wait 99999; echo $?',
  'sleep 5 & kill $!; wait $!; echo $?',
  '{ sleep 0.1; echo late; } & echo early; wait',
  'for i in 1 2 3; do (sleep 0.0$((4-i)); exit $i) & done; wait; echo all $?',
  'sleep 0.3 & sleep 0.3 & jobs | wc -l | cat; wait %1; echo $?',
  'echo in | cat & wait; cat & wait; echo $?',
  // read
  'printf "a b  c\\nsecond\\n" | { read x y; echo "[$x][$y]"; read z; echo "[$z]"; read end; echo $?; }',
  'printf "x\\\\y\\n" | { read a; echo "$a"; }; printf "x\\\\y\\n" | { read -r a; echo "$a"; }',
  // mistakes
  'case x in', 'f() {', 'echo $((1+))', 'if true; fi', 'echo ${x!}',
];

for (const script of scripts) {
  const cwd = mkdtempSync(path.join(tmpdir(), 'shell-'));
  const { status, signal, stdout } = spawnSync('sh', ['-c', script], { cwd, encoding: 'utf8' });
  console.log(JSON.stringify(script), status, signal, JSON.stringify(stdout));
  rmSync(cwd, { recursive: true });
}
