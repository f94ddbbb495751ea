import sys
import threading
import time

interval = sys.getswitchinterval() * 1000
print(f"A thread that wants the GIL asks for it after {interval:g} ms")

# A thread that sleeps has given the GIL away:
# the main thread can go on counting
sleeper = threading.Thread(target=time.sleep, args=(0.5,))
sleeper.start()
counted = 0
while sleeper.is_alive():
    counted += 1
print(f"While the other thread slept, this one counted to {counted}")

# A thread that computes gives it away only when asked:
# the two take turns
ticks = []


def compute():
    end = time.perf_counter() + 0.5
    while time.perf_counter() < end:
        ticks.append(threading.get_ident())


other = threading.Thread(target=compute)
other.start()
compute()
other.join()
turns = sum(before != after for before, after in zip(ticks, ticks[1:]))
print(
    "In half a second of computing, "
    f"two threads changed turns {turns} times"
)
