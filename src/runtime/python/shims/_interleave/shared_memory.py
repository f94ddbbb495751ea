"""What makes memory shared between processes: ``_posixshmem`` and the memory of ``Value`` and ``Array``.

Each interpreter has a memory of its own. ``mmap`` works on a copy that is kept the same
in all processes at every point where they synchronise (``shared-mappings.ts``). Under a
lock that is as good as memory in common. Without one it is not: so the objects of
``multiprocessing.sharedctypes`` fetch their value before it is read and send it after it
is written, and a program that loses updates here loses them as it would on a desktop.
"""

import ctypes
import os
import sys
import types
from multiprocessing import heap, reduction, sharedctypes
from multiprocessing.context import assert_spawning

_DIRECTORY = '/dev/shm'

_mappings = None


# -- _posixshmem ----------------------------------------------------------------------


def shm_open(path, flags, mode=511):
    """Open a shared memory object.  Returns a file descriptor (integer)."""
    return _with_path(path, os.open, flags | os.O_NOFOLLOW, mode)


def shm_unlink(path):
    """Remove a shared memory object (similar to unlink()).

    Remove a shared memory object name, and, once all processes  have  unmapped
    the object, de-allocates and destroys the contents of the associated memory
    region.
    """
    _with_path(path, os.unlink)


def _with_path(path, function, *arguments):
    try:
        return function(f'{_DIRECTORY}/{path.lstrip("/")}', *arguments)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None


# -- multiprocessing.sharedctypes -----------------------------------------------------


class _Immediate:
    """A value of ctypes in shared memory, each access to which reaches all processes."""

    def _load(self):
        _mappings.load(self._address, self._size)

    def _store(self):
        _mappings.store(self._address, self._size)


def _immediate_property(descriptor):
    def get(self):
        self._load()
        return descriptor.__get__(self)

    def set(self, value):
        descriptor.__set__(self, value)
        self._store()

    return property(get, set)


class _ImmediateValue(_Immediate):
    def __repr__(self):
        return f'{type(self).__name__}({self.value!r})'


class _ImmediateArray(_Immediate):
    def __getitem__(self, index):
        if isinstance(index, int) and issubclass(self._type_, ctypes._SimpleCData):
            _mappings.load(*self._place(index))
        else:
            self._load()
        return super().__getitem__(index)

    def __setitem__(self, index, value):
        super().__setitem__(index, value)
        if isinstance(index, int):
            _mappings.store(*self._place(index))
            return
        for at in range(*index.indices(self._length_)):
            _mappings.store(*self._place(at))

    def __iter__(self):
        return (self[index] for index in range(self._length_))

    def _place(self, index):
        size = ctypes.sizeof(self._type_)
        return self._address + index % self._length_ * size, size


_immediate_types = {}


def _immediate(type_):
    """The type whose instances are like those of ``type_`` and reach all processes."""
    if getattr(type_, '_plain_type', None) is not None:
        return type_
    made = _immediate_types.get(type_)
    if made is None:
        made = _immediate_types[type_] = _make_immediate(type_)
    return made


def _make_immediate(type_):
    if issubclass(type_, ctypes._SimpleCData):
        bases = (_ImmediateValue, type_)
    elif issubclass(type_, ctypes.Array) and type_._length_ > 0:
        bases = (_ImmediateArray, type_)
    else:
        return type_
    namespace = {'_plain_type': type_, '__module__': type_.__module__}
    for name in ('value', 'raw'):
        for base in type_.__mro__:
            if name in vars(base):
                namespace[name] = _immediate_property(vars(base)[name])
                break
    return type(bases[1])(type_.__name__, bases, namespace)


def rebuild_ctype(type_, wrapper, length):
    if length is not None:
        type_ = type_ * length
    type_ = _immediate(type_)
    reduction.ForkingPickler.register(type_, reduce_ctype)
    buf = wrapper.create_memoryview()
    obj = type_.from_buffer(buf)
    obj._wrapper = wrapper
    obj._address = ctypes.addressof(obj)
    obj._size = ctypes.sizeof(obj)
    return obj


def reduce_ctype(obj):
    assert_spawning(obj)
    if isinstance(obj, ctypes.Array):
        return rebuild_ctype, (obj._type_, obj._wrapper, obj._length_)
    return rebuild_ctype, (getattr(obj, '_plain_type', type(obj)), obj._wrapper, None)


# -- multiprocessing.heap -------------------------------------------------------------


def create_memoryview(self):
    (arena, start, stop), size = self._state
    view = memoryview(arena.buffer)[start:start+size]
    if size > 0:
        _mappings.use(ctypes.addressof(ctypes.c_char.from_buffer(view)), size)
    return view


def install():
    """Put our parts in the place of CPython's."""
    module = types.ModuleType('_posixshmem')
    for function in (shm_open, shm_unlink):
        function.__module__ = module.__name__
        setattr(module, function.__name__, function)
    sys.modules[module.__name__] = module

    for function in (rebuild_ctype, reduce_ctype):
        function.__module__ = sharedctypes.__name__
        setattr(sharedctypes, function.__name__, function)
    heap.BufferWrapper.create_memoryview = create_memoryview


def attach(host):
    """Take the facility that reaches the memory of all."""
    global _mappings
    _mappings = getattr(host, 'mappings', None)
