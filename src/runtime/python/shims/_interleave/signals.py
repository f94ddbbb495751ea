"""``signal``: the kernel is told what the program does with its signals, and keeps its timer."""

import errno
import json
import os
import signal

import _signal
import _thread

_processes = None

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
    """Set the action for the given signal.

    The action can be SIG_DFL, SIG_IGN, or a callable Python object.
    The previous action is returned.  See getsignal() for possible return values.

    *** IMPORTANT NOTICE ***
    A signal handler function is called with two arguments:
    the first is the signal number, the second is the interrupted stack frame.
    """
    if _thread.get_ident() != _thread._get_main_thread_ident():
        raise ValueError('signal only works in main thread of the main interpreter')
    if signalnum in (signal.SIGKILL, signal.SIGSTOP):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    previous = _set_handler(signalnum, handler)
    _tell(int(signalnum), handler)
    return previous


def raise_signal(signalnum, /):
    """Send a signal to the executing process."""
    if callable(_signal.getsignal(signalnum)):
        _raise(signalnum)
    else:
        os.kill(os.getpid(), signalnum)


def alarm(seconds, /):
    """Arrange for SIGALRM to arrive after the given number of seconds."""
    import math

    left, _ = setitimer(signal.ITIMER_REAL, seconds)
    return math.ceil(left)


def setitimer(which, seconds, interval=0.0, /):
    """Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF).

    The timer will fire after value seconds and after that every interval seconds.
    The itimer can be cleared by setting seconds to zero.

    Returns old values as a tuple: (delay, interval).
    """
    if which != signal.ITIMER_REAL or seconds < 0 or interval < 0:
        raise signal.ItimerError(errno.EINVAL, os.strerror(errno.EINVAL))
    return tuple(json.loads(_processes.set_alarm(float(seconds), float(interval))))


def getitimer(which, /):
    """Returns current value of given itimer."""
    left, interval = setitimer(which, 0)
    if left:
        setitimer(which, left, interval)
    return left, interval


def pause():
    """Wait until a signal arrives."""
    from . import scheduling

    scheduling.wait(_processes.signal())


def sigwait(sigset, /):
    """Wait for a signal.

    Suspend execution of the calling thread until the delivery of one of the
    signals specified in the signal set sigset.  The function accepts the signal
    and returns the signal number.
    """
    arrived = []
    previous = {}
    try:
        for signalnum in sigset:
            previous[signalnum] = signal.signal(signalnum, lambda number, _: arrived.append(number))
        while not arrived:
            pause()
    finally:
        for signalnum, handler in previous.items():
            signal.signal(signalnum, handler)
    return signal.Signals(arrived[0])


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
    for function in (raise_signal, alarm, setitimer, getitimer, pause):
        setattr(_signal, function.__name__, function)
        setattr(signal, function.__name__, function)
    _signal.sigwait = sigwait
    signal.sigwait = sigwait
    if signal.signal.__globals__ is not signal.__dict__:
        raise RuntimeError('signal.signal() is no longer a function of Python')


def attach(host):
    """Tell the kernel what the interpreter handles from the beginning."""
    global _processes
    _processes = getattr(host, 'processes', None)
    _tell(signal.SIGINT, _signal.getsignal(signal.SIGINT))
