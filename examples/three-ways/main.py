import asyncio
import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor


def here():
    return os.getpid(), threading.get_ident()


def place(home):
    if here() == home:
        return "in this thread"
    same_process = os.getpid() == home[0]
    return "in another thread" if same_process else "in another process"


def task(home):
    time.sleep(0.3)  # Waits, and keeps its thread
    return place(home)


async def async_task(home):
    await asyncio.sleep(0.3)  # Waits, and lets others use the thread
    return place(home)


async def with_asyncio(home):
    return await asyncio.gather(*[async_task(home) for _ in range(3)])


def with_pool(pool, home):
    with pool(max_workers=3) as executor:
        return list(executor.map(task, [home] * 3))


def measure(title, run):
    start = time.perf_counter()
    places = set(run())
    elapsed = (time.perf_counter() - start) * 1000
    where = " and ".join(sorted(places))
    print(f"{title:9} three waits took {elapsed:4.0f} ms, each {where}")


if __name__ == "__main__":
    home = here()
    measure("asyncio", lambda: asyncio.run(with_asyncio(home)))
    measure("threads", lambda: with_pool(ThreadPoolExecutor, home))
    measure("processes", lambda: with_pool(ProcessPoolExecutor, home))
