"""faulthandler tells where threads are: at once, after a time, on a signal, and before it ends a deadlock."""

import faulthandler
import os
import re
import signal
import subprocess
import sys
import threading
import time

DEADLOCK = """
import faulthandler, sys, threading
lock = threading.Lock()
faulthandler.dump_traceback_later(0.1, exit=True)
def wait_for_ever():
    with lock:
        lock.acquire()
wait_for_ever()
"""


def wait_at(lock):
    lock.acquire()


def printed(name, dump):
    """What a dump prints, without addresses and the library's frames."""
    with open(name, 'w+') as file:
        dump(file)
        file.seek(0)
        text = re.sub(r'0x[0-9a-f]+', '0x…', file.read())
    text = re.sub(r'  File ".*threading\.py".*\n', '', text)
    print(f'--- {name}\n{text}', end='')


def attempt(call, *args):
    try:
        print(call(*args))
    except (AttributeError, RuntimeError, ValueError) as error:
        print(type(error).__name__, error)


def after_a_time(file):
    faulthandler.dump_traceback_later(0.1, file=file)
    wait_for_dumps(file, 1)


def again_and_again():
    with open('again and again', 'w+') as file:
        faulthandler.dump_traceback_later(0.02, repeat=True, file=file)
        wait_for_dumps(file, 3)
        faulthandler.cancel_dump_traceback_later()


def wait_for_dumps(file, count):
    while os.pread(file.fileno(), 100_000, 0).count(b'in <module>') < count:
        time.sleep(0.05)


def on_signal(file):
    faulthandler.register(signal.SIGUSR1, file=file)
    os.kill(os.getpid(), signal.SIGUSR1)
    print(faulthandler.unregister(signal.SIGUSR1), faulthandler.unregister(signal.SIGUSR1))


def chained(file):
    signal.signal(signal.SIGUSR1, lambda number, _frame: print('the first handler', number))
    faulthandler.register(signal.SIGUSR1, file=file, all_threads=False, chain=True)
    os.kill(os.getpid(), signal.SIGUSR1)
    faulthandler.unregister(signal.SIGUSR1)


def cancelled(file):
    faulthandler.dump_traceback_later(0.05, file=file)
    # The second takes the place of the first.
    faulthandler.dump_traceback_later(60, file=file)
    time.sleep(0.15)
    faulthandler.cancel_dump_traceback_later()
    faulthandler.cancel_dump_traceback_later()


def main():
    lock = threading.Lock()
    lock.acquire()
    waiting = threading.Thread(target=wait_at, args=(lock,))
    waiting.start()
    time.sleep(0.1)
    printed('all threads', faulthandler.dump_traceback)
    printed('this thread', lambda file: faulthandler.dump_traceback(file, all_threads=False))
    printed('after a time', after_a_time)
    again_and_again()
    printed('on a signal', on_signal)
    printed('taken back', cancelled)
    lock.release()
    waiting.join()
    printed('chained', chained)

    attempt(faulthandler.dump_traceback_later, 0)
    attempt(faulthandler.dump_traceback_later, -1)
    attempt(faulthandler.dump_traceback, 3.5)
    attempt(faulthandler.register, 99)
    attempt(faulthandler.register, signal.SIGSEGV)
    attempt(faulthandler.unregister, signal.SIGUSR2)

    run = subprocess.run([sys.executable, '-c', DEADLOCK], capture_output=True, text=True)
    print(run.returncode, re.sub(r'0x[0-9a-f]+', '0x…', run.stderr), end='')


if __name__ == '__main__':
    main()
