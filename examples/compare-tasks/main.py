import statistics
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def wait(_):
    time.sleep(0.1)


def compute(_):
    sum(i * i for i in range(2_000_000))


def one_after_another(task):
    for n in range(3):
        task(n)


def in_threads(task):
    with ThreadPoolExecutor(max_workers=3) as executor:
        list(executor.map(task, range(3)))


def in_processes(task):
    with ProcessPoolExecutor(max_workers=3) as executor:
        list(executor.map(task, range(3)))


def milliseconds(way, task):
    start = time.perf_counter()
    way(task)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    print(
        "Each task three times; the median of 3 measurements, "
        "and from best to worst"
    )
    for task in [wait, compute]:
        for way in [one_after_another, in_threads, in_processes]:
            times = sorted(milliseconds(way, task) for _ in range(3))
            title = f"{task.__name__} {way.__name__.replace('_', ' ')}"
            median = f"{statistics.median(times):4.0f} ms"
            spread = f"({times[0]:.0f}–{times[-1]:.0f} ms)"
            print(f"{title:25} {median} {spread}")
