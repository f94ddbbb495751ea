"""What makes memory shared between processes.

Each interpreter has a memory of its own. ``mmap`` works on a copy that is kept the same
in all processes at every point where they synchronise (``shared-mappings.ts``).
"""

import os
import sys
import types

from .compiled_names import put
from .imports import when_imported

_DIRECTORY = '/dev/shm'

mappings = None


def shm_open(path, flags, mode=511):
    """A descriptor of an object in shared memory, by its name."""
    return _with_path(path, os.open, flags | os.O_NOFOLLOW, mode)


def shm_unlink(path):
    """Take an object's name away; its memory goes with the last that maps it."""
    _with_path(path, os.unlink)


def _with_path(path, function, *arguments):
    try:
        return function(f'{_DIRECTORY}/{path.lstrip("/")}', *arguments)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None


def _create_memoryview(self):
    from ctypes import addressof, c_char

    (arena, start, stop), size = self._state
    view = memoryview(arena.buffer)[start:start+size]
    if size > 0:
        # Of an arena, the parts that are not in use need not be kept the same.
        mappings.use(addressof(c_char.from_buffer(view)), size)
    return view


def _change_heap(heap):
    heap.BufferWrapper.create_memoryview = _create_memoryview


def _change_sharedctypes(sharedctypes):
    from . import shared_values

    shared_values.change(sharedctypes)


def install():
    """Put our parts in the place of CPython's."""
    module = types.ModuleType('_posixshmem')
    for function in (shm_open, shm_unlink):
        put(function, module)
    sys.modules[module.__name__] = module
    when_imported('multiprocessing.heap', _change_heap)
    when_imported('multiprocessing.sharedctypes', _change_sharedctypes)


def attach(host):
    """Take the facility that reaches the memory of all."""
    global mappings
    mappings = getattr(host, 'mappings', None)
