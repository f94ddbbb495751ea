"""Green threads, as Python sees them. The scheduler itself is in ``runtime/python/threads``.

``_thread``, ``time.sleep`` and ``_queue`` need nothing here: the code of their functions
has been replaced beneath them.
"""

import signal
import time

# Its handler gives the processor to another thread; ``preemption.ts`` raises it.
_SWITCH_SIGNAL = 64


class _TimedOut:
    __slots__ = ()

    def __repr__(self):
        return 'TIMED_OUT'

    def __bool__(self):
        return False


TIMED_OUT = _TimedOut()
"""What ``wait`` returns when the time is up."""


def wait(operation, timeout=None):
    """Suspend the calling thread until something of JavaScript's has happened.

    ``operation`` is an object of JavaScript with two methods. ``begin(resume)`` arranges
    that ``resume(value)`` is called once, now or later; ``wait`` then returns the value,
    converted as Pyodide does. ``cancel()`` takes that back: it is called, and a later
    ``resume`` is ignored, when ``timeout`` seconds have passed, and ``wait`` returns
    ``TIMED_OUT``; or when a signal reaches the main thread while it waits. Then the
    signal's handler runs, which may raise; if it does not, the operation begins again for
    the rest of the time, as PEP 475 has system calls do.

    Other threads run meanwhile, and so does the Worker's event loop. It may be called from
    Python that C calls (``raw.readinto`` beneath a ``BufferedReader``), but not from Python
    that JavaScript calls: that raises RuntimeError.
    """
    return _interleave_threads.wait(operation, timeout, TIMED_OUT)


def finalize():
    """Let no other thread run any more, as CPython does when it ends."""
    _interleave_threads.finalize()


def install():
    # Pyodide's own calls run_sync(); beneath it is CPython's, whose code becomes ours.
    time.sleep = getattr(time.sleep, '__wrapped__', time.sleep)


def attach(host):
    global _interleave_threads
    import _interleave_threads

    signal.signal(_SWITCH_SIGNAL, _interleave_threads.switch)
