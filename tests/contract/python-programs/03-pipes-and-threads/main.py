"""A thread that waits for a pipe lets the others run."""

import os
import select
import selectors
import threading
import time

reader, writer = os.pipe()
ticks = []
done = threading.Event()


def tick():
    while not done.is_set():
        ticks.append(1)
        time.sleep(0.005)


def read():
    while data := os.read(reader, 100):
        print('read', data)
    print('end')
    done.set()


threads = [threading.Thread(target=read), threading.Thread(target=tick)]
for thread in threads:
    thread.start()
for word in (b'one', b'two', b'three'):
    time.sleep(0.03)
    os.write(writer, word)
os.close(writer)
for thread in threads:
    thread.join()
os.close(reader)
print('ticked', len(ticks) > 5)

a, b = os.pipe()
with open(a, 'rb') as source, open(b, 'wb') as sink:
    lines = []
    collector = threading.Thread(target=lambda: lines.extend(source))
    collector.start()
    for number in range(1000):
        sink.write(b'line %d\n' % number)
    sink.close()
    collector.join()
    print(len(lines), lines[-1])

a, b = os.pipe()
size = 3_000_000
sent = bytearray(os.urandom(size))


def write_all():
    view = memoryview(sent)
    while view:
        view = view[os.write(b, view) :]
    os.close(b)


thread = threading.Thread(target=write_all)
thread.start()
received = bytearray()
while data := os.read(a, 65536):
    received += data
thread.join()
os.close(a)
print('whole', received == sent)

a, b = os.pipe()
print(select.select([a], [b], [], 0)[0], select.select([a], [], [], 0.02))
threading.Timer(0.03, os.write, (b, b'x')).start()
print(select.select([a], [], [], 5)[0] == [a], os.read(a, 1))
poll = select.poll()
poll.register(a, select.POLLIN)
print(poll.poll(10))
threading.Timer(0.03, os.close, (b,)).start()
print([event & select.POLLHUP != 0 for _, event in poll.poll(5000)], os.read(a, 1))
os.close(a)

a, b = os.pipe()
with selectors.DefaultSelector() as selector:
    selector.register(a, selectors.EVENT_READ, 'the reader')
    threading.Timer(0.02, os.write, (b, b'y')).start()
    print([key.data for key, _ in selector.select(5)], selector.select(0) != [])
os.set_blocking(a, False)
print(os.read(a, 5))
try:
    os.read(a, 5)
except BlockingIOError as error:
    print(type(error).__name__)
os.close(a)
try:
    os.write(b, b'z')
except BrokenPipeError as error:
    print(type(error).__name__)
