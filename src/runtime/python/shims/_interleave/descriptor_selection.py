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
        # A list may change while it is read, and CPython takes notice.
        asked = [files if isinstance(files, (list, tuple)) else list(files) for files in args[:3]]
    except TypeError:
        # CPython says what is wrong.
        return _select(*args)
    ready = _select(*asked, *args[3:])
    files = [file for files in asked for file in files]
    if any(ready):
        # One that is ready is open, and an object may do anything when it is asked for its descriptor again.
        files = [file for file in files if isinstance(file, int)] if len(files) > 1 else []
    if files and _is_any_closed(files):
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
