"""``fcntl.flock``: the C library of CPython here locks parts of files for a process, and nothing else."""

import fcntl
import sys

# What the host's ``fcntl`` takes for ``flock(2)``; see c-library.ts.
_LOCK_WHOLE = 0x464C


def flock(fd, operation, /):
    """Perform the lock operation `operation` on file descriptor `fd`.

    See the Unix manual page for flock(2) for details (On some systems, this
    function is emulated using fcntl()).
    """
    sys.audit('fcntl.flock', fd, operation)
    fcntl.fcntl(fd, _LOCK_WHOLE, operation)


def install():
    """Put the function in the place of one that locks for a process."""
    flock.__module__ = 'fcntl'
    fcntl.flock = flock
