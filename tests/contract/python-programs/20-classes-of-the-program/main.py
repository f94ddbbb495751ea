"""What a process sends back may be of classes that the program itself defines."""

import dataclasses
import enum
import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor


class TooMuch(Exception):
    pass


class Kind(enum.Enum):
    EVEN = 0
    ODD = 1


@dataclasses.dataclass
class Result:
    number: int
    kind: Kind


def judge(number):
    if number > 2:
        raise TooMuch(f'{number} is too much')
    return Result(number, Kind(number % 2))


def put(queue):
    queue.put([Result(7, Kind.ODD), TooMuch('in a queue')])


def main():
    print(sys.modules['__mp_main__'] is sys.modules['__main__'])
    context = multiprocessing.get_context('spawn')
    with context.Pool(2) as pool:
        print(pool.map(judge, [1, 2]))
        try:
            pool.map(judge, [1, 2, 3])
        except TooMuch as error:
            print(type(error), error, type(error.__cause__).__name__)
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        print(executor.submit(judge, 2).result(), repr(executor.submit(judge, 4).exception()))
    queue = context.Queue()
    process = context.Process(target=put, args=(queue,))
    process.start()
    print(queue.get())
    process.join()


def show(number, frame):
    print(signal.Signals(number).name, frame.f_code.co_name, os.path.basename(frame.f_code.co_filename))


def interrupted():
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    print(signal.getsignal(signal.SIGUSR1) is show)
    for missing in (lambda: os.kill(2**22 + 5, 0), lambda: os.killpg(2**22 + 5, 0)):
        try:
            missing()
        except ProcessLookupError as error:
            print(repr(error), error.args)


if __name__ == '__main__':
    main()
    signal.signal(signal.SIGUSR1, show)
    interrupted()
