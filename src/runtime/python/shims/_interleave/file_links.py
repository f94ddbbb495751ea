"""``os.link``, which the compiled CPython lacks."""

import os
import posix
import sys

from .compiled_names import put
from .system_errors import as_os_errors

_files = None


def link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True):
    """Give a file another name. Folders' descriptors are refused, as where ``linkat(2)`` is absent."""
    if src_dir_fd is not None or dst_dir_fd is not None:
        raise NotImplementedError('link: src_dir_fd and dst_dir_fd unavailable on this platform')
    src, dst = os.fspath(src), os.fspath(dst)
    sys.audit('os.link', src, dst, -1, -1)
    # As link(2) of Linux, it never follows.
    with as_os_errors(src, dst):
        _files.link(os.fsdecode(src), os.fsdecode(dst))


def install():
    """Add the function."""
    put(link, posix, os)
    os.__all__.append('link')


def attach(host):
    """Ask the kernel from now on."""
    global _files
    _files = getattr(host, 'files', None)
