"""What the end of a program needs, done once where nobody waits for it.

Browsers compile a function of WebAssembly when it is first called, for all Workers that share
the code. Nothing of it may be seen later: see ``tests/unit/python/rehearsal.test.ts``.
"""

import asyncio
import gc
import io
import linecache
import os
import queue
import signal
import sys

from . import frames

# Where the interpreter's own files are, not the program's: it is no process yet.
_FILE = '/lib/rehearsal.py'
_SOURCE = """\
def outer(numbers, interrupt):
    return inner(
        numbers[0] + 1, interrupt)
def inner(number, interrupt):
    try:
        number / 0
    except ZeroDivisionError:
        interrupt(2, None)
outer([0], interrupt)
"""


def print_traceback():
    """Print the traceback of an interrupt that comes while another exception is handled."""
    with open(_FILE, 'w') as file:
        file.write(_SOURCE)
    try:
        code = compile(_SOURCE, _FILE, 'exec', dont_inherit=True)
        _print_error(lambda: exec(code, {'interrupt': signal.default_int_handler}))
    finally:
        os.unlink(_FILE)
        linecache.cache.pop(_FILE, None)


def print_line_of_library():
    """Print a traceback that shows the source of a module of the standard library, which has to be here."""
    _print_error(lambda: queue.Queue().get(block=False))
    linecache.cache.pop(queue.__file__, None)


def cancel_task():
    """Run a coroutine that sleeps, and cancel it, in an event loop that waits for nothing."""
    loop = _EventLoop()
    # Without a name it would be counted.
    task = loop.create_task(asyncio.sleep(1000), name='rehearsal')
    loop.call_soon(task.cancel)
    try:
        loop.run_until_complete(task)
    except asyncio.CancelledError:
        pass
    finally:
        loop.close()


def collect_garbage():
    """Look for cycles, of those that the rehearsal leaves."""
    gc.collect()


def _print_error(function):
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        function()
    except BaseException as error:
        sys.__excepthook__(type(error), error, frames.without_ours(error))
    finally:
        sys.stderr = stderr


class _EventLoop(asyncio.BaseEventLoop):
    class _selector:
        select = staticmethod(lambda timeout: [])

    def _process_events(self, events):
        pass
