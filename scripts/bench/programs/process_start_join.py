"""Milliseconds from a process's start to the end of its join, the median of 5."""

import multiprocessing
import statistics
import time


def nothing():
    pass


def start_and_join():
    start = time.perf_counter()
    process = multiprocessing.Process(target=nothing)
    process.start()
    process.join()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    start_and_join()
    times = []
    for _ in range(5):
        time.sleep(0.5)  # As between two acts of a reader: a spare has time to start
        times.append(start_and_join())
    print(statistics.median(times))
