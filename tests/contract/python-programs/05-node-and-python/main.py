"""Python starts Node, which starts Python; all share files, pipes and the working directory."""

import json
import pathlib
import subprocess
import sys

here = pathlib.Path(__file__).parent
pathlib.Path('shared.json').write_text(json.dumps({'from': 'python', 'count': 1}))
result = subprocess.run(['node', str(here / 'middle.mjs'), 'argument'], capture_output=True, text=True)
print(result.stdout, result.stderr, result.returncode, sep='|')
print(json.loads(pathlib.Path('shared.json').read_text()))
child = subprocess.Popen(['node', '-e', 'process.stdin.on("data", (d) => process.stdout.write(String(d).toUpperCase()))'],
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
print(child.communicate('shout\n')[0], end='')
killed = subprocess.Popen(['node', '-e', 'setInterval(() => {}, 1000)'])
killed.kill()
print(killed.wait())
