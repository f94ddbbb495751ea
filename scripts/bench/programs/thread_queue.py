"""Microseconds for a value through a queue from one thread to another, the mean of 20,000."""

import queue
import threading
import time

ROUNDS = 20_000
values = queue.Queue(maxsize=100)


def produce():
    for number in range(ROUNDS):
        values.put(number)


producer = threading.Thread(target=produce)
start = time.perf_counter()
producer.start()
for _ in range(ROUNDS):
    values.get()
elapsed = time.perf_counter() - start
producer.join()
print(elapsed / ROUNDS * 1e6)
