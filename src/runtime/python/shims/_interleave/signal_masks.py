"""``signal``: what a thread blocks, and the signals that a thread waits for."""

import errno
import operator
import os
import signal

import _signal

from . import scheduling, signals
from .compiled_names import put

_signals = None

_UNBLOCKABLE = 1 << signal.SIGKILL | 1 << signal.SIGSTOP


def pthread_sigmask(how, mask, /):
    """Change which signals the calling thread blocks; those that it blocked before come back."""
    mask = _bits(mask)
    before = int(_signals.blocked())
    if how == signal.SIG_BLOCK:
        blocked = before | mask
    elif how == signal.SIG_UNBLOCK:
        blocked = before & ~mask
    elif how == signal.SIG_SETMASK:
        blocked = mask
    else:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    _signals.block(blocked & ~_UNBLOCKABLE)
    # The main thread takes those with a handler.
    for signalnum in _numbers(_signals.deliverable()):
        if not callable(_signal.getsignal(signalnum)) and _signals.take(1 << signalnum):
            signals.deliver(signalnum)
    return _numbers(before)


def sigpending():
    """The signals that wait for this thread to stop blocking them."""
    return _numbers(_signals.pending())


def _bits(sigset):
    bits = 0
    for item in sigset:
        signalnum = operator.index(item)
        if not 0 < signalnum < signal.NSIG:
            raise ValueError(f'signal number {signalnum} out of range [1; {signal.NSIG - 1}]')
        bits |= 1 << signalnum
    return bits


def _numbers(bits):
    bits = int(bits)
    return {number for number in range(1, bits.bit_length()) if bits >> number & 1}


def sigwait(sigset, /):
    """Take the next signal of *sigset*, which the thread blocks, and return its number."""
    return _wait(_bits(sigset))


def sigwaitinfo(sigset, /):
    """Take the next signal of *sigset*, and return what is known of it: its number."""
    return _information(_wait(_bits(sigset)))


def sigtimedwait(sigset, timeout, /):
    """As ``sigwaitinfo``, for *timeout* seconds at most; then ``None``."""
    wanted = _bits(sigset)
    if timeout < 0:
        raise ValueError('timeout must be non-negative')
    signalnum = _wait(wanted, timeout)
    return None if signalnum is None else _information(signalnum)


def _wait(wanted, timeout=None):
    signalnum = scheduling.wait(_signals.wait(wanted), timeout)
    return None if signalnum is scheduling.TIMED_OUT else signalnum


def _information(signalnum):
    # Of who sent it, the kernel keeps nothing.
    return signal.struct_siginfo((signalnum, 0, 0, 0, 0, 0, 0))


_FUNCTIONS = (pthread_sigmask, sigpending, sigwait, sigwaitinfo, sigtimedwait)
# Of which ``signal`` has functions of Python that call those of ``_signal``.
_WRAPPED = (pthread_sigmask, sigpending, sigwait)


def install():
    """Put these functions in the place of the C library's, for which all green threads are one."""
    for function in _FUNCTIONS:
        put(function, *([_signal] if function in _WRAPPED else [signal, _signal]))
    for function in _WRAPPED:
        if getattr(signal, function.__name__).__globals__ is not signal.__dict__:
            raise RuntimeError(f'signal.{function.__name__}() is no longer a function of Python')


def attach(host):
    """Take the facility that knows the threads."""
    global _signals
    _signals = host.signals
