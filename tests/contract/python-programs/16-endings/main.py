"""How programs end whose output nobody reads, and what destructors find at the very end."""

import subprocess
import sys

FULL_PIPE = """
import os
reading, writing = os.pipe()
os.set_blocking(writing, False)
file = os.fdopen(writing, 'wb')
try:
    while True:
        file.write(b'x' * 100)
except BlockingIOError as error:
    print(error, flush=True)
os._exit(0)
"""

LAST_DESTRUCTOR = """
class Last:
    def __del__(self):
        1 / 0

last = Last()
"""

FILE_THAT_CANNOT_BE_FLUSHED = """
import os
reading, writing = os.pipe()
os.close(reading)
file = os.fdopen(writing, 'wb')
file.write(b'x')
"""


def ending(command):
    """The exit code of the first program of a pipeline, and the exceptions of which it told."""
    line = f'({command}; echo $? >&2) | true'
    told = subprocess.run(['/bin/sh', '-c', line], stderr=subprocess.PIPE, text=True).stderr.splitlines()
    return told[-1], [line for line in told if 'Error' in line]


def python(options, program):
    return f'{sys.executable} {options} -c "import time; time.sleep(0.1)\n{program}"'


print('kept back, with a code', ending(python('', "print(1); raise SystemExit(3)")))
print('written at once', ending(python('-u', "print(1)")))
print('flushed', ending(python('', "print(1, flush=True)")))

for program in FULL_PIPE, LAST_DESTRUCTOR, FILE_THAT_CANNOT_BE_FLUSHED:
    ended = subprocess.run([sys.executable, '-c', program], capture_output=True, text=True)
    frames = [line for line in ended.stderr.splitlines() if line.startswith('  File')]
    names = [line.rpartition(' ')[2] for line in frames]
    print(ended.returncode, ended.stdout.strip(), names)
