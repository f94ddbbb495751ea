"""subprocess, as CPython's own library has it."""

import os
import signal
import subprocess
import sys
import warnings


def python(code, **options):
    return subprocess.run([sys.executable, '-c', code], **options)


result = python('print("out"); import sys; print("err", file=sys.stderr)', capture_output=True, text=True)
print(result.returncode, repr(result.stdout), repr(result.stderr))
print(python('import sys; sys.exit(7)').returncode)
print(subprocess.check_output(['echo', 'hello'], text=True), end='')
print(subprocess.run('echo $GREETING; exit 3', shell=True, env={**os.environ, 'GREETING': 'hi'}).returncode)
print(subprocess.getoutput('printf "%s-%s" a b'))
print(python('print(input()[::-1])', input='abc\n', text=True, capture_output=True).stdout, end='')

code = 'import sys; data = sys.stdin.buffer.read(); sys.stdout.buffer.write(data * 2); print(len(data), file=sys.stderr)'
child = subprocess.Popen(
    [sys.executable, '-c', code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
)
out, err = child.communicate(b'x' * 500_000)
print(len(out), err, child.returncode, child.poll())

for failing in ([sys.executable, '-c', 'import os, signal; os.kill(os.getpid(), signal.SIGTERM)'],):
    try:
        subprocess.run(failing, check=True)
    except subprocess.CalledProcessError as error:
        print(error.returncode, str(error).endswith('died with <Signals.SIGTERM: 15>.'))
try:
    subprocess.run(['/nowhere/program'])
except FileNotFoundError as error:
    print(type(error).__name__, error.filename)
try:
    subprocess.run(['no-such-program', 'x'])
except FileNotFoundError as error:
    print(type(error).__name__, error.filename)
try:
    subprocess.run(['echo'], cwd='/nowhere')
except FileNotFoundError as error:
    print(type(error).__name__, error.filename)

try:
    python('import time; time.sleep(60)', timeout=1.5)
except subprocess.TimeoutExpired as error:
    print('timed out after', round(error.timeout, 1))

child = subprocess.Popen([sys.executable, '-c', 'import time; print("up", flush=True); time.sleep(60)'], stdout=subprocess.PIPE)
print(child.stdout.readline())
print(child.poll())
child.terminate()
print(child.wait() == -signal.SIGTERM)
child.stdout.close()

reader, writer = os.pipe()
child = subprocess.Popen(
    [sys.executable, '-c', f'import os; os.write({writer}, b"through a kept descriptor")'], pass_fds=[writer]
)
os.close(writer)
print(os.read(reader, 100), child.wait())
child = subprocess.Popen([sys.executable, '-c', f'import os; os.fstat({reader})'], stderr=subprocess.PIPE, text=True)
print(child.communicate()[1].strip().splitlines()[-1].startswith('OSError'), child.returncode)
os.close(reader)

first = subprocess.Popen(['printf', r'b\na\nc\n'], stdout=subprocess.PIPE)
second = subprocess.Popen(['sort'], stdin=first.stdout, stdout=subprocess.PIPE, text=True)
first.stdout.close()
print(second.communicate()[0].split(), first.wait())
print(os.system('exit 5') >> 8, os.popen('echo popen').read(), end='')
print(subprocess.run(['cat'], stdin=subprocess.DEVNULL, capture_output=True).stdout)
with open('/tmp/out.txt', 'w') as file:
    subprocess.run(['echo', 'to a file'], stdout=file)
print(open('/tmp/out.txt').read(), end='')
merged = python('import sys; print("o", flush=True); print("e", file=sys.stderr)', stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
print(merged.stdout)

warnings.simplefilter('always')
with warnings.catch_warnings(record=True) as caught:
    try:
        subprocess.Popen(['/nowhere/at-all'])
    except FileNotFoundError as error:
        print(error)
print([str(warning.message) for warning in caught])
print(os.spawnv(os.P_WAIT, sys.executable, ['python3', '-c', 'raise SystemExit(3)']), os.spawnlp(os.P_WAIT, 'no-such-command', 'x'))
pid = os.spawnlpe(os.P_NOWAIT, 'sh', 'sh', '-c', 'exit $CODE', {**os.environ, 'CODE': '7'})
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
for arguments in (['true'], ['']):
    try:
        os.execve('true', arguments if arguments[0] == '' else [], {})
    except ValueError as error:
        print(error)
