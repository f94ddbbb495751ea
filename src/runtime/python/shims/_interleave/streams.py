"""The standard streams, made again once it is known where they lead.

The interpreter has made its own before it had a process (``create_stdio`` in CPython's
``Python/pylifecycle.c``, which this follows).
"""

import io
import os
import sys


def open_standard_streams(unbuffered):
    """Make ``sys.stdin``, ``sys.stdout`` and ``sys.stderr`` anew.

    ``unbuffered`` is what ``-u`` and ``PYTHONUNBUFFERED`` ask for.
    """
    encoding, _, errors = os.environ.get('PYTHONIOENCODING', '').partition(':')
    encoding = encoding or 'utf-8'
    errors = errors or 'strict'
    sys.stdin = sys.__stdin__ = _open(0, 'r', '<stdin>', encoding, errors, False)
    sys.stdout = sys.__stdout__ = _open(1, 'w', '<stdout>', encoding, errors, unbuffered)
    sys.stderr = sys.__stderr__ = _open(2, 'w', '<stderr>', encoding, 'backslashreplace', unbuffered)


def _open(fd, mode, name, encoding, errors, unbuffered):
    try:
        os.fstat(fd)
    except OSError:
        return None
    buffer = open(fd, mode + 'b', 0 if unbuffered else -1, closefd=False)
    raw = buffer if unbuffered else buffer.raw
    raw.name = name
    stream = io.TextIOWrapper(
        buffer,
        encoding,
        errors,
        newline='\n',
        line_buffering=not unbuffered and (raw.isatty() or fd == 2),
        write_through=unbuffered,
    )
    stream.mode = mode
    return stream
