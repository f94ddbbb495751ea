"""From errors of the kernel to Python's."""

import errno
import os
from contextlib import contextmanager

from pyodide.ffi import JsException


@contextmanager
def as_os_errors(filename=None, filename2=None):
    """Raise what the kernel reports as the ``OSError`` that CPython would raise."""
    try:
        yield
    except JsException as error:
        number = getattr(errno, getattr(error, 'code', ''), None)
        if number is None:
            raise
        arguments = (number, os.strerror(number))
        if filename is not None:
            arguments += (filename,) if filename2 is None else (filename, None, filename2)
        raise OSError(*arguments) from None
