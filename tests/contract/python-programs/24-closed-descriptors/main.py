"""What asks for closed descriptors, unknown names and impossible times is refused, and how."""

import multiprocessing
import os
import select
import selectors
import signal
import socket
import subprocess
import sys


def attempt(name, call):
    try:
        print(name, call())
    except Exception as error:
        print(name, type(error).__name__, error)


def selecting():
    readable, writable = os.pipe()
    closed, other = os.pipe()
    os.write(writable, b'x')
    os.close(closed)
    attempt('ready', lambda: select.select([readable], [writable], [], None) == ([readable], [writable], []))
    attempt('closed', lambda: select.select([closed], [], []))
    attempt('closed to write', lambda: select.select([], [closed], [], 5))
    attempt('closed beside a ready one', lambda: select.select([readable, closed], [], [], 5))
    attempt('nothing', lambda: select.select([], [], [], 0.01))
    attempt('a generator', lambda: select.select((fd for fd in [readable]), [], [], 5) == ([readable], [], []))
    attempt('no sequence', lambda: select.select(3, [], [], 0))
    attempt('too few', lambda: select.select([readable]))
    attempt('negative', lambda: select.select([-1], [], []))
    selector = selectors.SelectSelector()
    selector.register(readable, selectors.EVENT_READ)
    print([key.fd == readable for key, _ in selector.select(5)])
    one, two = socket.socketpair()
    one.close()
    attempt('a closed socket', lambda: select.select([one], [], [], 0))
    for thing in (readable, writable, other):
        os.close(thing)
    two.close()


def names():
    for call in (
        lambda: socket.gethostbyname('localhost'),
        lambda: socket.getaddrinfo('localhost', 80, socket.AF_INET, socket.SOCK_STREAM)[0][-1],
        lambda: socket.gethostbyname('127.0.0.1'),
    ):
        print(call())
    try:
        socket.create_connection(('nowhere.invalid', 80))
    except socket.gaierror as error:
        print(type(error).__name__, error.errno == socket.EAI_NONAME or error.errno == socket.EAI_AGAIN)


def signals():
    print(signal.setitimer(signal.ITIMER_REAL, 0), signal.alarm(0))
    attempt('a float', lambda: signal.alarm(1.5))
    attempt('a text', lambda: signal.alarm('1'))
    attempt('negative', lambda: signal.setitimer(signal.ITIMER_REAL, -1))


def programs():
    with open('no-program.txt', 'w') as file:
        file.write('echo hello\n')
    attempt('no program', lambda: subprocess.run(['./no-program.txt']))
    os.chmod('no-program.txt', 0o755)
    attempt('a program of no kind', lambda: subprocess.run(['./no-program.txt']))
    print(subprocess.run('./no-program.txt', shell=True, capture_output=True, text=True).stdout, end='')
    attempt('execv', lambda: os.execv('/nowhere', ['x']))
    attempt('execve', lambda: os.execve('/nowhere', ['x'], {}))
    attempt('execvp', lambda: os.execvp('no-such-command', ['x']))
    attempt('execl', lambda: os.execl('/nowhere', ''))
    mask = subprocess.run('umask; umask 77; umask', shell=True, umask=0o27, capture_output=True, text=True)
    print(mask.stdout, end='')
    os.remove('no-program.txt')


def main():
    selecting()
    names()
    signals()
    programs()
    attempt('semaphore', lambda: multiprocessing.Semaphore(-1))
    run = subprocess.run(
        [sys.executable, '-i', '-q'],
        input='1 + 1\nif True:\n    2\n\nexit(3)\n',
        capture_output=True,
        text=True,
    )
    print(run.returncode, repr(run.stdout), repr(run.stderr))


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    main()
