import threading
import time
from contextlib import nullcontext

THREADS, TIMES = 4, 50
counter = 0


def add(guard):
    global counter
    for _ in range(TIMES):
        with guard:
            # Read it, let the others have a turn, as the GIL does
            # in any longer task, and write: what they wrote
            # meanwhile is lost
            value = counter
            time.sleep(0.001)
            counter = value + 1


def race(title, guard):
    global counter
    counter = 0
    threads = [
        threading.Thread(target=add, args=(guard,))
        for _ in range(THREADS)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    expected = THREADS * TIMES
    lost = counter < expected
    print(
        f"{title}: {expected} additions made {counter}, "
        f"lost some: {lost}"
    )


race("With the GIL alone", nullcontext())
race("With a lock of our own", threading.Lock())
