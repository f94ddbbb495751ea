"""Each thread has a number of the operating system's; the main thread has that of its process."""

import _thread
import multiprocessing
import os
import threading


def of_main_thread():
    return [
        threading.get_native_id() == os.getpid(),
        threading.main_thread().native_id == os.getpid(),
        threading.current_thread().native_id == os.getpid(),
    ]


def in_child(queue):
    ids = []
    thread = threading.Thread(target=lambda: ids.append(threading.get_native_id()))
    thread.start()
    thread.join()
    queue.put((of_main_thread(), os.getpid(), ids))


def main():
    print(of_main_thread(), 'get_native_id' in threading.__all__)

    ids = set()
    together = threading.Barrier(5)

    def tell():
        ids.add(threading.get_native_id())
        print(threading.current_thread().native_id == threading.get_native_id())
        together.wait()

    threads = [threading.Thread(target=tell) for _ in range(5)]
    print(threads[0].native_id)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(len(ids), os.getpid() in ids, {thread.native_id for thread in threads} == ids)

    # A thread that `threading` did not start.
    done = _thread.allocate_lock()
    done.acquire()

    def tell_raw():
        print(threading.current_thread().native_id == threading.get_native_id())
        done.release()

    _thread.start_new_thread(tell_raw, ())
    done.acquire()

    queue = multiprocessing.Queue()
    child = multiprocessing.Process(target=in_child, args=(queue,))
    child.start()
    said, pid, others = queue.get()
    child.join()
    print(said, pid not in ids, others[0] not in ids, others[0] != pid)


if __name__ == '__main__':
    multiprocessing.set_start_method('spawn')
    main()
