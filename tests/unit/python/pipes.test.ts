import { beforeAll, expect, test, vi } from 'vitest';
import { type PythonOnKernel, pythonOnKernel } from '../../support/python-on-kernel.ts';

let host: PythonOnKernel;

beforeAll(async () => {
  host = await pythonOnKernel();
  host.run(`
import multiprocessing, os, select, socket
def warm_up(reading, writing):
    for _ in range(5):
        os.write(writing, b'warm')
        os.read(reading, 4)`);
}, 60_000);

/** Runs lines of Python and returns which system calls they made. */
function systemCalls(code: string): string[] {
  const handle = vi.spyOn(host.kernel, 'handle');
  host.run(code);
  const names = handle.mock.calls.map(([, message]) => (message.type === 'system-call' ? message.name : ''));
  handle.mockRestore();
  return names;
}

test('an object that goes through a multiprocessing.Pipe in use needs no system call', () => {
  host.run(`
receiver, sender = multiprocessing.Pipe(duplex=False)
for _ in range(5):
    sender.send('warm')
    receiver.recv()`);
  expect(
    systemCalls(`
for number in range(100):
    sender.send({'number': number})
    assert receiver.recv() == {'number': number}`),
  ).toEqual([]);
});

test('nor do bytes through a socket, in both directions', () => {
  host.run(`
one, other = socket.socketpair()
for _ in range(5):
    one.sendall(b'warm'); other.recv(4)
    other.sendall(b'warm'); one.recv(4)`);
  expect(
    systemCalls(`
for number in range(100):
    one.sendall(b'there')
    other.sendall(other.recv(5))
    assert one.recv(100) == b'there'`),
  ).toEqual([]);
});

test('a descriptor that is used once or twice is not worth the question whether it can be shared', () => {
  expect(
    systemCalls(`
reading, writing = os.pipe()
os.write(writing, b'once')
os.write(writing, b'twice')
os.close(writing)
assert os.read(reading, 100) == b'oncetwice'
assert os.read(reading, 100) == b''
os.close(reading)`),
  ).not.toContain('descriptor.share');
});

test('a descriptor that was closed and comes back leads to the new pipe', () => {
  expect(
    host.run(`
reading, writing = os.pipe()
warm_up(reading, writing)
os.close(reading)
os.close(writing)
again = os.pipe()
assert again == (reading, writing)
warm_up(*again)
third = os.pipe()
os.dup2(third[1], writing)
os.write(writing, b'elsewhere')
got = os.read(third[0], 100)
for fd in {*again, *third}: os.close(fd)
got.decode()`),
  ).toBe('elsewhere');
});

test('what another descriptor of the pipe does through the kernel keeps its place among the bytes', () => {
  expect(
    host.run(`
reading, writing = os.pipe()
warm_up(reading, writing)
os.write(writing, b'1')
os.write(writing, b'2' * 200_000)
os.write(writing, b'3')
data = b''
while len(data) < 200_002:
    data += os.read(reading, 70_000)
os.close(reading); os.close(writing)
repr((data[:1], set(data[1:-1]), data[-1:]))`),
  ).toBe("(b'1', {50}, b'3')");
});

test('a process that has ended no longer has a part in the pipes that it shared', () => {
  host.run(`
reading, writing = os.pipe()
warm_up(reading, writing)
os.write(writing, b'left behind')`);
  const description = host.process.descriptors.get(Number(host.run('reading')), 'read');
  const { rings } = host.kernel.sharedMemory;
  const before = description.shareReading!(rings);
  expect(before).toHaveProperty('offset');
  host.process.end({ exitCode: null, signal: 'SIGKILL' });
  expect(description.shareReading!(rings)).toBe('never');
});
