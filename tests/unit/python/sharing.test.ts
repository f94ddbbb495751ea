import { beforeAll, describe, expect, test } from 'vitest';
import { type PythonOnKernel, pythonOnKernel } from '../../support/python-on-kernel.ts';

let host: PythonOnKernel;

beforeAll(async () => {
  host = await pythonOnKernel();
}, 60_000);

/** Runs a program whose last line is an expression, and returns its `repr`. */
function result(code: string): unknown {
  const lines = code.trim().split('\n');
  const last = lines.pop()!;
  return host.run([...lines, `repr(${last})`].join('\n'));
}

describe('multiprocessing', () => {
  test('knows one way to start a process', () => {
    expect(
      result(`
import multiprocessing
def failure(method):
    try: multiprocessing.get_context(method)
    except ValueError as error: return str(error)
[multiprocessing.get_all_start_methods(), multiprocessing.get_start_method(), failure('fork'), failure('forkserver')]`),
    ).toBe(`[['spawn'], 'spawn', "cannot find context for 'fork'", "cannot find context for 'forkserver'"]`);
  });

  test('has locks and semaphores with the checks of the C code', () => {
    expect(
      result(`
def failure(call):
    try: call()
    except Exception as error: return f'{type(error).__name__}: {error}'
lock, rlock = multiprocessing.Lock(), multiprocessing.RLock()
bounded = multiprocessing.BoundedSemaphore(2)
held = [lock.acquire(), lock.acquire(False), rlock.acquire(), rlock.acquire(), rlock._semlock._count()]
lock.release()
[held, failure(lock.release), failure(bounded.release), repr(lock), repr(rlock), repr(bounded)]`),
    ).toBe(
      `[[True, False, True, True, 2], 'ValueError: semaphore or lock released too many times', ` +
        `'ValueError: semaphore or lock released too many times', '<Lock(owner=None)>', '<RLock(MainProcess, 2)>', ` +
        `'<BoundedSemaphore(value=2, maxvalue=2)>']`,
    );
  });

  test('gives semaphores names that exist once', () => {
    expect(
      result(`
import _multiprocessing
one = _multiprocessing.SemLock(1, 1, 1, '/one', False)
again = _multiprocessing.SemLock._rebuild(0, 1, 1, '/one')
one.acquire()
shared = again._is_zero()
taken = failure(lambda: _multiprocessing.SemLock(1, 1, 1, '/one', False))
_multiprocessing.sem_unlink('/one')
[shared, taken, failure(lambda: _multiprocessing.sem_unlink('/one'))]`),
    ).toBe(
      `[True, "FileExistsError: [Errno 17] File exists: '/one'", "FileNotFoundError: [Errno 2] No such file or directory: '/one'"]`,
    );
  });

  test('has values and arrays', () => {
    expect(
      result(`
import ctypes
class Point(ctypes.Structure):
    _fields_ = [('x', ctypes.c_double), ('y', ctypes.c_double)]
number, text = multiprocessing.Value('i', 7), multiprocessing.Array('c', b'hello')
numbers, points = multiprocessing.Array('d', range(4)), multiprocessing.Array(Point, [(1, 2), (3, 4)], lock=False)
number.value += 1
numbers[1:3] = [10, 20]
text.value = b'hi'
[number, number.value, numbers[:], list(numbers), text.value, text.raw, points[1].y]`),
    ).toBe(
      `[<Synchronized wrapper for c_long(8)>, 8, [0.0, 10.0, 20.0, 3.0], [0.0, 10.0, 20.0, 3.0], b'hi', b'hi\\x00lo', 4.0]`,
    );
  });

  test('has named blocks of memory, which are files of /dev/shm', () => {
    expect(
      result(`
from multiprocessing import shared_memory
block = shared_memory.SharedMemory(name='block', create=True, size=100)
other = shared_memory.SharedMemory(name='block')
block.buf[:5] = b'hello'
same = bytes(other.buf[:5])
block._mmap.flush()
with open('/dev/shm/block', 'rb') as file: seen = file.read(5)
for each in block, other: each.close()
block.unlink()
things = shared_memory.ShareableList([1, 'two', None])
listed = list(things)
things.shm.close(); things.shm.unlink()
[seen, same, failure(lambda: shared_memory.SharedMemory(name='block')), listed]`),
    ).toBe(
      `[b'hello', b'hello', "FileNotFoundError: [Errno 2] No such file or directory: '/block'", [1, 'two', None]]`,
    );
  });
});

describe('sockets', () => {
  test('connect by a path, with the key that both sides know', () => {
    expect(
      result(`
import os, socket, threading
one, other = socket.socketpair()
one.sendall(b'hello')
received = other.recv(100)
one.shutdown(socket.SHUT_WR)
end = other.recv(100)
server = socket.socket(socket.AF_UNIX); server.bind('/tmp/server'); server.listen()
client = socket.socket(socket.AF_UNIX); client.connect('/tmp/server')
accepted, address = server.accept()
accepted.send(b'from the server')
[received, end, server.getsockname(), address, client.recv(100), client.getpeername(), one]`),
    ).toMatch(
      /^\[b'hello', b'', '\/tmp\/server', '', b'from the server', '\/tmp\/server', <socket.socket fd=\d+, family=1, type=1, proto=0>\]$/,
    );
  });

  test('connect by a port of this host, and nowhere else', () => {
    expect(
      result(`
server = socket.create_server(('localhost', 0))
client = socket.create_connection(server.getsockname())
accepted, address = server.accept()
client.sendall(b'x' * 1000)
data = accepted.recv(5000)
def refused(address):
    try: socket.create_connection(address)
    except OSError as error: return type(error).__name__, error.strerror
[server.getsockname()[0], address == client.getsockname(), len(data), refused(('127.0.0.1', 1)), refused(('93.184.216.34', 80))]`),
    ).toBe(
      `['127.0.0.1', True, 1000, ('ConnectionRefusedError', 'Connection refused'), ('OSError', 'Network unreachable')]`,
    );
  });

  test('carry descriptors', () => {
    expect(
      result(`
from multiprocessing import reduction
one, other = socket.socketpair()
readable, writable = os.pipe()
socket.send_fds(one, [b'x'], [writable])
os.close(writable)
data, fds, flags, address = socket.recv_fds(other, 10, 4)
os.write(fds[0], b'through it')
[data, len(fds), os.read(readable, 100)]`),
    ).toBe(`[b'x', 1, b'through it']`);
  });
});
