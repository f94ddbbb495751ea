"""Processes by spawn: what they share, what they send, how they end."""
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import shared_memory


def add(counter, lock, times):
    for _ in range(times):
        with lock:
            counter.value += 1


def answer(connection, queue):
    queue.put((multiprocessing.current_process().name, connection.recv()))
    connection.send_bytes(b'bytes')
    connection.close()


def fail():
    raise ValueError('no')


def leave(code):
    sys.exit(code)


def square(number):
    return number * number


def fill(name):
    memory = shared_memory.SharedMemory(name)
    memory.buf[:5] = b'hello'
    memory.close()


def meet(barrier, event, names):
    barrier.wait()
    names.append(multiprocessing.current_process().name)
    event.wait()


def wait_for_ever(ready):
    ready.set()
    multiprocessing.Event().wait()


def run(context, target, *args):
    process = context.Process(target=target, args=args)
    process.start()
    return process


def main():
    context = multiprocessing.get_context('spawn')
    counter, lock = context.Value('i', 0, lock=False), context.Lock()
    for process in [run(context, add, counter, lock, 300) for _ in range(2)]:
        process.join()
    print('counted', counter.value)

    here, there = context.Pipe()
    queue = context.Queue()
    process = run(context, answer, there, queue)
    there.close()
    here.send({'a': [1, 2]})
    print(queue.get()[1], here.recv_bytes())
    process.join()
    try:
        here.recv()
    except EOFError:
        print('end of file')

    for target, args in (leave, (3,)), (leave, (None,)):
        process = run(context, target, *args)
        process.join()
        print(target.__name__, args, process.exitcode, process.is_alive())
    ready = context.Event()
    process = run(context, wait_for_ever, ready)
    ready.wait()
    process.terminate()
    process.join()
    print('terminated', process.exitcode)

    with context.Pool(2) as pool:
        print(pool.map(square, range(6)), pool.apply_async(square, (9,)).get())
        print(sorted(pool.imap_unordered(square, range(4))))
        try:
            pool.apply(fail)
        except ValueError as error:
            print('from the pool:', error)

    memory = shared_memory.SharedMemory(create=True, size=16)
    run(context, fill, memory.name).join()
    print(bytes(memory.buf[:5]))
    memory.close()
    memory.unlink()

    with context.Manager() as manager:
        names = manager.list()
        barrier, event = context.Barrier(3), context.Event()
        processes = [run(context, meet, barrier, event, names) for _ in range(2)]
        barrier.wait()
        event.set()
        for process in processes:
            process.join()
        print('met', len(set(names)))

    with ProcessPoolExecutor(2, mp_context=context) as executor:
        print(list(executor.map(square, [7, 8])))
    print(multiprocessing.active_children())


if __name__ == '__main__':
    # On a computer, the tracker of resources may warn at the end of what a killed process has left behind.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    main()
