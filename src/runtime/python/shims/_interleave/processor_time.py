"""What tells how long threads have had the interpreter: ``time.thread_time``, ``os.times`` and ``resource``."""

import os
import posix
import sys
import time
import types

from . import resource_limits
from .compiled_names import put


def thread_time():
    """How long the current thread has had the interpreter, in seconds."""
    return time.clock_gettime(time.CLOCK_THREAD_CPUTIME_ID)


def thread_time_ns():
    """The same in nanoseconds."""
    return time.clock_gettime_ns(time.CLOCK_THREAD_CPUTIME_ID)


def get_clock_info(name, /):
    """Describe a clock of this module."""
    if name != 'thread_time':
        return _get_clock_info(name)
    return types.SimpleNamespace(
        implementation='clock_gettime(CLOCK_THREAD_CPUTIME_ID)',
        monotonic=True,
        adjustable=False,
        resolution=_get_clock_info('process_time').resolution,
    )


def times():
    """How long the process has run; nobody here measures its children, nor the kernel."""
    return posix.times_result((time.process_time(), 0.0, 0.0, 0.0, time.monotonic()))


def install():
    """Add what the compiled modules lack."""
    global _get_clock_info
    _get_clock_info = time.get_clock_info
    for function in (thread_time, thread_time_ns, get_clock_info):
        put(function, time)
    # It would find nothing: the C library knows one thread.
    del time.pthread_getcpuclockid
    put(times, posix, os)
    sys.modules['resource'] = resource_limits.make_module()
