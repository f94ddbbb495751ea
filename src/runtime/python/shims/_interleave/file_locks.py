"""``fcntl.flock``: the C library of CPython here locks parts of files for a process, and nothing else."""

import fcntl
import sys

from .compiled_names import put

# What the host's ``fcntl`` takes for ``flock(2)``; see c-library.ts.
_LOCK_WHOLE = 0x464C


def flock(fd, operation, /):
    """Lock a whole file for whoever shares this open file, or unlock it."""
    sys.audit('fcntl.flock', fd, operation)
    fcntl.fcntl(fd, _LOCK_WHOLE, operation)


def install():
    """Put the function in the place of one that locks for a process."""
    put(flock, fcntl)
