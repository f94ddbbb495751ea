"""``resource``: what a process has used and may use, as far as the host knows."""

import errno
import operator
import os
import time
import types
from collections import namedtuple

from .compiled_names import put

RUSAGE_SELF, RUSAGE_CHILDREN, RUSAGE_THREAD = 0, -1, 1
RLIM_INFINITY = -1

# By Linux's numbers. Of memory, descriptors and processes the host's kernel gives so much.
_NAMES = (
    'RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_DATA', 'RLIMIT_STACK', 'RLIMIT_CORE', 'RLIMIT_RSS',
    'RLIMIT_NPROC', 'RLIMIT_NOFILE', 'RLIMIT_MEMLOCK', 'RLIMIT_AS',
)
_LIMITS = {'RLIMIT_AS': 2**30, 'RLIMIT_DATA': 2**30, 'RLIMIT_CORE': 0, 'RLIMIT_NOFILE': 1024, 'RLIMIT_NPROC': 48}

_Usage = namedtuple(
    'struct_rusage',
    'ru_utime ru_stime ru_maxrss ru_ixrss ru_idrss ru_isrss ru_minflt ru_majflt ru_nswap '
    'ru_inblock ru_oublock ru_msgsnd ru_msgrcv ru_nsignals ru_nvcsw ru_nivcsw',
)


class struct_rusage(_Usage):
    """What a process or a thread has used; a field that nobody here counts is 0."""

    __slots__ = ()

    def __repr__(self):
        return f'resource.{super().__repr__()}'


def getrusage(who, /):
    """Tell the processor time of the process or the current thread, and the largest size of its memory in KiB."""
    who = _c_int(who)
    if who == RUSAGE_CHILDREN:
        return struct_rusage(0.0, 0.0, *[0] * 14)
    if who not in (RUSAGE_SELF, RUSAGE_THREAD):
        raise ValueError('invalid who parameter')
    ran = time.process_time() if who == RUSAGE_SELF else time.thread_time()
    return struct_rusage(ran, 0.0, _memory_bytes() // 1024, *[0] * 13)


def getrlimit(resource, /):
    """Return the limits of a resource, which nobody can change."""
    limit = _LIMITS.get(_name(resource), RLIM_INFINITY)
    return limit, limit


def setrlimit(resource, limits, /):
    """Accept the limits that there are, and refuse any other."""
    soft, hard = (_limit(limit) for limit in limits)
    if (soft, hard) == getrlimit(resource):
        return
    present = getrlimit(resource)[1]
    if present != RLIM_INFINITY and not 0 <= soft <= hard <= present:
        raise ValueError('not allowed to raise maximum limit')
    raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


def _c_int(value):
    value = operator.index(value)
    if not -(2**31) <= value < 2**31:
        raise OverflowError('Python int too large to convert to C int')
    return value


def _limit(value):
    value = operator.index(value)
    if value < RLIM_INFINITY:
        raise ValueError('Cannot convert negative int')
    return value


def getpagesize():
    """Return the size of a page of memory in bytes."""
    return os.sysconf('SC_PAGESIZE')


def _name(resource):
    resource = _c_int(resource)
    if not 0 <= resource < len(_NAMES):
        raise ValueError('invalid resource specified')
    return _NAMES[resource]


def make_module():
    """Make the module, which the build for WebAssembly leaves out."""
    module = types.ModuleType('resource')
    for function in (getrusage, getrlimit, setrlimit, getpagesize):
        put(function, module)
    struct_rusage.__module__ = 'resource'
    module.struct_rusage = struct_rusage
    module.error = OSError
    module.RLIM_INFINITY = RLIM_INFINITY
    module.RLIMIT_OFILE = _NAMES.index('RLIMIT_NOFILE')
    for name in ('RUSAGE_SELF', 'RUSAGE_CHILDREN', 'RUSAGE_THREAD'):
        setattr(module, name, globals()[name])
    for number, name in enumerate(_NAMES):
        setattr(module, name, number)
    return module


def attach(host):
    """Learn how large the interpreter's memory is."""
    global _memory_bytes
    _memory_bytes = host.memory.size_bytes
