"""Descriptors: copies, redirection, inheritance, limits."""

import os
import subprocess
import sys
import tempfile

path = os.path.join(tempfile.mkdtemp(), 'out')
print('before', flush=True)
saved = os.dup(1)
fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
os.dup2(fd, 1)
print('into the file', flush=True)
os.system('echo from the shell')
subprocess.run([sys.executable, '-c', 'print("from a child")'])
os.dup2(saved, 1)
os.close(fd)
os.close(saved)
print('after', flush=True)
print(open(path).read())

fd = os.open(path, os.O_RDONLY)
copy = os.dup(fd)
os.lseek(fd, 5, os.SEEK_SET)
print(os.read(copy, 3), os.lseek(fd, 0, os.SEEK_CUR))
print(os.get_inheritable(fd), os.get_inheritable(copy), os.get_inheritable(0))
os.set_inheritable(fd, True)
child = subprocess.run([sys.executable, '-c', f'import os; print(os.read({fd}, 4))'], close_fds=False, capture_output=True, text=True)
print(child.stdout, end='')
os.close(fd)
os.close(copy)

print([os.isatty(fd) for fd in (0, 1, 2)], sys.stdout.fileno(), sys.stderr.fileno())
try:
    os.get_terminal_size()
except OSError as error:
    print(type(error).__name__)
with open(path, 'w') as file:
    with os.fdopen(os.dup(file.fileno()), 'w') as other:
        print('through the other', file=other)
print(open(path).read(), end='')
for broken in (lambda: os.fstat(99), lambda: os.dup(99), lambda: os.read(99, 1), lambda: open(99)):
    try:
        broken()
    except OSError as error:
        print(error.strerror)
result = subprocess.run(
    [sys.executable, '-c', 'import os\nfor i in range(100000):\n  print("line", i)'],
    stdout=subprocess.PIPE, bufsize=0)
print(len(result.stdout))
child = subprocess.Popen([sys.executable, '-c', 'for i in range(1000000): print(i)'], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
print(child.stdout.readline(), end='')
child.stdout.close()
print('BrokenPipeError' in child.stderr.read(), child.wait() != 0)
child.stderr.close()
