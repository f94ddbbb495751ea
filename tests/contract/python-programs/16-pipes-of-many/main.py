"""Pipes that several processes use at once, that fill up, and whose users are killed."""
import hashlib
import multiprocessing
import multiprocessing.connection
import os
import select
import signal
import socket
import subprocess
import threading

RECORD = 32


def warm_up(reading, writing):
    """Uses a pipe for a while, as a program would that goes on to use it."""
    for _ in range(5):
        os.write(writing, b'warm')
        assert os.read(reading, 4) == b'warm'


def fill_and_drain():
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.set_blocking(reading, False)
    warm_up(reading, writing)
    poll = select.poll()
    poll.register(writing, select.POLLOUT)
    poll.register(reading, select.POLLIN)
    print('empty:', sorted(poll.poll(0)) == [(writing, select.POLLOUT)])
    total = 0
    try:
        while True:
            total += os.write(writing, b'x' * 1024)
    except BlockingIOError:
        print('full at', total, [events for fd, events in poll.poll(0) if fd == writing])
    print('read', len(os.read(reading, 4096)), select.select([], [writing], [], 0)[1] == [writing])
    print('drained', sum(len(os.read(reading, 1 << 20)) for _ in range(1)))
    try:
        os.read(reading, 1)
    except BlockingIOError:
        print('empty again')
    print('torn at', os.write(writing, b'y' * 100_000), len(os.read(reading, 1 << 20)))
    os.write(writing, b'last')
    os.close(writing)
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    print(poll.poll(0)[0][1] == select.POLLIN | select.POLLHUP, os.read(reading, 9), os.read(reading, 9))
    os.close(reading)


def broken():
    reading, writing = os.pipe()
    warm_up(reading, writing)
    copy = os.dup(writing)
    os.close(reading)
    for fd in writing, copy:
        try:
            os.write(fd, b'nobody')
        except BrokenPipeError as error:
            print(error)
    reading, other = os.pipe()
    warm_up(reading, other)
    os.dup2(other, copy)
    os.write(copy, b'elsewhere')
    print(os.read(reading, 100))
    os.close(other)
    os.write(copy, b'still open')
    os.close(copy)
    print(os.read(reading, 100), os.read(reading, 100))


def record(writer, number):
    return f'{writer}:{number}'.encode().ljust(RECORD - 1) + b'\n'


def write_records(connection, writer, count):
    number = 0
    while count is None or number < count:
        os.write(connection.fileno(), record(writer, number))
        number += 1


def read_records(fd, count=None):
    data = b''
    while count is None or len(data) < count * RECORD:
        more = os.read(fd, 1000)
        if not more:
            break
        data += more
    return data


def by_writer(data):
    """The numbers that each writer wrote, in the order in which they came; fails when a record is torn."""
    numbers = {}
    for start in range(0, len(data), RECORD):
        writer, number = data[start:start + RECORD].split(b':')
        numbers.setdefault(int(writer), []).append(int(number))
    return numbers


def start(context, target, *args):
    process = context.Process(target=target, args=args)
    process.start()
    return process


def many_writers(context):
    receiver, sender = context.Pipe(duplex=False)
    processes = [start(context, write_records, sender, writer, 400) for writer in range(3)]
    sender.close()
    numbers = by_writer(read_records(receiver.fileno()))
    print(sorted(numbers), all(numbers[writer] == list(range(400)) for writer in numbers))
    for process in processes:
        process.join()


def collect(connection, results):
    data = b''
    while more := os.read(connection.fileno(), RECORD):
        data += more
    results.send_bytes(data)


def many_readers(context):
    receiver, sender = context.Pipe(duplex=False)
    results = [context.Pipe(duplex=False) for _ in range(2)]
    processes = [start(context, collect, receiver, result) for _, result in results]
    write_records(sender, 0, 600)
    sender.close()
    receiver.close()
    numbers = by_writer(b''.join(results.recv_bytes() for results, _ in results))
    print('each once', sorted(numbers[0]) == list(range(600)))
    for process in processes:
        process.join()


def killed_writer(context):
    receiver, sender = context.Pipe(duplex=False)
    endless = start(context, write_records, sender, 0, None)
    ending = start(context, write_records, sender, 1, 200)
    sender.close()
    data = read_records(receiver.fileno(), 300)
    os.kill(endless.pid, signal.SIGKILL)
    endless.join()
    data += read_records(receiver.fileno())
    ending.join()
    numbers = by_writer(data)
    print(endless.exitcode, numbers[1] == list(range(200)), numbers[0] == list(range(len(numbers[0]))))


def read_for_ever(connection):
    while True:
        os.read(connection.fileno(), 10)


def killed_reader(context):
    receiver, sender = context.Pipe(duplex=False)
    reader = start(context, read_for_ever, receiver)
    receiver.close()
    write_records(sender, 0, 3000)
    reader.kill()
    try:
        write_records(sender, 0, None)
    except BrokenPipeError:
        print('the reader is gone')
    reader.join()


def echo(connection):
    while True:
        try:
            connection.send_bytes(connection.recv_bytes())
        except EOFError:
            return


def digest(data):
    return hashlib.sha256(data).hexdigest()[:12]


def sizes(context):
    here, there = context.Pipe()
    process = start(context, echo, there)
    there.close()
    for size in (1, 100, 5000, 70_000, 3, 200_000, 20, 1_000_000, 7, 16_384, 16_385, 65_536):
        sent = os.urandom(size)
        here.send_bytes(sent)
        received = here.recv_bytes()
        print(size, digest(sent) == digest(received))
    print(here.poll(0), multiprocessing.connection.wait([here], 0))
    here.send_bytes(b'ready')
    print(here.poll(60), multiprocessing.connection.wait([here], 60) == [here], here.recv_bytes())
    here.close()
    process.join()


def threads():
    reading, writing = os.pipe()
    got = []

    def read():
        while data := os.read(reading, 100):
            got.append(data)

    thread = threading.Thread(target=read)
    thread.start()
    for number in range(300):
        os.write(writing, b'%d ' % number)
    os.write(writing, b'x' * 300_000)
    os.close(writing)
    thread.join()
    data = b''.join(got)
    print(data.count(b' '), data.count(b'x'))


def sockets():
    one, other = socket.socketpair()
    for number in range(10):
        one.sendall(b'%d' % number)
        assert other.recv(10) == b'%d' % number
    one.sendall(b'before')
    one.shutdown(socket.SHUT_WR)
    print(other.recv(10), other.recv(10))
    other.sendall(b'back')
    print(one.recv(10))
    other.close()
    print(one.recv(10))


def with_node():
    program = "process.stdin.on('data', (data) => process.stdout.write(data))"
    with subprocess.Popen(['node', '-e', program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as node:
        for number in range(50):
            node.stdin.write(b'line %d\n' % number)
            node.stdin.flush()
            assert node.stdout.readline() == b'line %d\n' % number
        node.stdin.close()
        print('node', node.stdout.read())


if __name__ == '__main__':
    fill_and_drain()
    broken()
    spawn = multiprocessing.get_context('spawn')
    many_writers(spawn)
    many_readers(spawn)
    killed_writer(spawn)
    killed_reader(spawn)
    sizes(spawn)
    threads()
    sockets()
    with_node()
