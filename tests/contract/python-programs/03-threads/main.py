"""Threads and what they wait for; prints nothing that depends on who is faster."""

import atexit
import contextvars
import queue
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed


def run_all(function, count=3):
    threads = [threading.Thread(target=function, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# What belongs to a thread alone.
local = threading.local()
local.value = 'main'
variable = contextvars.ContextVar('variable', default=0)
seen = {}


def keep(i):
    had = hasattr(local, 'value')
    local.value = i
    variable.set(i)
    time.sleep(0.01)
    seen[i] = had, local.value, variable.get()


run_all(keep)
print(sorted(seen.items()), local.value, variable.get())

# An update that is not lost with a lock, and is without one.
sys.setswitchinterval(0.0005)
counter = 0
lock = threading.Lock()


def add(_):
    global counter
    for _ in range(2000):
        with lock:
            value = counter
            counter = value + 1


run_all(add)
print(counter)
barrier = threading.Barrier(3)
counter = 0


def lose(_):
    global counter
    value = counter
    barrier.wait()
    counter = value + 1


run_all(lose)
print(counter)

# Conditions, semaphores, events, timers.
condition, items, taken = threading.Condition(), [], []


def consume():
    while True:
        with condition:
            condition.wait_for(lambda: items)
            item = items.pop(0)
        if item is None:
            return
        taken.append(item)


consumer = threading.Thread(target=consume)
consumer.start()
for item in [*range(5), None]:
    with condition:
        items.append(item)
        condition.notify()
consumer.join()
print(taken)
event = threading.Event()
print(event.wait(0.01))
threading.Timer(0.01, event.set).start()
print(event.wait(30))

# Queues.
work, results = queue.Queue(maxsize=2), queue.SimpleQueue()


def square():
    while (number := work.get()) is not None:
        results.put(number * number)
        work.task_done()


worker = threading.Thread(target=square)
worker.start()
for number in range(5):
    work.put(number)
work.join()
work.put(None)
worker.join()
print([results.get() for _ in range(5)])
try:
    results.get(timeout=0.01)
except queue.Empty:
    print('empty')

# Executors.
with ThreadPoolExecutor(3) as executor:
    futures = [executor.submit(lambda i=i: (time.sleep(0.3 * (3 - i)), i)[1]) for i in range(3)]
    print([future.result() for future in as_completed(futures)])
    print(type(executor.submit(lambda: 1 / 0).exception()).__name__)

# Exceptions of threads.
threading.excepthook = lambda args: print(args.exc_type.__name__, args.thread.name)
failing = threading.Thread(target=lambda: 1 / 0, name='failing')
failing.start()
failing.join()

# Mistakes.
for mistake in (
    lambda: threading.Lock().release(),
    lambda: threading.RLock().release(),
    lambda: threading.current_thread().join(),
    lambda: failing.start(),
    lambda: threading.Lock().acquire(False, 1),
    lambda: time.sleep(-1),
):
    try:
        mistake()
    except (RuntimeError, ValueError) as error:
        print(type(error).__name__, error)


def recurse():
    return recurse()


def recurse_in_thread(_):
    try:
        recurse()
    except RecursionError:
        print('RecursionError')


run_all(recurse_in_thread, 1)

# The end: those that are not daemons are waited for.
threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
threading.Thread(target=lambda: (time.sleep(0.1), print('the last thread'))).start()
atexit.register(print, 'exit handler')
print('the end of main')
