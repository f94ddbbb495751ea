"""Hard links, locks of files, and posix_spawn."""
import fcntl
import os
import signal
import subprocess
import sys
import threading


def failure(call, *args, **options):
    try:
        return call(*args, **options)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


def links():
    with open('one', 'w') as file:
        file.write('text')
    os.link('one', 'two')
    print(os.stat('one').st_nlink, os.path.samefile('one', 'two'), open('two').read())
    os.unlink('one')
    print(os.stat('two').st_nlink, open('two').read())
    print(failure(os.link, 'one', 'three'))
    open('three', 'w').close()
    print(failure(os.link, 'two', 'three'))
    os.symlink('two', 'symbolic')
    os.link('symbolic', 'hard')
    print(os.path.islink('hard'), os.readlink('hard'))
    print(failure(os.link, '.', 'directory'))


LOCKING = '''
import fcntl, sys
def attempt(how):
    try:
        how(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return 'locked'
    except OSError as error:
        return str(error)
file = open('locked', 'r+')
print(attempt(getattr(fcntl, sys.argv[1])), flush=True)
if sys.argv[2:]:
    sys.stdin.read()
'''


ASKING = """
import fcntl, struct, sys
with open('locked', 'r+') as file:
    answer = fcntl.fcntl(file, fcntl.F_GETLK, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0))
kind, whence, start, length, pid = struct.unpack('hhqqi4x', answer)
print(kind == fcntl.F_WRLCK, start, length, pid == int(sys.argv[1]))
"""

LOCKING_AROUND = """
import fcntl
with open('locked', 'r+') as file:
    for start in range(4, 16):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, start)
            print(end='.')
        except OSError:
            print(end='x')
"""


def run(*arguments):
    command = [sys.executable, '-c', *arguments]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout.strip()


def other(how, *rest):
    return run(LOCKING, how, *rest)


def whole_files():
    open('locked', 'w').close()
    with open('locked', 'r+') as file, open('locked', 'r+') as again:
        fcntl.flock(file, fcntl.LOCK_EX)
        print('of another description:', failure(fcntl.flock, again, fcntl.LOCK_SH | fcntl.LOCK_NB))
        print('of another process:', other('flock'), '|', other('lockf'))
        copy = os.dup(file.fileno())
        file.close()
        print('held by the copy:', other('flock'))
        os.close(copy)
        print('given back:', other('flock'))
        fcntl.flock(again, fcntl.LOCK_SH)
        with open('locked') as third:
            print('shared:', fcntl.flock(third, fcntl.LOCK_SH | fcntl.LOCK_NB), other('flock'))
        print('unlocked:', fcntl.flock(again, fcntl.LOCK_UN), other('flock'))
        print(failure(fcntl.flock, again, 64), '|', failure(fcntl.flock, 999, fcntl.LOCK_SH))


def parts():
    with open('locked', 'r+') as file:
        print('the same process:', failure(fcntl.lockf, file, fcntl.LOCK_EX), other('lockf'))
        with open('locked'):
            pass
        print('any descriptor that is closed:', other('lockf'))
        fcntl.lockf(file, fcntl.LOCK_EX, 10, 5)
        print(run(ASKING, str(os.getpid())))
        fcntl.lockf(file, fcntl.LOCK_UN, 4, 7)
        print(run(LOCKING_AROUND))
        with open('locked') as reading:
            print(failure(fcntl.lockf, reading, fcntl.LOCK_EX))
        print(failure(os.lockf, file.fileno(), os.F_TEST, 0))


def waiting():
    holder = subprocess.Popen(
        [sys.executable, '-c', LOCKING, 'lockf', 'wait'], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    print('child:', holder.stdout.readline().strip())
    steps = []
    with open('locked', 'r+') as file:

        def lock():
            fcntl.lockf(file, fcntl.LOCK_EX)
            steps.append('thread: locked')

        thread = threading.Thread(target=lock)
        thread.start()
        thread.join(0.2)
        steps.append('main: goes on')
        holder.kill()
        thread.join()
        holder.wait()
        print(steps)
    holder.stdin.close()
    holder.stdout.close()


def interrupted():
    class Alarm(Exception):
        pass

    def handler(*_):
        raise Alarm

    signal.signal(signal.SIGALRM, handler)
    with open('locked', 'r+') as file, open('locked', 'r+') as again:
        fcntl.flock(file, fcntl.LOCK_EX)
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        print(failure(fcntl.flock, again, fcntl.LOCK_EX))
        fcntl.flock(file, fcntl.LOCK_UN)
        print(fcntl.flock(again, fcntl.LOCK_EX))


def status(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def spawning():
    program = [sys.executable, '-c', 'import os, sys; print(sys.argv[1:], os.environ.get("NAME")); sys.exit(3)', 'a', 'b']
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_CLOSE, reading)]
    pid = os.posix_spawn(sys.executable, program, {**os.environ, 'NAME': 'value'}, file_actions=actions)
    os.close(writing)
    with open(reading) as output:
        print(output.read().strip(), status(pid))
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, 'output', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    print(status(os.posix_spawnp('sh', ['sh', '-c', 'echo out; echo err >&2; exit 4'], os.environ, file_actions=actions)))
    print(open('output').read().split())
    print(failure(os.posix_spawn, './nothing', ['nothing'], {}))
    print(failure(os.posix_spawnp, 'no-such-command', ['nothing'], {}))
    print(failure(os.posix_spawn, sys.executable, [], {}))
    print(failure(os.posix_spawn, sys.executable, ['x'], {}, file_actions=[(9, 1)]))
    print(failure(os.posix_spawn, sys.executable, ['x'], {}, file_actions=[(os.POSIX_SPAWN_CLOSE,)]))
    group = ['-c', 'import os; print(os.getpgrp() == os.getpid())']
    sys.stdout.flush()
    print(status(os.posix_spawn(sys.executable, [sys.executable, *group], os.environ, setpgroup=0)))


links()
whole_files()
parts()
waiting()
interrupted()
spawning()
