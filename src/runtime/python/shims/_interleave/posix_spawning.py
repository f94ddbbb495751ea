"""``os.posix_spawn`` and ``os.posix_spawnp``, which the compiled CPython lacks."""

import operator
import os
import posix
import sys

from .compiled_names import put
from .programs import environment, inherited_descriptors, start_first, text

_CONSTANTS = {'POSIX_SPAWN_OPEN': 0, 'POSIX_SPAWN_CLOSE': 1, 'POSIX_SPAWN_DUP2': 2}

_processes = None


def _as_file(path):
    # Without a slash it is a file here, not a command.
    return [path if '/' in path else './' + path]


def _in_search_path(path):
    folders = [''] if '/' in path else os.get_exec_path()
    return [os.path.join(folder, path) for folder in folders]


def _spawn_function(function, executables):
    def spawn(
        path,
        argv,
        env,
        /,
        *,
        file_actions=(),
        setpgroup=None,
        resetids=False,
        setsid=False,
        setsigmask=(),
        setsigdef=(),
        scheduler=None,
    ):
        """Start a program as a process of its own, and return its pid.

        *file_actions* change which descriptors it gets: tuples that begin with one of the
        constants ``POSIX_SPAWN_…``. A signal mask and a scheduler are refused.
        """
        name = os.fspath(path)
        request = {
            'argv': _arguments(function, argv),
            'env': _environment(function, env),
            'cwd': None,
            'group': 'session' if setsid else None if setpgroup is None else operator.index(setpgroup),
        }
        _check_signals(setsigmask)
        # A program of the host begins with the default action of every signal.
        _check_signals(setsigdef)
        for option, value in ('setsigmask', setsigmask), ('scheduler', scheduler):
            if value:
                raise NotImplementedError(f'{function}: {option} unavailable on this platform')
        sys.audit('os.posix_spawn', name, argv, env)
        opened = []
        try:
            request['descriptors'] = _descriptors(file_actions, opened)
            pid, failure = start_first(_processes, request, executables(os.fsdecode(name)), name)
        finally:
            for fd in opened:
                os.close(fd)
        if failure is not None:
            raise failure
        return pid

    spawn.__name__ = spawn.__qualname__ = function
    # Kept on a class, it does not become a method, as functions of C do not.
    return staticmethod(spawn)


posix_spawn = _spawn_function('posix_spawn', _as_file)
posix_spawnp = _spawn_function('posix_spawnp', _in_search_path)


def _arguments(function, argv):
    if not isinstance(argv, (tuple, list)):
        raise TypeError(f'{function}: argv must be a tuple or list')
    if not argv:
        raise ValueError(f'{function}: argv must not be empty')
    arguments = [text(argument) for argument in argv]
    if not arguments[0]:
        raise ValueError(f'{function}: argv first element cannot be empty')
    return arguments


def _environment(function, env):
    if env is None:
        env = os.environ
    if not hasattr(env, 'items'):
        raise TypeError(f'{function}: environment must be a mapping object or None')
    return environment(env)


def _check_signals(signals):
    for signal in signals:
        if not isinstance(signal, int):
            raise TypeError(f"'{type(signal).__name__}' object cannot be interpreted as an integer")
        if not 0 < signal < 65:
            raise ValueError(f'signal number {signal} out of range [1; 64]')


def _descriptors(file_actions, opened):
    """The pairs (child's descriptor, ours) once all actions are done; those opened are to be closed later."""
    table = {fd: fd for fd in inherited_descriptors(_processes)}
    for action in file_actions or ():
        if not isinstance(action, tuple) or not action:
            raise TypeError('Each file_actions element must be a non-empty tuple')
        match action:
            case (0, fd, path, flags, mode):
                opened.append(os.open(path, flags, mode))
                table[fd] = opened[-1]
            case (1, fd):
                table.pop(fd, None)
            case (2, fd, target):
                table[target] = _source(table, fd)
            case (0, *_):
                raise TypeError('A open file_action tuple must have 5 elements')
            case (1, *_):
                raise TypeError('A close file_action tuple must have 2 elements')
            case (2, *_):
                raise TypeError('A dup2 file_action tuple must have 3 elements')
            case _:
                raise TypeError('Unknown file_actions identifier')
    return list(table.items())


def _source(table, fd):
    if fd not in table:
        # The actions come before the descriptors are closed that a new program does not get.
        os.fstat(fd)
    return table.get(fd, fd)


def install():
    """Add the functions and their constants."""
    for function in posix_spawn, posix_spawnp:
        put(function, posix, os)
    for name, value in _CONSTANTS.items():
        setattr(posix, name, value)
        setattr(os, name, value)
    os.__all__.extend(['posix_spawn', 'posix_spawnp', *_CONSTANTS])


def attach(host):
    """Start processes of the kernel from now on."""
    global _processes
    _processes = getattr(host, 'processes', None)
