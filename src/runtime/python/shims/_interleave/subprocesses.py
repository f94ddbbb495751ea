"""``_posixsubprocess``, so that CPython's own ``subprocess`` starts processes of the kernel."""

import errno
import importlib
import json
import os
import sys
import types

from .processes import NO_CHILD
from .programs import environment, inherited_descriptors, is_open, start_first, text

_processes = None

_LARGEST_INT = 0x7FFFFFFF
_LARGEST_ID = 0xFFFFFFFE

# How a child exits that could not become the program.
_NOT_EXECUTED = 127


def fork_exec(
    args,
    executable_list,
    close_fds,
    pass_fds,
    cwd,
    env,
    p2cread,
    p2cwrite,
    c2pread,
    c2pwrite,
    errread,
    errwrite,
    errpipe_read,
    errpipe_write,
    restore_signals,
    start_new_session,
    process_group,
    gid,
    extra_groups,
    uid,
    umask,
    preexec_fn,
    /,
):
    """Start a process as CPython's own does, which forks, closes and moves descriptors, and executes.

    The first program of ``executable_list`` that there is becomes the child. What prevents
    that is written to ``errpipe_write``, as the forked child would have done.
    """
    _check_kept(pass_fds)
    if preexec_fn is not None:
        raise ValueError('preexec_fn is not supported on this platform: it has no fork()')
    request = {
        'argv': [text(argument) for argument in args],
        'env': _environment(env),
        'cwd': None if cwd is None else os.fsdecode(cwd),
        'group': 'session' if start_new_session else None if process_group < 0 else process_group,
        'descriptors': _descriptors((p2cread, c2pwrite, errwrite), close_fds, pass_fds, errpipe_write),
    }
    if cwd is not None and not os.path.isdir(cwd):
        return _fail(errpipe_write, _directory_error(cwd), 'noexec:chdir')
    if _is_another(uid, os.geteuid()) or _is_another(gid, os.getegid()):
        return _fail(errpipe_write, OSError(errno.EPERM, os.strerror(errno.EPERM)), 'noexec')
    outer_umask = os.umask(umask) if umask >= 0 else None
    try:
        pid, failure = start_first(_processes, request, executable_list)
    finally:
        if outer_umask is not None:
            os.umask(outer_umask)
    if failure is None:
        return pid
    # There is no such process group.
    where = 'noexec' if failure.errno == errno.EPERM else ''
    return _fail(errpipe_write, failure, where)


def _spawnvef(mode, file, args, env, func):
    """What is beneath ``os.spawnv`` and its like, which would fork."""
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    file = os.fsdecode(file)
    executables = [file if '/' in file else f'./{file}']
    if '/' not in file and func in (os.execvp, os.execvpe):
        executables = [os.path.join(folder, file) for folder in os.get_exec_path(env)]
    request = {
        'argv': [text(argument) for argument in args],
        'env': environment(os.environ if env is None else env),
        'cwd': None,
        'group': None,
        'descriptors': [[fd, fd] for fd in inherited_descriptors(_processes)],
    }
    pid, failure = start_first(_processes, request, executables)
    if failure is not None:
        # A forked child would end so.
        request['argv'] = ['sh', '-c', f'exit {_NOT_EXECUTED}']
        pid, _ = start_first(_processes, request, ['/bin/sh'])
    if mode == os.P_NOWAIT:
        return pid
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


def _check_kept(descriptors):
    last = -1
    for fd in descriptors:
        if not isinstance(fd, int) or not last < fd <= _LARGEST_INT:
            raise ValueError('bad value(s) in fds_to_keep')
        last = fd


def _environment(env):
    if env is None:
        return dict(os.environ)
    return dict(text(pair).split('=', 1) for pair in env)


def _is_another(wanted, ours):
    """Tell whether the child should be another user's or group's, of which the host has none."""
    if wanted is None:
        return False
    if not 0 <= wanted <= _LARGEST_ID:
        raise OverflowError('user or group id is out of range')
    return wanted != ours


def _descriptors(standard, close_fds, pass_fds, errpipe_write):
    """The pairs (child's descriptor, ours) of what the child gets."""
    pairs = {}
    for child, ours in enumerate(standard):
        ours = child if ours == -1 else ours
        if is_open(ours):
            pairs[child] = ours
    kept = pass_fds if close_fds else (*pass_fds, *json.loads(_processes.inheritable()))
    for fd in kept:
        if fd > 2 and fd != errpipe_write and is_open(fd):
            pairs[fd] = fd
    return list(pairs.items())


def _directory_error(cwd):
    try:
        os.listdir(cwd)
    except OSError as error:
        return error
    return NotADirectoryError()


def _fail(errpipe_write, error, where):
    os.write(errpipe_write, f'OSError:{error.errno:X}:{where}'.encode())
    return NO_CHILD


def install():
    """Make the module, and have ``subprocess`` import it, in place: ``asyncio`` holds it already."""
    module = types.ModuleType('_posixsubprocess', 'A POSIX helper for the subprocess module.')
    module.fork_exec = fork_exec
    sys.modules['_posixsubprocess'] = module
    os._spawnvef = _spawnvef
    platform = sys.platform
    # It takes Emscripten for a system without processes.
    sys.platform = 'linux'
    try:
        importlib.reload(importlib.import_module('subprocess'))
    finally:
        sys.platform = platform


def attach(host):
    """Start processes of the kernel from now on."""
    global _processes
    _processes = getattr(host, 'processes', None)
