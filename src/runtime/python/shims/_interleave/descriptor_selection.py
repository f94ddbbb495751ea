"""``select.select()`` on a descriptor that is not open.

The C library makes it of ``poll()``, and takes no notice of what that says of closed ones.
"""

import errno
import os
import select as select_module
# Has taken the compiled function, which does not become a method of its class.
import selectors  # noqa: F401

from .compiled_names import put

_select = select_module.select


def select(*args):
    """Wait until something can be read or written."""
    try:
        asked = [list(files) for files in args[:3]]
    except TypeError:
        # CPython says what is wrong.
        return _select(*args)
    ready = _select(*asked, *args[3:])
    files = [file for files in asked for file in files]
    # One that is ready is open.
    if (len(files) > 1 or not any(ready)) and _is_any_closed(files):
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return ready


def _is_any_closed(files):
    poll = select_module.poll()
    for file in files:
        poll.register(file, 0)
    return any(events & select_module.POLLNVAL for _, events in poll.poll(0))


def install():
    """Put the function in the place of the compiled one."""
    put(select, select_module)
