"""``_multiprocessing``: the semaphores under ``multiprocessing.Lock`` and its kin.

They stand for ``Modules/_multiprocessing/semaphore.c``; names, messages and the order
of checks are that file's.
"""

import errno
import os
import sys
import types
from _thread import get_ident
from time import monotonic

from . import scheduling
from .system_errors import as_os_errors

_RECURSIVE_MUTEX, _SEMAPHORE = range(2)

_semaphores = None


class SemLock:
    """A semaphore of the kernel's, or a lock that its thread may take again."""

    SEM_VALUE_MAX = 2**31 - 1

    __slots__ = ('handle', 'kind', 'maxvalue', 'name', '_held', '_holder', '__weakref__')

    def __new__(cls, kind, value, maxvalue, name, unlink):
        if kind not in (_RECURSIVE_MUTEX, _SEMAPHORE):
            raise ValueError('unrecognized kind')
        if value < 0:
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        with as_os_errors(name):
            handle = _semaphores.open(name, value)
            if unlink:
                _semaphores.unlink(name)
        return cls._make(handle, kind, maxvalue, None if unlink else name)

    @classmethod
    def _make(cls, handle, kind, maxvalue, name):
        self = object.__new__(cls)
        self.handle = handle
        self.kind = kind
        self.maxvalue = maxvalue
        self.name = name
        self._held = 0
        self._holder = 0
        return self

    @classmethod
    def _rebuild(cls, handle, kind, maxvalue, name, /):
        if name is not None:
            with as_os_errors(name):
                handle = _semaphores.open(name)
        return cls._make(handle, kind, maxvalue, name)

    def __del__(self):
        try:
            _semaphores.close(self.handle)
        except AttributeError:
            # It was never opened.
            pass

    def acquire(self, block=True, timeout=None):
        """Take the semaphore; false where it could not be had in *timeout* seconds."""
        if self.kind == _RECURSIVE_MUTEX and self._is_mine():
            self._held += 1
            return True
        if not _semaphores.tryAcquire(self.handle) and not (block and self._wait(timeout)):
            return False
        self._held += 1
        self._holder = get_ident()
        return True

    def _wait(self, timeout):
        deadline = None if timeout is None else monotonic() + max(timeout, 0)
        while True:
            left = None if deadline is None else deadline - monotonic()
            if left is not None and left <= 0:
                return False
            scheduling.wait(_semaphores.untilRaised(self.handle), left)
            if _semaphores.tryAcquire(self.handle):
                return True

    def release(self):
        """Give the semaphore back."""
        if self.kind == _RECURSIVE_MUTEX:
            if not self._is_mine():
                raise AssertionError(
                    'attempt to release recursive lock not owned by thread')
            if self._held > 1:
                self._held -= 1
                return
        # The count goes down first: another thread may have the lock as soon as it is released.
        self._held -= 1
        if not _semaphores.release(self.handle, self.maxvalue):
            self._held += 1
            raise ValueError('semaphore or lock released too many times')

    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type=None, exc_value=None, exc_tb=None, /):
        self.release()

    def _count(self):
        """How often this process holds it."""
        return self._held

    def _is_mine(self):
        """Whether the calling thread is the last that took it."""
        return self._held > 0 and self._holder == get_ident()

    def _get_value(self):
        """How often it can be taken now."""
        return _semaphores.value(self.handle)

    def _is_zero(self):
        """Whether nobody can take it now."""
        return _semaphores.value(self.handle) == 0

    def _after_fork(self):
        """Forget that this process holds it."""
        self._held = 0


def sem_unlink(name, /):
    with as_os_errors(name):
        _semaphores.unlink(name)


def install():
    """Put the module in the place of the one that Emscripten's CPython lacks."""
    module = types.ModuleType('_multiprocessing')
    module.SemLock = SemLock
    module.sem_unlink = sem_unlink
    module.flags = {'HAVE_SEM_OPEN': 1, 'HAVE_SEM_TIMEDWAIT': 1}
    SemLock.__module__ = sem_unlink.__module__ = '_multiprocessing'
    sys.modules['_multiprocessing'] = module


def attach(host):
    """Take the facility that reaches the other processes."""
    global _semaphores
    _semaphores = getattr(host, 'semaphores', None)
