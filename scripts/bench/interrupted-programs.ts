/** Python programs that Ctrl+C must end wherever they are, by what they do. Each prints "ready" first. */
export const interruptedPrograms: readonly (readonly [title: string, code: string])[] = [
  ['a loop', 'while True: pass'],
  ['sleep', 'import time; time.sleep(1000)'],
  [
    'join',
    `import threading, time
thread = threading.Thread(target=time.sleep, args=(1000,), daemon=True)
thread.start()
thread.join()`,
  ],
  [
    'a lock that nobody releases',
    'import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()',
  ],
  ['an empty queue', 'import queue; queue.Queue().get()'],
  ['a power with millions of digits', '3 ** 30_000_000'],
  ['input()', 'input()'],
  ['asyncio.sleep()', 'import asyncio; asyncio.run(asyncio.sleep(1000))'],
  [
    'five threads that spin',
    `import threading
def spin():
    while True: pass
threads = [threading.Thread(target=spin, daemon=True) for _ in range(5)]
for thread in threads: thread.start()
for thread in threads: thread.join()`,
  ],
  [
    'a child that spins, waited for',
    `import subprocess, sys
subprocess.run([sys.executable, '-c', 'while True: pass'])`,
  ],
].map(([title, code]) => [title!, `print('ready', flush=True)\n${code!}\n`]);
