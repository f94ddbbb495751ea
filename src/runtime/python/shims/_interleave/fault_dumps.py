"""``faulthandler``: where the threads are, printed on request, after a time or on a signal.

CPython prints it in C, from signal handlers and a thread of the operating system. Here a
green thread waits for the time, and a signal's handler is one like any other. Format and
messages are those of ``Modules/faulthandler.c`` and ``Python/traceback.c``.
"""

import _thread
import math
import os
import signal
import sys

from . import frames
from .compiled_names import put
from .imports import when_imported
from .signals import seconds_of

_MOST_FRAMES = 100
_MOST_THREADS = 100
# Those that ``enable()`` is for.
_FATAL_SIGNALS = {signal.SIGSEGV, signal.SIGFPE, signal.SIGABRT, signal.SIGBUS, signal.SIGILL}

_watch = None
_previous_handlers = {}


def dump_traceback(file=None, all_threads=True):
    """Print where this thread is, or all of them."""
    _dump(_descriptor(file), sys._getframe(1) if not all_threads else None, _thread.get_ident())


def dump_traceback_later(timeout, repeat=False, file=None, exit=False):
    """Print where all threads are when so many seconds have passed, again and again if asked to."""
    global _watch
    seconds = seconds_of(timeout)
    if seconds <= 0:
        raise ValueError('timeout must be greater than 0')
    fd = _descriptor(file)
    cancel_dump_traceback_later()
    cancelled = _thread.allocate_lock()
    cancelled.acquire()
    _watch = cancelled
    _thread.start_new_thread(_watch_over, (cancelled, seconds, bool(repeat), fd, bool(exit)))


def cancel_dump_traceback_later():
    """Take the last ``dump_traceback_later()`` back."""
    global _watch
    if _watch is not None:
        _watch.release()
        _watch = None


def register(signum, file=None, all_threads=True, chain=False):
    """Print where the threads are whenever a signal comes."""
    _check_signal(signum)
    fd = _descriptor(file)

    def dump_and_chain(number, frame):
        _dump(fd, None if all_threads else frame, _thread.get_ident())
        previous = _previous_handlers.get(signum)
        if chain and callable(previous):
            previous(number, frame)

    previous = signal.signal(signum, dump_and_chain)
    _previous_handlers.setdefault(signum, previous)


def unregister(signum, /):
    """Do with a signal what was done before ``register()``; tell whether it had been called."""
    _check_signal(signum)
    if signum not in _previous_handlers:
        return False
    previous = _previous_handlers.pop(signum)
    signal.signal(signum, signal.SIG_DFL if previous is None else previous)
    return True


def _descriptor(file):
    if isinstance(file, int):
        if file < 0:
            raise ValueError('file is not a valid file descriptor')
        return file
    if file is None:
        file = sys.stderr
        if file is None:
            raise RuntimeError('unable to get sys.stderr')
    fd = file.fileno()
    file.flush()
    return fd


def _check_signal(signum):
    if signum in _FATAL_SIGNALS:
        raise RuntimeError(f'signal {int(signum)} cannot be registered, use enable() instead')
    if not 1 <= signum < signal.NSIG:
        raise ValueError('signal number out of range')


def _watch_over(cancelled, seconds, repeats, fd, exits):
    while not cancelled.acquire(timeout=seconds):
        _write(fd, f'Timeout ({_as_time(seconds)})!\n')
        _dump(fd, None, None)
        if exits:
            os._exit(1)
        if not repeats:
            return


def _as_time(seconds):
    microseconds = math.ceil(seconds * 1e6)
    minutes, microseconds = divmod(microseconds, 60_000_000)
    hours, minutes = divmod(minutes, 60)
    fraction = f'.{microseconds % 1_000_000:06}' if microseconds % 1_000_000 else ''
    return f'{hours}:{minutes:02}:{microseconds // 1_000_000:02}{fraction}'


def _dump(fd, frame, current):
    """Print one frame and its callers, or, without one, those of all threads, the newest first."""
    if frame is not None:
        _write(fd, 'Stack (most recent call first):\n' + _lines_of(frame))
        return
    threads = [
        f'{"Current thread" if ident == current else "Thread"} 0x{ident:08x} (most recent call first):\n'
        + _lines_of(frame)
        for ident, frame in sys._current_frames().items()
        if not _is_watching(frame)
    ]
    shown = threads[:_MOST_THREADS]
    _write(fd, '\n'.join(shown) + ('...\n' if len(threads) > len(shown) else ''))


def _is_watching(frame):
    """Tell whether this is the thread that prints because a time has passed."""
    while frame.f_back is not None:
        frame = frame.f_back
    return frame.f_code is _watch_over.__code__


def _lines_of(frame):
    lines = []
    while frame is not None and len(lines) < _MOST_FRAMES:
        if not frames.is_ours(frame):
            code = frame.f_code
            lines.append(f'  File "{code.co_filename}", line {frame.f_lineno} in {code.co_name}\n')
        frame = frame.f_back
    if frame is not None and not frames.is_ours(frame):
        lines.append('  ...\n')
    return ''.join(lines)


def _write(fd, text):
    os.write(fd, text.encode('ascii', 'backslashreplace'))


def _change(faulthandler):
    for function in (
        dump_traceback,
        dump_traceback_later,
        cancel_dump_traceback_later,
        register,
        unregister,
    ):
        put(function, faulthandler)


def install():
    """Change the module when a program imports it."""
    when_imported('faulthandler', _change)
