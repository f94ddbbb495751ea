"""Microseconds for an object through a pipe from one process to another, the mean of 2,000."""

import multiprocessing
import time

ROUNDS = 2000


def produce(connection):
    for number in range(ROUNDS + 1):
        connection.send(number)
    connection.close()


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    receiver, sender = multiprocessing.Pipe(duplex=False)
    producer = multiprocessing.Process(target=produce, args=(sender,))
    producer.start()
    receiver.recv()  # It runs
    start = time.perf_counter()
    for _ in range(ROUNDS):
        receiver.recv()
    elapsed = time.perf_counter() - start
    producer.join()
    print(elapsed / ROUNDS * 1e6)
