"""Chains of fifty thousand objects are freed, in the main thread and in another; what would go through them gives up."""

import functools
import gc
import itertools
import threading

LENGTH = 50_000


class Node:
    def __init__(self, following):
        self.following = following


class Counted(Node):
    freed = 0

    def __del__(self):
        Counted.freed += len(repr((1,))) > 0


def generator(following):
    yield following


def started(following):
    made = generator(following)
    next(made)
    return made


LINKS = {
    'list': lambda following: [following],
    'tuple': lambda following: (following,),
    'dict': lambda following: {'next': following},
    'object': Node,
    'object with a destructor': Counted,
    'closure': lambda following: lambda: following,
    'generator': started,
    'partial': lambda following: functools.partial(print, following),
    'bound method': lambda following: Node(following).__init__,
    'iterator': lambda following: iter([following]),
    'chained iterator': lambda following: itertools.chain(following or ()),
    'view': lambda following: {'next': following}.items(),
}


def chain(link):
    end = None
    for _ in range(LENGTH):
        end = link(end)
    return end


def free_all():
    for name, link in LINKS.items():
        chain(link)
        print(name)
    error = None
    for number in range(LENGTH):
        following, error = error, ValueError(number)
        error.__cause__ = following
    following = error = None
    print('exception')
    first = Node(None)
    last = first
    for _ in range(LENGTH):
        last = Node(last)
    first.following = last
    del first, last
    print('cycle', gc.collect() >= LENGTH)


def give_up():
    for name in ('list', 'tuple', 'dict'):
        one, other = chain(LINKS[name]), chain(LINKS[name])
        for ask in (repr, str, one.__eq__, one.__ne__):
            try:
                ask(other)
            except RecursionError:
                print(name, ask.__name__, 'goes too deep')
    short = [[[(1, {2: [3]})]]]
    print(repr(short), short == [[[(1, {2: [3]})]]])


def do_all():
    free_all()
    give_up()


do_all()
thread = threading.Thread(target=do_all)
thread.start()
thread.join()
print(Counted.freed)
