"""Microseconds for a thread's start and join, the mean of 500."""

import threading
import time

ROUNDS = 500
start = time.perf_counter()
for _ in range(ROUNDS):
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()
print((time.perf_counter() - start) / ROUNDS * 1e6)
