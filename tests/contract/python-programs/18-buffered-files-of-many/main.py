"""Threads that share a buffered file, and wait for each other when its pipe is full or empty."""

import collections
import os
import subprocess
import sys
import threading

PRINTER = """
import threading
output = open(1, 'wb')
def printing(letter):
    for _ in range(60):
        output.write(letter * 4999 + b'\\n')
threads = [threading.Thread(target=printing, args=(letter,)) for letter in (b'a', b'b', b'c', b'd')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
output.close()
"""
with subprocess.Popen([sys.executable, '-c', PRINTER], stdout=subprocess.PIPE, text=True) as child:
    printed = collections.Counter(child.stdout.read().split('\n'))
print('printed', sorted((line[:1], count) for line, count in printed.items()), child.returncode)


def together(functions):
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


reading, writing = os.pipe()
file = os.fdopen(writing, 'wb')
received = bytearray()


def write():
    for _ in range(100):
        file.write(b'w' * 2999 + b'\n')
        file.flush()


def receive():
    while data := os.read(reading, 65536):
        received.extend(data)


receiver = threading.Thread(target=receive)
receiver.start()
together([write, write, write])
file.close()
receiver.join()
print('written', len(received), set(bytes(received).split(b'\n')) == {b'', b'w' * 2999})

reading, writing = os.pipe()
source = os.fdopen(reading, 'rb')
lines = []


def read():
    lines.extend(source)


def feed():
    with os.fdopen(writing, 'wb', buffering=0) as sink:
        for number in range(300):
            sink.write(b'line %d\n' % number)


together([read, read, feed, read])
print('read', len(lines), sorted(lines)[:2], len(set(lines)))
