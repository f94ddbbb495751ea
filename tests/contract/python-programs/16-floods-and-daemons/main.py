"""Threads that print without end, which neither keep others from running nor the program from ending."""

import subprocess
import sys
import threading
import time

PROGRAM = """
import os, sys, threading, time
def flood():
    while True:
        os.write(1, b'.')
threading.Thread(target=flood, daemon=True).start()
time.sleep(0.3)
sys.stderr.write('the main thread ends\\n')
"""
child = subprocess.run([sys.executable, '-c', PROGRAM], capture_output=True, timeout=30)
print(child.returncode, child.stderr, set(child.stdout) == {ord('.')})

counts = [0, 0, 0]
end = False


def write(index):
    with open(f'flood-{index}', 'w') as file:
        while not end:
            file.write('.')
            file.flush()
            counts[index] += 1


threads = [threading.Thread(target=write, args=(index,)) for index in range(3)]
for thread in threads:
    thread.start()
time.sleep(0.3)
end = True
for thread in threads:
    thread.join()
print(all(count > 0 for count in counts))
