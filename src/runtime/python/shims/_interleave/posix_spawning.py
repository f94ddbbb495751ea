"""``os.posix_spawn`` and ``os.posix_spawnp``, which the compiled CPython lacks."""

import operator
import os
import posix
import sys

from .programs import environment, inherited_descriptors, start_first, text

_OPEN, _CLOSE, _DUP2 = range(3)

_processes = None


def posix_spawn(
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
    """Execute the program specified by path in a new process.

    path
      Path of executable file.
    argv
      Tuple or list of strings.
    env
      Dictionary of strings mapping to strings.
    file_actions
      A sequence of file action tuples.
    setpgroup
      The pgroup to use with the POSIX_SPAWN_SETPGROUP flag.
    resetids
      If the value is `true` the POSIX_SPAWN_RESETIDS will be activated.
    setsid
      If the value is `true` the POSIX_SPAWN_SETSID or POSIX_SPAWN_SETSID_NP will be activated.
    setsigmask
      The sigmask to use with the POSIX_SPAWN_SETSIGMASK flag.
    setsigdef
      The sigmask to use with the POSIX_SPAWN_SETSIGDEF flag.
    scheduler
      A tuple with the scheduler policy (optional) and parameters.
    """
    name = os.fspath(path)
    executable = os.fsdecode(name)
    # Without a slash it is a file here, not a command.
    executables = [executable if '/' in executable else './' + executable]
    options = (file_actions, setpgroup, setsid, setsigmask, setsigdef, scheduler)
    return _spawn('posix_spawn', name, executables, argv, env, *options)


def posix_spawnp(
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
    """Execute the program specified by path in a new process.

    path
      Path of executable file.
    argv
      Tuple or list of strings.
    env
      Dictionary of strings mapping to strings.
    file_actions
      A sequence of file action tuples.
    setpgroup
      The pgroup to use with the POSIX_SPAWN_SETPGROUP flag.
    resetids
      If the value is `True` the POSIX_SPAWN_RESETIDS will be activated.
    setsid
      If the value is `True` the POSIX_SPAWN_SETSID or POSIX_SPAWN_SETSID_NP will be activated.
    setsigmask
      The sigmask to use with the POSIX_SPAWN_SETSIGMASK flag.
    setsigdef
      The sigmask to use with the POSIX_SPAWN_SETSIGDEF flag.
    scheduler
      A tuple with the scheduler policy (optional) and parameters.
    """
    name = os.fspath(path)
    executable = os.fsdecode(name)
    folders = [''] if '/' in executable else os.get_exec_path()
    executables = [os.path.join(folder, executable) for folder in folders]
    options = (file_actions, setpgroup, setsid, setsigmask, setsigdef, scheduler)
    return _spawn('posix_spawnp', name, executables, argv, env, *options)


def _spawn(
    function, name, executables, argv, env, file_actions, setpgroup, setsid, setsigmask, setsigdef, scheduler
):
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
        pid, failure = start_first(_processes, request, executables, name)
    finally:
        for fd in opened:
            os.close(fd)
    if failure is not None:
        raise failure
    return pid


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
    names = {
        'posix_spawn': posix_spawn,
        'posix_spawnp': posix_spawnp,
        'POSIX_SPAWN_OPEN': _OPEN,
        'POSIX_SPAWN_CLOSE': _CLOSE,
        'POSIX_SPAWN_DUP2': _DUP2,
    }
    for name, value in names.items():
        if callable(value):
            value.__module__ = 'posix'
            # Kept on a class, it does not become a method, as functions of C do not.
            value = staticmethod(value)
        for module in (posix, os):
            setattr(module, name, value)
    os.__all__.extend(names)


def attach(host):
    """Start processes of the kernel from now on."""
    global _processes
    _processes = getattr(host, 'processes', None)
