"""``_posixsubprocess``, so that CPython's own ``subprocess`` starts processes of the kernel."""

import errno
import importlib
import json
import os
import sys
import types

from .errors import from_c

_processes = None

_LARGEST_INT = 0x7FFFFFFF
_LARGEST_ID = 0xFFFFFFFE

# No child ever has this pid; what waits for it finds no such child.
_NO_CHILD = 0x3FFFFFFF


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
        'argv': [_text(argument) for argument in args],
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
    failure = None
    try:
        for executable in executable_list:
            pid = int(_processes.spawn(json.dumps({**request, 'executable': _text(executable)})))
            if pid >= 0:
                return pid
            error = from_c(-pid)
            if isinstance(error, BlockingIOError):
                raise error
            if failure is None or not isinstance(error, (FileNotFoundError, NotADirectoryError)):
                failure = error
    finally:
        if outer_umask is not None:
            os.umask(outer_umask)
    # There is no such process group.
    where = 'noexec' if failure.errno == errno.EPERM else ''
    return _fail(errpipe_write, failure, where)


def _check_kept(descriptors):
    last = -1
    for fd in descriptors:
        if not isinstance(fd, int) or not last < fd <= _LARGEST_INT:
            raise ValueError('bad value(s) in fds_to_keep')
        last = fd


def _text(argument):
    """Decode what the C library takes for a string: its end is the first null character."""
    text = os.fsdecode(argument)
    if '\0' in text:
        raise ValueError('embedded null byte')
    return text


def _environment(env):
    if env is None:
        return dict(os.environ)
    return dict(_text(pair).split('=', 1) for pair in env)


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
        if _is_open(ours):
            pairs[child] = ours
    kept = pass_fds if close_fds else (*pass_fds, *json.loads(_processes.inheritable()))
    for fd in kept:
        if fd > 2 and fd != errpipe_write and _is_open(fd):
            pairs[fd] = fd
    return list(pairs.items())


def _is_open(fd):
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def _directory_error(cwd):
    try:
        os.listdir(cwd)
    except OSError as error:
        return error
    return NotADirectoryError()


def _fail(errpipe_write, error, where):
    os.write(errpipe_write, f'OSError:{error.errno:X}:{where}'.encode())
    return _NO_CHILD


def install():
    """Make the module, and have ``subprocess`` import it, in place: ``asyncio`` holds it already."""
    module = types.ModuleType('_posixsubprocess', 'A POSIX helper for the subprocess module.')
    module.fork_exec = fork_exec
    sys.modules['_posixsubprocess'] = module
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
