"""``os.link``, which the compiled CPython lacks."""

import os
import posix
import sys

from .system_errors import as_os_errors

_files = None


def link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True):
    """Create a hard link to a file.

    If either src_dir_fd or dst_dir_fd is not None, it should be a file
      descriptor open to a directory, and the respective path string (src or dst)
      should be relative; the path will then be relative to that directory.
    If follow_symlinks is False, and the last element of src is a symbolic
      link, link will create a link to the symbolic link itself instead of the
      file the link points to.
    src_dir_fd, dst_dir_fd, and follow_symlinks may not be implemented on your
      platform.  If they are unavailable, using them will raise a
      NotImplementedError.
    """
    if src_dir_fd is not None or dst_dir_fd is not None:
        raise NotImplementedError('link: src_dir_fd and dst_dir_fd unavailable on this platform')
    src, dst = os.fspath(src), os.fspath(dst)
    sys.audit('os.link', src, dst, -1, -1)
    # As link(2) of Linux, it never follows.
    with as_os_errors(src, dst):
        _files.link(os.fsdecode(src), os.fsdecode(dst))


def install():
    """Add the function."""
    link.__module__ = 'posix'
    posix.link = os.link = link
    os.__all__.append('link')


def attach(host):
    """Ask the kernel from now on."""
    global _files
    _files = getattr(host, 'files', None)
