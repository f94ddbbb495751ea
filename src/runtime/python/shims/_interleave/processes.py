"""``os`` and ``posix``: what they say of processes, asked of the kernel."""

import errno
import fcntl
import os
import posix
import sys

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


def _check(result, filename=None):
    if result < 0:
        raise from_c(-result, filename)
    return int(result)


def getpid():
    """Return the current process id."""
    return _processes.pid if _processes else _NO_PROCESS


def getppid():
    """Return the parent's process id.

    If the parent process has already exited, Windows machines will still
    return its id; others systems will return the id of the 'init' process (1).
    """
    return _processes.parent()


def getpgid(pid):
    """Call the system call getpgid(), and return the result."""
    return _check(_processes.group(_index(pid)))


def getpgrp():
    """Return the current process group id."""
    return getpgid(0)


def getsid(pid, /):
    """Call the system call getsid(pid) and return the result."""
    return _check(_processes.session(_index(pid)))


def setpgid(pid, pgrp, /):
    """Call the system call setpgid(pid, pgrp)."""
    _check(_processes.set_group(_index(pid), _index(pgrp)))


def setpgrp():
    """Make the current process the leader of its process group."""
    setpgid(0, 0)


def setsid():
    """Call the system call setsid()."""
    _check(_processes.begin_session())


def kill(pid, signal, /):
    """Kill a process with a signal."""
    from . import signals

    pid, signal = _index(pid), _index(signal)
    sys.audit('os.kill', pid, signal)
    if pid == _processes.pid and signal != 0:
        signals.send_to_process(signal)
        return
    _check(_processes.kill(pid, signal))


def killpg(pgid, signal, /):
    """Kill a process group with a signal."""
    pgid = _index(pgid)
    if pgid < 0:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    kill(-pgid, signal)


def waitpid(pid, options, /):
    """Wait for completion of a given child process.

    Returns a tuple of information regarding the child process:
        (pid, status)

    The options argument is ignored on Windows.
    """
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
    """Wait for completion of a child process.

    Returns a tuple of information about the child process:
        (pid, status)
    """
    return waitpid(-1, 0)


def wait3(options):
    """Wait for completion of a child process.

    Returns a tuple of information about the child process:
      (pid, status, rusage)
    """
    return wait4(-1, options)


def wait4(pid, options):
    """Wait for completion of a specific child process.

    Returns a tuple of information about the child process:
      (pid, status, rusage)
    """
    return (*waitpid(pid, options), None)


def cpu_count():
    """Return the number of logical CPUs in the system.

    Return None if indeterminable.
    """
    return _processes.processor_count


def sched_getaffinity(pid, /):
    """Return the affinity of the process identified by pid (or the current process if zero).

    The affinity is returned as a set of CPU identifiers.
    """
    return set(range(_processes.processor_count))


def getegid():
    """Return the current process's effective group id."""
    return 0


def geteuid():
    """Return the current process's effective user id."""
    return 0


def getgroups():
    """Return list of supplemental group IDs for the process."""
    return [0]


def _exit(status):
    """Exit to the system with specified status, without normal exit processing."""
    _processes.exit(_index(status) & 0xFF)


def abort():
    """Abort the interpreter immediately.

    This function 'dumps core' or otherwise fails in the hardest way possible
    on the hosting operating system.  This function never returns.
    """
    _processes.set_action(_SIGABRT, 'default')
    _processes.kill(_processes.pid, _SIGABRT)


def system(command):
    """Execute the command in a subshell."""
    import subprocess

    sys.audit('os.system', command)
    with subprocess.Popen(['/bin/sh', '-c', command]) as child:
        code = child.wait()
    return -code if code < 0 else code << 8


def set_inheritable(fd, inheritable, /):
    """Set the inheritable flag of the specified file descriptor."""
    flags = fcntl.fcntl(fd, fcntl.F_GETFD)
    wanted = flags & ~fcntl.FD_CLOEXEC if inheritable else flags | fcntl.FD_CLOEXEC
    fcntl.fcntl(fd, fcntl.F_SETFD, wanted)


def execv(path, argv, /):
    """Execute an executable path with arguments, replacing current process.

    path
      Path of executable file.
    argv
      Tuple or list of strings.
    """
    _become(path, argv, os.environ, 'execv() arg 2')


def execve(path, argv, env):
    """Execute an executable path with arguments, replacing current process.

    path
      Path of executable file.
    argv
      Tuple or list of strings.
    env
      Dictionary of strings mapping to strings.
    """
    _become(path, argv, env, 'execve: argv')


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
    _check(_processes.become(json.dumps(request)), path)


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
# Where there is no fork, multiprocessing and subprocess look for these.
_ABSENT = ('fork', 'fork1', 'forkpty', 'register_at_fork')


def install():
    """Put these functions in the place of those of the C library, which fail."""
    for function in _FUNCTIONS:
        function.__module__ = 'posix'
        setattr(posix, function.__name__, function)
        setattr(os, function.__name__, function)
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
