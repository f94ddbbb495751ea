"""Sockets between the processes of the host: what the C library of CPython here leaves out.

``_socket`` is CPython's own. It was built without ``AF_UNIX``, ``socketpair`` and some constants, and
Emscripten answers ``setsockopt`` and ``shutdown`` itself, with errors.
"""

import asyncio
import importlib
import os
import socket as socket_module

import _socket

from .system_errors import as_os_errors

AF_UNIX = 1

# Names that programs expect, with Linux's numbers.
_CONSTANTS = {
    'AF_UNIX': AF_UNIX,
    'SOMAXCONN': 4096,
    'SO_REUSEADDR': 2,
    'SO_REUSEPORT': 15,
    'TCP_NODELAY': 1,
}

_sockets = None


class socket(_socket.socket):
    __doc__ = _socket.socket.__doc__
    __slots__ = ('_family', '_options')

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is not None and family == -1:
            with as_os_errors():
                family = AF_UNIX if _sockets.isUnix(fileno) else _socket.AF_INET
        elif family == AF_UNIX and fileno is None:
            with as_os_errors():
                fileno = _sockets.create()
        self._family = _socket.AF_INET if family == -1 else family
        self._options = {}
        # The C code knows no other family whose addresses it could leave alone.
        c_family = _socket.AF_INET if family == AF_UNIX else family
        super().__init__(c_family, type, proto, fileno)

    @property
    def family(self):
        """the socket family"""
        return self._family

    def bind(self, address, /):
        if self._family != AF_UNIX:
            return super().bind(address)
        with as_os_errors():
            _sockets.bind(self.fileno(), os.fsdecode(address))

    def connect(self, address, /):
        if self._family != AF_UNIX:
            return super().connect(address)
        with as_os_errors():
            _sockets.connect(self.fileno(), os.fsdecode(address))

    def connect_ex(self, address, /):
        if self._family != AF_UNIX:
            return super().connect_ex(address)
        try:
            self.connect(address)
        except OSError as error:
            return error.errno
        return 0

    def _accept(self):
        fd, address = super()._accept()
        return fd, '' if self._family == AF_UNIX else address

    def getsockname(self):
        if self._family != AF_UNIX:
            return super().getsockname()
        with as_os_errors():
            return _sockets.path(self.fileno())

    def getpeername(self):
        if self._family != AF_UNIX:
            return super().getpeername()
        with as_os_errors():
            return _sockets.peerPath(self.fileno())

    def setsockopt(self, level, optname, value, optlen=None, /):
        with as_os_errors():
            _sockets.isUnix(self.fileno())
        # Nothing can be tuned between processes of one host.
        self._options[level, optname] = value

    def getsockopt(self, level, optname, buflen=0, /):
        kept = self._options.get((level, optname))
        if isinstance(kept, int) and buflen == 0:
            return kept
        return super().getsockopt(level, optname, buflen)

    def shutdown(self, how, /):
        with as_os_errors():
            _sockets.shutDown(self.fileno(), how)


def socketpair(family=AF_UNIX, type=_socket.SOCK_STREAM, proto=0, /):
    """Return two connected sockets."""
    with as_os_errors():
        one, other = _sockets.pair()
    return socket(family, type, proto, one), socket(family, type, proto, other)


def install():
    """Complete ``_socket``, whose names ``socket`` takes over."""
    for thing in (socket, socketpair):
        thing.__module__ = '_socket'
    for name, value in _CONSTANTS.items():
        if not hasattr(_socket, name):
            setattr(_socket, name, value)
    _socket.socket = _socket.SocketType = socket
    _socket.socketpair = socketpair
    # Pyodide has imported these, and they have left out what needs these names.
    importlib.reload(socket_module)
    importlib.reload(asyncio.streams)
    for name in asyncio.streams.__all__:
        setattr(asyncio, name, getattr(asyncio.streams, name))
    asyncio.__all__ = tuple(dict.fromkeys((*asyncio.__all__, *asyncio.streams.__all__)))


def attach(host):
    """Take the facility that reaches the kernel."""
    global _sockets
    _sockets = getattr(host, 'sockets', None)
