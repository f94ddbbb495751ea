"""Signals: handlers, defaults, timers, children."""

import os
import signal
import subprocess
import sys
import threading
import time

seen = []

# What help() shows. Functions of `signal` that are not compiled ones of `_signal` have to be its own: test_signal asks that.
for function in os.kill, os.waitpid, signal.sigtimedwait, signal.raise_signal:
    print(function.__module__.removeprefix('_'), function.__name__, (function.__doc__ or '').partition('\n')[0])


def remember(number, frame):
    seen.append(signal.Signals(number).name)


print(signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.getsignal(signal.SIGTERM))
print(signal.signal(signal.SIGUSR1, remember), signal.getsignal(signal.SIGUSR1) is remember)
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
print(seen)
os.kill(os.getpid(), 0)
try:
    os.kill(999_999, 0)
except ProcessLookupError as error:
    print(type(error).__name__)

signal.signal(signal.SIGALRM, remember)
signal.setitimer(signal.ITIMER_REAL, 0.05)
start = time.monotonic()
time.sleep(0.2)
print('slept on', time.monotonic() - start >= 0.2, seen[-1])
print(signal.alarm(10), signal.alarm(0))
signal.setitimer(signal.ITIMER_REAL, 0.03)
signal.pause()
print('paused until', seen[-1])


class Interrupted(Exception):
    pass


def interrupt(number, frame):
    raise Interrupted


signal.signal(signal.SIGALRM, interrupt)
reader, writer = os.pipe()
lock = threading.Lock()
lock.acquire()


def spin():
    while True:
        pass


for name, wait in {
    'read': lambda: os.read(reader, 1),
    'lock': lock.acquire,
    'sleep': lambda: time.sleep(60),
    'loop': spin,
    'child': lambda: subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)']),
}.items():
    signal.setitimer(signal.ITIMER_REAL, 0.1 if name != 'child' else 0.5)
    try:
        wait()
    except Interrupted:
        print('interrupted', name)

signal.signal(signal.SIGALRM, remember)
signal.setitimer(signal.ITIMER_REAL, 0.05)
threading.Timer(0.2, os.write, (writer, b'late')).start()
print(os.read(reader, 10), seen[-1])

signal.signal(signal.SIGCHLD, remember)
subprocess.run(['true'])
time.sleep(0.05)
print(seen[-1])
signal.signal(signal.SIGCHLD, signal.SIG_DFL)

for code in (
    'import os, signal; os.kill(os.getpid(), signal.SIGKILL)',
    'import signal; signal.raise_signal(signal.SIGTERM)',
    'import os; os.abort()',
    'import signal, os; signal.signal(signal.SIGTERM, signal.SIG_IGN); os.kill(os.getpid(), 15); print("ignored")',
    'import os, signal; signal.signal(signal.SIGINT, signal.SIG_DFL); os.kill(os.getpid(), signal.SIGINT)',
):
    print(subprocess.run([sys.executable, '-c', code], stderr=subprocess.STDOUT).returncode, flush=True)


def in_thread():
    try:
        signal.signal(signal.SIGUSR2, remember)
    except ValueError as error:
        print(error)


thread = threading.Thread(target=in_thread)
thread.start()
thread.join()
