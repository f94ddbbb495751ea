import threading
import time
from contextlib import nullcontext

THREADS, TIMES = 4, 50
counter = 0


def add(guard):
    global counter
    for _ in range(TIMES):
        with guard:
            value = counter  # Read it,
            time.sleep(0.001)  # let the others have a turn, as the GIL does in any longer task,
            counter = value + 1  # and write: what they wrote meanwhile is lost


def race(title, guard):
    global counter
    counter = 0
    threads = [threading.Thread(target=add, args=(guard,)) for _ in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    expected = THREADS * TIMES
    print(f"{title}: {expected} additions made {counter}, lost some: {counter < expected}")


race("With the GIL alone", nullcontext())
race("With a lock of our own", threading.Lock())
