"""``os`` and ``posix``: what they say of processes, asked of the kernel."""

import errno
import fcntl
import os
import posix
import sys

from . import resource_limits
from .compiled_names import put
from .errors import from_c
from .programs import environment, inherited_descriptors, text

_processes = None

# The pid that ``subprocess`` gets for a child that could not become its program. No other has it.
NO_CHILD = 0x3FFFFFFF
_NO_CHILD_STATUS = 255 << 8

# Of an interpreter that stands ready and is no process yet.
_NO_PROCESS = 1
_SIGABRT = 6
_STATUS_RANGE = 0x10000
_LONGEST_TIMEOUT = 0x7FFFFFFF


def _check(result, *filenames):
    if result < 0:
        raise from_c(-result, *filenames)
    return int(result)


def getpid():
    """Our pid in the kernel's table."""
    return _processes.pid if _processes else _NO_PROCESS


def getppid():
    """The pid of the process that started us; 1 once it has ended."""
    return _processes.parent()


def getpgid(pid):
    """The process group of a process; of ours where *pid* is 0."""
    return _check(_processes.group(_index(pid)))


def getpgrp():
    """Our process group."""
    return getpgid(0)


def getsid(pid, /):
    """The session of a process; of ours where *pid* is 0."""
    return _check(_processes.session(_index(pid)))


def setpgid(pid, pgrp, /):
    """Move a process to a group; 0 stands for us, and for a new group that has the process's pid."""
    _check(_processes.set_group(_index(pid), _index(pgrp)))


def setpgrp():
    """Move to a process group of our own."""
    setpgid(0, 0)


def setsid():
    """Begin a session, which this process leads."""
    _check(_processes.begin_session())


def kill(pid, signal, /):
    """Send a signal; to ourselves it is not the kernel that brings it."""
    from . import signals

    pid, signal = _index(pid), _index(signal)
    sys.audit('os.kill', pid, signal)
    if pid == _processes.pid and signal != 0:
        signals.send_to_process(signal)
        return
    _check(_processes.kill(pid, signal))


def killpg(pgid, signal, /):
    """Send a signal to all processes of a group."""
    pgid = _index(pgid)
    if pgid < 0:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    kill(-pgid, signal)


def waitpid(pid, options, /):
    """The pid and status of a child that has ended; with ``WNOHANG``, zeros where none has."""
    pid, options = _index(pid), _index(options)
    if pid == NO_CHILD:
        return pid, _NO_CHILD_STATUS
    # Of a child that has ended, the kernel keeps no group: all that are ours will do.
    wanted = -1 if pid == 0 else pid
    while True:
        result = _check(_processes.wait_now(wanted))
        if result:
            return divmod(result, _STATUS_RANGE)
        if options & os.WNOHANG:
            return 0, 0
        from . import scheduling

        scheduling.wait(_processes.child_end())


def wait():
    """The pid and status of the next child that ends."""
    return waitpid(-1, 0)


def wait3(options):
    """As ``wait``, with what the child has used, of which nobody here counts anything."""
    return wait4(-1, options)


def wait4(pid, options):
    """As ``waitpid``, with what the child has used, of which nobody here counts anything."""
    return (*waitpid(pid, options), resource_limits.getrusage(resource_limits.RUSAGE_CHILDREN))


def cpu_count():
    """How many processors the browser tells of."""
    return _processes.processor_count


def sched_getaffinity(pid, /):
    """Every processor: a browser binds nothing to one."""
    return set(range(_processes.processor_count))


def getegid():
    """The group that owns all files here."""
    return 0


def geteuid():
    """The user that owns all files here."""
    return 0


def getgroups():
    """The one group there is."""
    return [0]


def _exit(status):
    """End the process now: no handlers, nothing flushed."""
    _processes.exit(_index(status) & 0xFF)


def abort():
    """Die of SIGABRT, whatever the program wants done with it."""
    _processes.set_action(_SIGABRT, 'default')
    _processes.kill(_processes.pid, _SIGABRT)


def system(command):
    """Run a command in the host's shell and return its status as ``waitpid`` would."""
    import subprocess

    sys.audit('os.system', command)
    with subprocess.Popen(['/bin/sh', '-c', command]) as child:
        code = child.wait()
    return -code if code < 0 else code << 8


def set_inheritable(fd, inheritable, /):
    """Say whether programs that we start get a descriptor."""
    flags = fcntl.fcntl(fd, fcntl.F_GETFD)
    wanted = flags & ~fcntl.FD_CLOEXEC if inheritable else flags | fcntl.FD_CLOEXEC
    fcntl.fcntl(fd, fcntl.F_SETFD, wanted)


def execv(path, argv, /):
    """Become another program that has our environment."""
    _check(_become(path, argv, os.environ, 'execv() arg 2'))


def execve(path, argv, env):
    """Become another program, with an environment of its own."""
    _check(_become(path, argv, env, 'execve: argv'), path)


def _become(path, argv, env, name):
    import json

    if not argv:
        raise ValueError(f'{name} must not be empty')
    if not argv[0]:
        raise ValueError(f'{name} first element cannot be empty')
    sys.audit('os.exec', path, argv, env)
    path = os.fsdecode(path)
    request = {
        'executable': path if '/' in path else './' + path,
        'argv': [text(argument) for argument in argv],
        'env': environment(env),
        'cwd': None,
        'group': None,
        'descriptors': [[fd, fd] for fd in inherited_descriptors(_processes)],
    }
    return _processes.become(json.dumps(request))


def _index(value):
    import operator

    value = operator.index(value)
    if not -_LONGEST_TIMEOUT - 1 <= value <= _LONGEST_TIMEOUT:
        raise OverflowError('signed integer is greater than maximum')
    return value


_FUNCTIONS = (
    getpid,
    getppid,
    getpgid,
    getpgrp,
    getsid,
    setpgid,
    setpgrp,
    setsid,
    kill,
    killpg,
    waitpid,
    wait,
    wait3,
    wait4,
    cpu_count,
    sched_getaffinity,
    getegid,
    geteuid,
    getgroups,
    system,
    _exit,
    abort,
    set_inheritable,
    execv,
    execve,
)
# Where there is no fork, multiprocessing and subprocess look for these. Nobody tells of the machine's load.
_ABSENT = ('fork', 'fork1', 'forkpty', 'register_at_fork', 'getloadavg')


def install():
    """Put these functions in the place of those of the C library, which fail."""
    for function in _FUNCTIONS:
        put(function, posix, os)
    for name in _ABSENT:
        for module in (posix, os):
            if hasattr(module, name):
                delattr(module, name)
    os.process_cpu_count = cpu_count
    os.__all__ = [name for name in os.__all__ if name not in _ABSENT]


def attach(host):
    """Take the kernel's answers from now on."""
    import json

    global _processes
    _processes = getattr(host, 'processes', None)
    if _processes is None:
        return
    os.environ.clear()
    for pair in json.loads(_processes.environment).items():
        # As C has it: what another program takes for a name may have an equals sign.
        name, _, value = '='.join(pair).partition('=')
        if name:
            os.environ[name] = value
