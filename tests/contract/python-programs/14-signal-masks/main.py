"""Signals that threads block, wait for and send to one another."""

import os
import signal
import subprocess
import sys
import threading
import time

BLOCK, UNBLOCK, SET = signal.SIG_BLOCK, signal.SIG_UNBLOCK, signal.SIG_SETMASK
seen = []


def remember(number, frame):
    seen.append((signal.Signals(number).name, threading.current_thread().name))


def names(signals):
    return sorted(signal.Signals(number).name for number in signals)


for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM):
    signal.signal(number, remember)

print(signal.pthread_sigmask(BLOCK, [signal.SIGUSR1]), signal.sigpending())
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
print(names(signal.pthread_sigmask(BLOCK, [])), names(signal.sigpending()), seen)
print(names(signal.pthread_sigmask(UNBLOCK, {signal.SIGUSR1})), seen, signal.sigpending())

signal.pthread_sigmask(SET, [signal.SIGKILL, signal.SIGSTOP, signal.SIGUSR2])
print(names(signal.pthread_sigmask(SET, [])))
for how, mask in ((999, []), (BLOCK, [0]), (BLOCK, [signal.NSIG]), (BLOCK, None)):
    try:
        signal.pthread_sigmask(how, mask)
    except (OSError, ValueError, TypeError) as error:
        print(type(error).__name__, error)

print('-- from the kernel')
seen.clear()
signal.pthread_sigmask(BLOCK, [signal.SIGALRM, signal.SIGCHLD])
signal.setitimer(signal.ITIMER_REAL, 0.05)
while not signal.sigpending():
    time.sleep(0.01)
print(seen, names(signal.sigpending()))
print(signal.sigwait([signal.SIGALRM]), signal.sigpending())
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(signal.sigwaitinfo({signal.SIGALRM, signal.SIGCHLD}).si_signo)
subprocess.run(['true'])
print(signal.sigtimedwait([signal.SIGCHLD, signal.SIGALRM], 5).si_signo)
print(signal.sigtimedwait([signal.SIGALRM], 0), signal.sigtimedwait([signal.SIGALRM], 0.02))
try:
    signal.sigtimedwait([signal.SIGALRM], -1)
except ValueError as error:
    print(error)
signal.pthread_sigmask(SET, [])

print('-- threads')
seen.clear()
signal.pthread_sigmask(BLOCK, [signal.SIGUSR1])
asleep = threading.Event()


def wait_for_signal():
    print(names(signal.pthread_sigmask(BLOCK, [])))
    asleep.set()
    print('thread took', signal.sigwait([signal.SIGUSR1]))


thread = threading.Thread(target=wait_for_signal, name='waiter')
thread.start()
asleep.wait()
os.kill(os.getpid(), signal.SIGUSR1)
thread.join()
print(seen)

# Sent to a thread that blocks it, it is for no other.
ready, end = threading.Event(), threading.Event()


def hold():
    ready.set()
    end.wait()
    print('held', names(signal.sigpending()))
    signal.pthread_sigmask(UNBLOCK, [signal.SIGUSR1])


thread = threading.Thread(target=hold)
thread.start()
ready.wait()
signal.pthread_kill(thread.ident, signal.SIGUSR1)
print(signal.sigpending(), seen)
end.set()
thread.join()
print(seen)

# One that some thread does not block is handled, in the main thread.
seen.clear()


def unblock():
    signal.pthread_sigmask(UNBLOCK, [signal.SIGUSR1])
    signal.raise_signal(signal.SIGUSR1)


thread = threading.Thread(target=unblock)
thread.start()
thread.join()
print(seen, names(signal.pthread_sigmask(BLOCK, [])))
signal.pthread_kill(threading.get_ident(), signal.SIGUSR2)
print(seen)

print('-- what is not handled')
for code in (
    """
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
os.kill(os.getpid(), signal.SIGTERM)
print(signal.sigpending() == {signal.SIGTERM}, flush=True)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
print('never')""",
    """
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
os.kill(os.getpid(), signal.SIGTERM)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
print('ignored')""",
    """
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
os.kill(os.getpid(), signal.SIGINT)
try:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
except KeyboardInterrupt:
    print('interrupted')""",
    """
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
os.kill(os.getpid(), signal.SIGKILL)
print('never')""",
):
    sys.stdout.flush()
    print(subprocess.run([sys.executable, '-c', f'import os, signal\n{code}']).returncode)
