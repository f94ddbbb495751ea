import threading

left, right = threading.Lock(), threading.Lock()
both = threading.Barrier(2)


def in_own_order(name, first, second):
    with first:
        both.wait()  # Each holds one lock now, and wants the other
        # Without the timeout, both would wait here for ever:
        # take it away, run, and press Stop twice
        got_it = second.acquire(timeout=0.5)
        both.wait()
        print(f"{name} got its second lock: {got_it}")


def in_same_order(name):
    with left, right:
        print(f"{name} got both locks")


def run(*threads):
    for t in threads:
        t.start()
    for t in threads:
        t.join()


run(
    threading.Thread(target=in_own_order, args=("A", left, right)),
    threading.Thread(target=in_own_order, args=("B", right, left)),
)
run(
    threading.Thread(target=in_same_order, args=("A",)),
    threading.Thread(target=in_same_order, args=("B",)),
)
