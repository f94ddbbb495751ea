import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, it } from 'vitest';
import { PendingSignals } from '../../../src/runtime/python/threads/pending-signals.ts';
import { pythonInNode } from '../../support/python-in-node.ts';
import { programRunner } from '../../support/run-python-program.ts';

/** The word that the kernel shares with the process. */
const signals = new Int32Array(new SharedArrayBuffer(8));
let python: ReturnType<typeof programRunner>;

/** For how long each wait in place might have blocked the Worker. */
const waitsInPlace: number[] = [];

beforeAll(async () => {
  const wait = (mostMs: number): boolean => waitsInPlace.push(mostMs) > 0;
  const inPlace = { wait: (): boolean => interpreter.scheduler.blockBriefly(wait) };
  const interpreter = await pythonInNode(
    { inPlace },
    new PendingSignals({ words: signals, pending: 0, blocked: 1 }),
  );
  python = programRunner(interpreter);
});

const THREE = 'ts = [threading.Thread(target=f, args=(i,)) for i in range(3)]';
const JOIN = 'for t in ts: t.start()\nfor t in ts: t.join()';

describe('threads', () => {
  it('sleep at the same time, and are joined', async () => {
    const program = `
import threading, time
all = threading.Barrier(3)
def f(i):
    all.wait()
    time.sleep(0.3 * (3 - i))
    print('end', i)
${THREE}
${JOIN}
print(threading.active_count())`;
    expect(await python.run(program)).toBe('end 2\nend 1\nend 0\n1\n');
  });

  it('lose updates without a lock, since they are preempted', async () => {
    const program = `
import sys, threading
counter = 0
def add(a, b): return a + b
def f(_):
    global counter
    for _ in range(100_000):
        counter = add(counter, 1)
sys.setswitchinterval(0.001)
${THREE}
${JOIN}
sys.setswitchinterval(0.005)
print(100_000 <= counter < 300_000)`;
    expect(await python.run(program)).toBe('True\n');
  });

  it('wait in place, and not for long, where no other thread could run', async () => {
    const program = `
import threading, time
from _interleave_host import inPlace
print(inPlace.wait())
ends = False
def spin():
    while not ends: pass
spinner = threading.Thread(target=spin)
spinner.start()
print(inPlace.wait())
ends = True
spinner.join()
sleeper = threading.Thread(target=time.sleep, args=(0.3,))
sleeper.start()
print(inPlace.wait())
sleeper.join()`;
    expect(await python.run(program)).toBe('True\nFalse\nTrue\n');
    expect(waitsInPlace).toEqual([2, 2]);
  });

  it.each([
    ['keep their turn while the event loop has one', ''],
    [
      'keep it for a switch interval after another thread got ready',
      `
        time.sleep(0.01)  # The main thread waits, too.
        compute(0.9)`,
    ],
  ])('%s', async (_what, before) => {
    const program = `
import sys, threading, time
sys.setswitchinterval(0.8)
event = threading.Event()
order = []
def compute(seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end: pass
def f(i):
    if i < 2:
        event.wait()
    else:${before}
        event.set()
        compute(0.02)
    order.append(i)
${THREE}
${JOIN}
sys.setswitchinterval(0.005)
print(order[0])`;
    expect(await python.run(program)).toBe('2\n');
  });

  it('raise signals without keeping others from running', async () => {
    const program = `
import signal, threading
received = 0
def handle(signum, frame):
    global received
    received += 1
before = signal.signal(signal.SIGUSR1, handle)
end = False
def f():
    while not end: signal.raise_signal(signal.SIGUSR1)
thread = threading.Thread(target=f)
thread.start()
while received < 100: pass
end = True
thread.join()
signal.signal(signal.SIGUSR1, before)
print('main')`;
    expect(await python.run(program)).toBe('main\n');
  });

  it('wait for each other in one buffered file, whichever of its methods they call', async () => {
    const program = `
import io, threading, time
class Raw(io.RawIOBase):
    def __init__(self): self.written = b''; self.left = 12
    def readable(self): return True
    def writable(self): return True
    def seekable(self): return True
    def seek(self, position, whence=0): return 0
    def write(self, data):
        time.sleep(0.001)
        self.written += bytes(data)
        return len(data)
    def readinto(self, buffer):
        time.sleep(0.001)
        count = min(len(buffer), 2, self.left)
        buffer[:count] = b'a\\n'[:count]
        self.left -= count
        return count
raw = Raw()
writer = io.BufferedWriter(raw, 8)
def f(i):
    for _ in range(20): writer.write(b'%d' % i * 5 + b'\\n'); writer.flush()
${THREE}
${JOIN}
writer.close()
print(sorted(set(raw.written.split(b'\\n'))), len(raw.written))
for name in 'next', 'readline', 'read1', 'peek':
    reader = io.BufferedReader(Raw(), 2)
    lines = []
    def f(_):
        while True:
            if name == 'next': line = next(reader, b'')
            elif name == 'peek': line = (reader.peek(1), reader.readline())[1]
            else: line = getattr(reader, name)(2)
            if not line: break
            lines.append(line)
    ${THREE}
    ${JOIN.replaceAll('\n', '\n    ')}
    print(name, lines)`;
    const lines = "[b'a\\n', b'a\\n', b'a\\n', b'a\\n', b'a\\n', b'a\\n']";
    expect(await python.run(program)).toBe(
      `[b'', b'00000', b'11111', b'22222'] 360\nnext ${lines}\nreadline ${lines}\nread1 ${lines}\npeek ${lines}\n`,
    );
  });

  it('get "reentrant call" in a buffered file that they call from within', async () => {
    const program = `
import io, threading, time
class Raw(io.RawIOBase):
    def writable(self): return True
    def write(self, data):
        time.sleep(0.001)
        file.flush()
file = io.BufferedWriter(Raw())
def f(_):
    try:
        file.write(b'data'); file.flush()
    except RuntimeError as error: print(str(error).split('<')[0])
${THREE}
${JOIN}
raw = file.raw
Raw.write = lambda self, data: len(data)
file.close()
try: io.BufferedWriter.__new__(io.BufferedWriter).write(b'')
except ValueError as error: print(error)`;
    expect(await python.run(program)).toBe(
      `${'reentrant call inside \n'.repeat(3)}I/O operation on uninitialized object\n`,
    );
  });

  it('lose no update with a lock', async () => {
    const program = `
import sys, threading
counter = 0
lock = threading.Lock()
def f(_):
    global counter
    for _ in range(5_000):
        with lock:
            c = counter
            c = c + 1
            counter = c
sys.setswitchinterval(0.0005)
${THREE}
${JOIN}
sys.setswitchinterval(0.005)
print(counter)`;
    expect(await python.run(program)).toBe('15000\n');
  });

  it('have locals, contexts, names and identifiers of their own', async () => {
    const program = `
import contextvars, threading, time
rows = {}
local = threading.local(); local.value = 'main'
variable = contextvars.ContextVar('variable', default=0); variable.set(7)
def f(i):
    had = hasattr(local, 'value'), variable.get()
    local.value = i; variable.set(i)
    time.sleep(0.01)
    rows[i] = had, local.value, variable.get(), threading.current_thread() is ts[i]
${THREE}
${JOIN}
for i in range(3): print(*rows[i])
print(local.value, variable.get(), len({t.ident for t in ts} | {threading.get_ident()}))`;
    expect(await python.run(program)).toBe(
      '(False, 0) 0 0 True\n(False, 0) 1 1 True\n(False, 0) 2 2 True\nmain 7 4\n',
    );
  });

  it('wait for locks in the order they came', async () => {
    const program = `
import threading, time
lock = threading.Lock()
def f(i):
    time.sleep(0.005 * i)
    with lock: print(i)
with lock:
    ${THREE}
    for t in ts: t.start()
    time.sleep(0.05)
for t in ts: t.join()`;
    expect(await python.run(program)).toBe('0\n1\n2\n');
  });

  it('are alive until they end, which a join with a timeout does not wait for', async () => {
    const program = `
import threading
end = threading.Event()
t = threading.Thread(target=end.wait)
t.start(); t.join(0.01)
print(t.is_alive())
end.set(); t.join()
print(t.is_alive())`;
    expect(await python.run(program)).toBe('True\nFalse\n');
  });

  it('are preempted however often they flush, upon which compiled code looks for signals', async () => {
    const program = `
import io, threading, time
end = False
def flood():
    stream = io.TextIOWrapper(io.BufferedWriter(io.FileIO('/flood', 'w')))
    deadline = time.monotonic() + 5
    while not end and time.monotonic() < deadline:
        stream.write('.'); stream.flush()
    print('ended' if end else 'had to stop')
t = threading.Thread(target=flood)
t.start()
time.sleep(0.05)
end = True
t.join()`;
    expect(await python.run(program)).toBe('ended\n');
  });

  it('that are not daemons outlive the main thread', async () => {
    const program = `
import threading, time
threading.Thread(target=lambda: time.sleep(1000), daemon=True).start()
threading.Thread(target=lambda: (time.sleep(0.02), print('thread'))).start()
print('main')`;
    expect(await python.run(program)).toBe('main\nthread\n');
  });
});

