import { beforeAll, describe, expect, it } from 'vitest';
import { PendingSignals } from '../../../src/runtime/python/threads/pending-signals.ts';
import { pythonInNode } from '../../support/python-in-node.ts';
import { programRunner } from '../../support/run-python-program.ts';

const [PENDING, BLOCKED] = [0, 1];
const SIGUSR1 = 10;
const SIGUSR2 = 12;

const words = new Int32Array(2);
let python: ReturnType<typeof programRunner>;

beforeAll(async () => {
  const signals = new PendingSignals({ words, pending: PENDING, blocked: BLOCKED });
  python = programRunner(await pythonInNode({}, signals));
});

describe('a signal that comes from the kernel', () => {
  it('waits while every thread blocks it, and the kernel sees that they do', async () => {
    const running = python.run(`
import signal, time
signal.signal(signal.SIGUSR1, lambda *_: print('handled'))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
print('ready', flush=True)
while not signal.sigpending(): time.sleep(0.005)
print(signal.sigpending())
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])`);
    await python.printed('ready');
    expect(words[BLOCKED]).toBe(1 << SIGUSR1);
    python.signal(SIGUSR1);
    expect(await running).toBe('ready\n{<Signals.SIGUSR1: 10>}\nhandled\n');
    expect([...words]).toEqual([0, 0]);
  });

  it('is handled in the main thread when another thread does not block it', async () => {
    const running = python.run(`
import signal, threading, time
seen = []
def handle(*_):
    seen.append(threading.current_thread().name)
signal.signal(signal.SIGUSR1, handle)
end = threading.Event()
thread = threading.Thread(target=end.wait)
thread.start()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
print('ready', flush=True)
while not seen: time.sleep(0.005)
print(*seen)
end.set()
thread.join()`);
    await python.printed('ready');
    expect(words[BLOCKED]).toBe(0);
    python.signal(SIGUSR1);
    expect(await running).toBe('ready\nMainThread\n');
  });

  it('is taken by a thread that waits for it', async () => {
    const running = python.run(`
import signal, threading
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGUSR2])
def wait():
    print('thread', signal.sigwait([signal.SIGUSR2]))
thread = threading.Thread(target=wait)
thread.start()
print('ready', flush=True)
print('main', signal.sigwait([signal.SIGUSR1]))
thread.join()`);
    await python.printed('ready');
    python.signal(SIGUSR2);
    await python.printed('thread');
    python.signal(SIGUSR1);
    expect(await running).toBe('ready\nthread 12\nmain 10\n');
    expect(words[PENDING]).toBe(0);
  });
});

describe('the mask of a thread', () => {
  it('begins as that of the thread that starts it, and ends with it', async () => {
    expect(
      await python.run(`
import signal, threading
def change():
    print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2]))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
thread = threading.Thread(target=change)
thread.start(); thread.join()
print(signal.pthread_sigmask(signal.SIG_SETMASK, []))`),
    ).toBe('{<Signals.SIGUSR1: 10>}\n{<Signals.SIGUSR1: 10>}\n');
    expect(words[BLOCKED]).toBe(0);
  });

  it('keeps a signal that was sent to that thread from every other', async () => {
    expect(
      await python.run(`
import signal, threading
signal.signal(signal.SIGUSR1, lambda *_: print('handled'))
ready, end = threading.Event(), threading.Event()
def hold():
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    ready.set(); end.wait()
    print(signal.sigpending())
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
thread = threading.Thread(target=hold)
thread.start(); ready.wait()
signal.pthread_kill(thread.ident, signal.SIGUSR1)
print(signal.sigpending())
end.set(); thread.join()`),
    ).toBe('set()\n{<Signals.SIGUSR1: 10>}\nhandled\n');
  });

  it('has room for the signals that only a program raises', async () => {
    expect(
      await python.run(`
import signal
signal.signal(40, lambda number, _: print('handled', number))
signal.pthread_sigmask(signal.SIG_BLOCK, [40])
signal.raise_signal(40)
print(signal.sigpending())
signal.pthread_sigmask(signal.SIG_UNBLOCK, [40])`),
    ).toBe('{40}\nhandled 40\n');
  });
});

describe('the descriptor that a program wants a byte in at each signal', () => {
  it('gets none for switches of threads', async () => {
    expect(
      await python.run(`
import os, signal, threading, time
signal.signal(signal.SIGUSR1, lambda *_: None)
descriptor = os.open('/signals', os.O_RDWR | os.O_CREAT | os.O_NONBLOCK)
signal.set_wakeup_fd(descriptor)
end = time.monotonic() + 0.1
def spin():
    while time.monotonic() < end: pass
threads = [threading.Thread(target=spin) for _ in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
signal.raise_signal(signal.SIGUSR1)
print(signal.set_wakeup_fd(-1) == descriptor, os.pread(descriptor, 100, 0))`),
    ).toBe("True b'\\n'\n");
  });
});
