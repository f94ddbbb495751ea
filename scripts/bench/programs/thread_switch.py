"""Microseconds for a switch from one thread to another, by two locks that they hand each other."""

import threading
import time

ROUNDS = 5000
ping, pong = threading.Lock(), threading.Lock()
ping.acquire()
pong.acquire()


def echo():
    for _ in range(ROUNDS):
        ping.acquire()
        pong.release()


thread = threading.Thread(target=echo)
thread.start()
start = time.perf_counter()
for _ in range(ROUNDS):
    ping.release()
    pong.acquire()
elapsed = time.perf_counter() - start
thread.join()
print(elapsed / ROUNDS / 2 * 1e6)
