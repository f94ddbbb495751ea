"""What the library knows of the time zone, and of its own lines."""

import linecache
import os
import subprocess
import sys
import tempfile
import threading
import time
import warnings

def zone():
    january, july = (time.localtime(time.mktime((2024, month, 1, 12, 0, 0, 0, 0, -1))) for month in (1, 7))
    offsets = {-january.tm_gmtoff, -july.tm_gmtoff}
    print({time.timezone, time.altzone} == offsets, time.daylight == len(offsets) - 1)
    print({january.tm_zone, july.tm_zone} == set(time.tzname))
    print(time.strftime('%Z', january) in time.tzname, time.strftime('%z', time.gmtime(0)))


def lines():
    print(linecache.getline(threading.__file__, 1), end='')
    print(repr(linecache.getline(threading.__file__, 10**6)), repr(linecache.getline('nowhere.py', 1)))
    text = warnings.formatwarning('a warning', UserWarning, tempfile.__file__, 1)
    print(text.split(': ', 1)[1], end='')


def origins():
    program = 'import sys\nsys.set_coroutine_origin_tracking_depth(9)\nasync def never(): pass\nnever()\n'
    with open('origins.py', 'w') as file:
        file.write(program)
    run = subprocess.run([sys.executable, 'origins.py'], capture_output=True, text=True)
    print(run.stderr.replace(sys.path[0], '<folder>'), end='')
    os.remove('origins.py')


def endings():
    # Nobody is below the first, and nobody runs any more when the second is found.
    program = 'import warnings\nwarnings.warn("beyond", stacklevel=2)\nasync def never(): pass\nkept = never()\n'
    run = subprocess.run([sys.executable, '-c', program], capture_output=True, text=True)
    # The words that later versions have for nowhere.
    print(run.stderr.replace('sys:1:', '<sys>:0:'), end='')


zone()
lines()
origins()
endings()
