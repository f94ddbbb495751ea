"""``signal``: the kernel is told what the program does with its signals, and keeps its timer."""

import errno
import functools
import json
import operator
import os
import signal
import sys

import _signal
import _thread

from .compiled_names import put
from .errors import from_c

_processes = None
_signals = None

_TIMERS = {'ITIMER_REAL': 0, 'ITIMER_VIRTUAL': 1, 'ITIMER_PROF': 2}

_set_handler = _signal.signal
_raise = _signal.raise_signal


def _tell(signalnum, handler):
    if _processes is None:
        return
    if handler == signal.SIG_DFL:
        action = 'default'
    elif handler == signal.SIG_IGN:
        action = 'ignore'
    else:
        action = 'handle'
    _processes.set_action(signalnum, action)


def _signal_signal(signalnum, handler, /):
    """Set what a signal does, here and in the kernel; the previous handler comes back."""
    if not _in_main_thread():
        raise ValueError('signal only works in main thread of the main interpreter')
    if signalnum in (signal.SIGKILL, signal.SIGSTOP):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    previous = _set_handler(signalnum, handler)
    _tell(int(signalnum), handler)
    if handler == signal.SIG_IGN and _signals is not None:
        _signals.discard(int(signalnum))
    return previous


def deliver(signalnum):
    """Do with a signal, which is not blocked, what the program has said."""
    handler = _signal.getsignal(signalnum)
    if not callable(handler):
        _check(_processes.kill(_processes.pid, signalnum))
    elif _in_main_thread():
        if handler is not signal.default_int_handler:
            _set_handler(signalnum, functools.partial(_handle_in, sys._getframe(1), handler))
        # Handled before it returns.
        _raise(signalnum)
    else:
        _signals.raise_in_main(signalnum)


def _handle_in(frame, handler, signalnum, _inner_frame):
    """Call the handler with the frame of the program that a function of ours interrupts."""
    _set_handler(signalnum, handler)
    while frame.f_globals.get('__package__') == __package__ and frame.f_back is not None:
        frame = frame.f_back
    return handler(signalnum, frame)


def send_to_process(signalnum):
    """What ``os.kill`` does to the process that calls it."""
    _check_number(signalnum)
    if not _signals.hold(signalnum):
        deliver(signalnum)


def raise_signal(signalnum, /):
    """Send a signal to the thread that calls."""
    signalnum = operator.index(signalnum)
    _check_number(signalnum)
    _send_to_thread(_thread.get_ident(), signalnum)


def pthread_kill(thread_id, signalnum, /):
    """Send a signal to one of our threads; 0 only asks whether it lives."""
    thread_id, signalnum = operator.index(thread_id), operator.index(signalnum)
    sys.audit('signal.pthread_kill', thread_id, signalnum)
    if not _signals.has_thread(thread_id):
        raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))
    if signalnum != 0:
        _check_number(signalnum)
        _send_to_thread(thread_id, signalnum)


def _send_to_thread(thread_id, signalnum):
    if not _signals.hold_for_thread(thread_id, signalnum):
        deliver(signalnum)


def _check_number(signalnum):
    if not 0 < signalnum < signal.NSIG:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))


def _check(result):
    if result < 0:
        raise from_c(-result)


def _in_main_thread():
    return _thread.get_ident() == _thread._get_main_thread_ident()


def alarm(seconds, /):
    """Have SIGALRM come after *seconds*; 0 takes it back. Seconds that an earlier one had left come back."""
    import math

    left, _ = setitimer(signal.ITIMER_REAL, operator.index(seconds))
    return math.ceil(left)


def setitimer(which, seconds, interval=0.0, /):
    """Set the kernel's alarm, which may repeat. What was left of the last one, and its interval, come back.

    Of the three timers only ``ITIMER_REAL`` can be had: the kernel does not know how long a process computes.
    """
    seconds, interval = seconds_of(seconds), seconds_of(interval)
    if which != signal.ITIMER_REAL or seconds < 0 or interval < 0:
        raise signal.ItimerError(errno.EINVAL, os.strerror(errno.EINVAL))
    return tuple(map(float, json.loads(_processes.set_alarm(seconds, interval))))


def seconds_of(value):
    """What CPython takes for a time in seconds: a number, and no text that is one."""
    if isinstance(value, (int, float)):
        return float(value)
    kind = type(value).__name__
    raise TypeError(f'{kind!r} object cannot be interpreted as an integer or float')


def getitimer(which, /):
    """What is left of the alarm, and its interval, in seconds."""
    left, interval = setitimer(which, 0)
    if left:
        setitimer(which, left, interval)
    return left, interval


def pause():
    """Let this thread wait for the next signal."""
    from . import scheduling

    scheduling.wait(_processes.signal())


_FUNCTIONS = (
    raise_signal,
    pthread_kill,
    alarm,
    setitimer,
    getitimer,
    pause,
)


class _ItimerError(OSError):
    pass


def install():
    """Put these functions in the place of the C library's, which know one process only."""
    _signal_signal.__name__ = _signal_signal.__qualname__ = 'signal'
    for name, value in _TIMERS.items():
        setattr(signal, name, value)
    _ItimerError.__name__ = _ItimerError.__qualname__ = 'itimer_error'
    _ItimerError.__module__ = 'signal'
    signal.ItimerError = _signal.ItimerError = _ItimerError
    _signal.signal = _signal_signal
    for function in _FUNCTIONS:
        put(function, signal, _signal)
    if signal.signal.__globals__ is not signal.__dict__:
        raise RuntimeError('signal.signal() is no longer a function of Python')


def attach(host):
    """Tell the kernel what the interpreter handles from the beginning."""
    global _processes, _signals
    _processes = getattr(host, 'processes', None)
    _signals = host.signals
    _tell(signal.SIGINT, _signal.getsignal(signal.SIGINT))
