"""os.wait and its kin."""

import os
import subprocess
import sys

child = subprocess.Popen([sys.executable, '-c', 'input(); raise SystemExit(4)'], stdin=subprocess.PIPE)
print(os.waitpid(child.pid, os.WNOHANG))
child.stdin.write(b'\n')
child.stdin.close()
pid, status = os.waitpid(child.pid, 0)
print(pid == child.pid, os.WIFEXITED(status), os.WEXITSTATUS(status), os.waitstatus_to_exitcode(status))
try:
    os.waitpid(child.pid, 0)
except ChildProcessError as error:
    print(type(error).__name__)
child.returncode = 4

started = [subprocess.Popen(['sh', '-c', f'exit {code}']) for code in (1, 2, 3)]
children = {child.pid: code for code, child in enumerate(started, 1)}
ended = {}
while children.keys() - ended.keys():
    pid, status = os.wait()
    ended[pid] = os.waitstatus_to_exitcode(status)
print(ended == children)
for child in started:
    child.returncode = 0
try:
    os.wait()
except ChildProcessError as error:
    print(type(error).__name__)

child = subprocess.Popen(['sleep', '60'])
os.kill(child.pid, 9)
pid, status = os.waitpid(child.pid, 0)
print(os.WIFSIGNALED(status), os.WTERMSIG(status), os.waitstatus_to_exitcode(status))
child.returncode = -9
print(subprocess.check_output([sys.executable, '-c', 'import os; print(os.getppid())']).decode().strip() == str(os.getpid()))
