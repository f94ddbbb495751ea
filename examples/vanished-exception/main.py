import threading
from concurrent.futures import ThreadPoolExecutor


def task():
    raise OSError("the disk is full")


def report(args):
    print(f"excepthook was told: {args.exc_value}")


# The default hook prints a traceback; the program goes on all the same
threading.excepthook = report

thread = threading.Thread(target=task)
thread.start()
thread.join()  # Waits for the end, and does not raise what ended it
print("join() returned as if nothing had happened")

# A pool keeps the exception with the result; nobody asks, nobody hears
with ThreadPoolExecutor() as executor:
    future = executor.submit(task)
print("the pool closed in silence")

try:
    future.result()
except OSError as error:
    print(f"result() raised it at last: {error}")
