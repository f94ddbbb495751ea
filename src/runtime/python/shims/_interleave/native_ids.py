"""``threading.get_native_id()``: a number for each thread, as an operating system would give it.

The browser knows of one thread per process, and does not number it. The main thread has
the number of its process, as on Linux; the others are numbered behind it.
"""

import _thread
import os
import threading

from .compiled_names import put

# So many threads a process may start before a number comes again.
_THREADS_PER_PROCESS = 10_000
# The scheduler's step from the identifier of one thread to that of the next.
_IDENT_STEP = 64


def get_native_id():
    """Return a non-negative integer that no other living thread has, of this process or another."""
    serial = (_thread.get_ident() - _thread._get_main_thread_ident()) // _IDENT_STEP
    if serial == 0:
        return os.getpid()
    return os.getpid() * _THREADS_PER_PROCESS + serial % _THREADS_PER_PROCESS


def _set_native_id(self):
    self._native_id = get_native_id()


def _native_id(self):
    """Native integral thread ID of this thread, or None if it has not been started."""
    assert self._initialized, 'Thread.__init__() not called'
    return self._native_id


def install():
    """Give ``threading`` what it leaves out where ``_thread`` has no such function."""
    put(get_native_id, _thread)
    threading.get_native_id = get_native_id
    threading.__all__.append('get_native_id')
    threading._HAVE_THREAD_NATIVE_ID = True
    threading.Thread._set_native_id = _set_native_id
    threading.Thread.native_id = property(_native_id)


def attach(_host):
    """Number the main thread, which may be that of a snapshot."""
    threading.main_thread()._set_native_id()
