"""What it takes to start a program, whichever function does."""

import json
import os

from .errors import from_c


def text(argument):
    """Decode what the C library takes for a string, whose end is a null character."""
    decoded = os.fsdecode(argument)
    if '\0' in decoded:
        raise ValueError('embedded null byte')
    return decoded


def environment(env):
    """Decode the environment for a new program."""
    if any('=' in os.fsdecode(name)[1:] for name in env):
        raise ValueError('illegal environment variable name')
    return {text(name): text(value) for name, value in env.items()}


def is_open(fd):
    """Tell whether the process has this descriptor."""
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


def inherited_descriptors(processes):
    """The descriptors that a new program gets when nobody says otherwise."""
    return [fd for fd in (0, 1, 2) if is_open(fd)] + json.loads(processes.inheritable())


def start_first(processes, request, executables, *filenames):
    """Start the first of these programs that there is. Return its pid, or why there is none."""
    failure = None
    for executable in executables:
        pid = int(processes.spawn(json.dumps({**request, 'executable': text(executable)})))
        if pid >= 0:
            return pid, None
        error = from_c(-pid, *filenames)
        if isinstance(error, BlockingIOError):
            raise error
        if failure is None or not isinstance(error, (FileNotFoundError, NotADirectoryError)):
            failure = error
    return None, failure
