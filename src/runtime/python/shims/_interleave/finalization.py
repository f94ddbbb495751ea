"""Ends an interpreter in the order of CPython's ``Py_FinalizeEx``."""

import atexit
import gc
import sys
import threading
import weakref

from . import frames, scheduling

_LIBRARY = '/lib/python314.zip/'


def finalize():
    """Wait for threads, run what ``atexit`` has, drop the program's objects and flush.

    Return whether all that was printed could be written.
    """
    try:
        threading._shutdown()
    except BaseException as error:
        _report('Exception ignored on threading shutdown', error)
    atexit._run_exitfuncs()
    is_flushed = _flush(reports=True)
    _begin_shutdown()
    _drop_objects()
    return _flush(reports=False) and is_flushed


def _flush(reports):
    is_flushed = True
    for name in ('stdout', 'stderr'):
        stream = getattr(sys, name, None)
        if stream is None or getattr(stream, 'closed', False):
            continue
        try:
            stream.flush()
        except BaseException as error:
            is_flushed = False
            if name == 'stdout' and reports:
                _report('Exception ignored while flushing sys.stdout', error)
            # It would fail again and again.
            setattr(sys, name, None)
    return is_flushed


def _begin_shutdown():
    """Let destructors find what CPython's find when it has begun to take itself apart."""
    scheduling.finalize()
    hook = sys.unraisablehook
    # What fails beneath us would show where we are.
    sys.unraisablehook = lambda unraisable: hook(_without_ours(unraisable))


def _without_ours(unraisable):
    kind, error, entry, *rest = unraisable
    return type(unraisable)((kind, error, frames.others_of(entry), *rest))


def _drop_objects():
    """Let destructors run: of what the program's modules still hold, and of cycles.

    As in CPython, modules go as a whole, so that destructors find their globals; what
    somebody else still refers to is emptied.
    """
    for hook in ('last_exc', 'last_type', 'last_value', 'last_traceback'):
        sys.__dict__.pop(hook, None)
    names = [name for name, module in sys.modules.items() if _is_programs(module)]
    referred = []
    for name in names:
        referred.append(weakref.ref(sys.modules[name]))
        sys.modules[name] = None
    gc.collect()
    for reference in reversed(referred):
        module = reference()
        if module is not None:
            _clear(vars(module))
    module = None
    gc.collect()


def _clear(namespace):
    """Private names first, since others' destructors may need what is public."""
    names = [name for name in namespace if name != '__builtins__']
    names.sort(key=lambda name: not name.startswith('_') or name.startswith('__'))
    for name in names:
        if name in namespace:
            namespace[name] = None


def _is_programs(module):
    if getattr(module, '__name__', None) == '__main__':
        return True
    file = getattr(module, '__file__', None)
    return isinstance(file, str) and not file.startswith(_LIBRARY)


def _report(message, error):
    if sys.stderr is None:
        return
    sys.stderr.write(f'{message}:\n')
    sys.__excepthook__(type(error), error, frames.without_ours(error))
