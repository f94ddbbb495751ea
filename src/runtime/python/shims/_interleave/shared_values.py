"""``multiprocessing.Value`` and ``Array``, each access to which reaches all processes.

Memory in common is a copy here, kept the same where processes synchronise (see
``shared_memory``). Under a lock that is as good. Without one it is not: so these objects
fetch their value before it is read and send it after it is written, and a program that
loses updates loses them as it would on a desktop.
"""

import ctypes
from multiprocessing import reduction
from multiprocessing.context import assert_spawning

from . import shared_memory
from .compiled_names import put


class _Immediate:
    def _load(self):
        shared_memory.mappings.load(self._address, self._size)

    def _store(self):
        shared_memory.mappings.store(self._address, self._size)


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
            shared_memory.mappings.load(*self._place(index))
        else:
            self._load()
        return super().__getitem__(index)

    def __setitem__(self, index, value):
        super().__setitem__(index, value)
        if isinstance(index, int):
            shared_memory.mappings.store(*self._place(index))
            return
        for at in range(*index.indices(self._length_)):
            shared_memory.mappings.store(*self._place(at))

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
    return type(type_)(type_.__name__, bases, namespace)


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


def change(sharedctypes):
    """Put our functions in the place of those of ``multiprocessing.sharedctypes``."""
    for function in (rebuild_ctype, reduce_ctype):
        put(function, sharedctypes)