describe('a signal', () => {
  it('interrupts compiled code that looks for signals', async () => {
    // From another thread, as the kernel does: this one computes.
    const kernel = new Worker(
      `const { workerData } = require('node:worker_threads');
      setTimeout(() => Atomics.or(workerData, 0, 1 << 2), 100);`,
      { eval: true, workerData: signals },
    );
    const program = `
try:
    3 ** 100_000_000
except KeyboardInterrupt:
    print('interrupted')`;
    expect(await python.run(program)).toBe('interrupted\n');
    await kernel.terminate();
  });

  it('lets the main thread say where it was before other threads go on', async () => {
    const program = `
import threading, time
rounds = [0] * 3
ends = False
def spin(i):
    while not ends: rounds[i] += 1
ts = [threading.Thread(target=spin, args=(i,), daemon=True) for i in range(3)]
for t in ts: t.start()
print('ready', flush=True)
try:
    for t in ts: t.join()
except KeyboardInterrupt:
    before = rounds[:]
    until = time.perf_counter() + 0.02
    while time.perf_counter() < until: pass
    print(rounds == before)
    time.sleep(0.2)
    print([now > then for now, then in zip(rounds, before)])
    ends = True`;
    const running = python.run(program);
    await python.printed('ready');
    python.signal(2);
    expect(await running).toBe('ready\nTrue\n[True, True, True]\n');
  });

  it.each([
    ['a loop', 'while True: pass'],
    ['a sleep', 'time.sleep(1000)'],
    ['a lock', 'lock = threading.Lock(); lock.acquire(); lock.acquire()'],
    [
      'an RLock',
      'lock = threading.RLock(); threading.Thread(target=lambda: (lock.acquire(), time.sleep(.3), lock.release())).start(); time.sleep(.01); lock.acquire()',
    ],
    ['a join', 't = threading.Thread(target=time.sleep, args=(1000,), daemon=True); t.start(); t.join()'],
    ['a queue', 'queue.Queue().get()'],
    ['a simple queue', 'queue.SimpleQueue().get()'],
    ['an event', 'threading.Event().wait()'],
    ['a condition', 'c = threading.Condition(); c.acquire(); c.wait()'],
  ])('interrupts %s', async (_name, statement) => {
    const program = `
import queue, threading, time
print('ready', flush=True)
try:
    ${statement}
except KeyboardInterrupt:
    print('interrupted', threading.current_thread().name)`;
    const running = python.run(program);
    await python.printed('ready');
    setTimeout(() => {
      python.signal(2);
    }, 20);
    expect(await running).toBe('ready\ninterrupted MainThread\n');
  });
});
