"""A pool whose worker is killed tells so, and other processes go on."""
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def vanish():
    os.kill(os.getpid(), signal.SIGKILL)


def name():
    return multiprocessing.current_process().name.split('-')[0]


if __name__ == '__main__':
    # On a computer, the tracker of resources may warn at the end of what the killed process has left behind.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    context = multiprocessing.get_context('spawn')
    broken = ProcessPoolExecutor(1, mp_context=context)
    try:
        broken.submit(vanish).result()
    except BrokenProcessPool as error:
        print(error)
    try:
        broken.submit(name)
    except BrokenProcessPool as error:
        print('and stays so:', type(error).__name__)
    broken.shutdown()
    with ProcessPoolExecutor(1, mp_context=context) as whole:
        print(whole.submit(name).result())
