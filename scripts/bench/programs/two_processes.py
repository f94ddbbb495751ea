"""Milliseconds for two CPU-bound tasks in two processes, and for the same two in one."""

import multiprocessing
import time


def compute(_=None):
    sum(i * i for i in range(2_000_000))


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    with multiprocessing.Pool(2) as pool:
        pool.map(abs, range(20))  # Both are up
        start = time.perf_counter()
        pool.map(compute, range(2), chunksize=1)
        together = time.perf_counter() - start
        start = time.perf_counter()
        pool.apply(compute)
        pool.apply(compute)
        apart = time.perf_counter() - start
    print(together * 1000, apart * 1000)
