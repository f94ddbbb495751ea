"""``errno``: Linux's numbers, which programs print and compare.

The C library that CPython is compiled against numbers its errors as WASI does. They keep
those numbers in compiled code, where they are compared with constants; an ``OSError``
gets Linux's as it is made.
"""

import errno
import gc
import json
import os

_LINUX = dict(
    EPERM=1, ENOENT=2, ESRCH=3, EINTR=4, EIO=5, ENXIO=6, E2BIG=7, ENOEXEC=8, EBADF=9, ECHILD=10,
    EAGAIN=11, EWOULDBLOCK=11, ENOMEM=12, EACCES=13, EFAULT=14, ENOTBLK=15, EBUSY=16, EEXIST=17,
    EXDEV=18, ENODEV=19, ENOTDIR=20, EISDIR=21, EINVAL=22, ENFILE=23, EMFILE=24, ENOTTY=25,
    ETXTBSY=26, EFBIG=27, ENOSPC=28, ESPIPE=29, EROFS=30, EMLINK=31, EPIPE=32, EDOM=33,
    ERANGE=34, EDEADLK=35, EDEADLOCK=35, ENAMETOOLONG=36, ENOLCK=37, ENOSYS=38, ENOTEMPTY=39,
    ELOOP=40, ENOMSG=42, EIDRM=43, ECHRNG=44, EL2NSYNC=45, EL3HLT=46, EL3RST=47, ELNRNG=48,
    EUNATCH=49, ENOCSI=50, EL2HLT=51, EBADE=52, EBADR=53, EXFULL=54, ENOANO=55, EBADRQC=56,
    EBADSLT=57, EBFONT=59, ENOSTR=60, ENODATA=61, ETIME=62, ENOSR=63, ENONET=64, ENOPKG=65,
    EREMOTE=66, ENOLINK=67, EADV=68, ESRMNT=69, ECOMM=70, EPROTO=71, EMULTIHOP=72, EDOTDOT=73,
    EBADMSG=74, EOVERFLOW=75, ENOTUNIQ=76, EBADFD=77, EREMCHG=78, ELIBACC=79, ELIBBAD=80,
    ELIBSCN=81, ELIBMAX=82, ELIBEXEC=83, EILSEQ=84, ERESTART=85, ESTRPIPE=86, EUSERS=87,
    ENOTSOCK=88, EDESTADDRREQ=89, EMSGSIZE=90, EPROTOTYPE=91, ENOPROTOOPT=92,
    EPROTONOSUPPORT=93, ESOCKTNOSUPPORT=94, ENOTSUP=95, EOPNOTSUPP=95, EPFNOSUPPORT=96,
    EAFNOSUPPORT=97, EADDRINUSE=98, EADDRNOTAVAIL=99, ENETDOWN=100, ENETUNREACH=101,
    ENETRESET=102, ECONNABORTED=103, ECONNRESET=104, ENOBUFS=105, EISCONN=106, ENOTCONN=107,
    ESHUTDOWN=108, ETOOMANYREFS=109, ETIMEDOUT=110, ECONNREFUSED=111, EHOSTDOWN=112,
    EHOSTUNREACH=113, EALREADY=114, EINPROGRESS=115, ESTALE=116, EUCLEAN=117, ENOTNAM=118,
    ENAVAIL=119, EISNAM=120, EREMOTEIO=121, EDQUOT=122, ENOMEDIUM=123, EMEDIUMTYPE=124,
    ECANCELED=125, ENOKEY=126, EKEYEXPIRED=127, EKEYREVOKED=128, EKEYREJECTED=129,
    EOWNERDEAD=130, ENOTRECOVERABLE=131, ERFKILL=132,
)

_c_strerror = os.strerror
_c_numbers = {}
_classes = None


def from_c(number, *filenames):
    """The ``OSError`` for an error number of the C library."""
    message = _c_strerror(number)
    names = (name for name, c_number in _c_numbers.items() if c_number == number)
    return OSError(_LINUX[next(names)], message, *filenames)


def strerror(code, /):
    """The C library's message for an error number of Linux's."""
    name = errno.errorcode.get(code)
    return _c_strerror(_c_numbers[name]) if name in _c_numbers else f'Unknown error {code}'


def install():
    """Give ``errno`` the numbers of Linux."""
    global _classes
    _c_numbers.update((name, number) for name, number in vars(errno).items() if name[0] == 'E')
    numbers = {name: _LINUX[name] for name in _c_numbers if name in _LINUX}
    for name in _c_numbers.keys() - numbers.keys():
        delattr(errno, name)
    vars(errno).update(numbers)
    errno.errorcode.clear()
    errno.errorcode.update((number, name) for name, number in numbers.items())
    # The names that CPython gives those that have two on Linux.
    errno.errorcode.update((_LINUX[name], name) for name in ('EAGAIN', 'EDEADLOCK', 'ENOTSUP'))
    # By number, the classes that OSError() looks its own up in.
    [_classes] = [
        found
        for found in gc.get_objects()
        if type(found) is dict and found.get(_c_numbers['ENOENT']) is FileNotFoundError
    ]
    os.strerror = strerror


def attach(host):
    """From now on an ``OSError`` of compiled code gets a number of Linux's."""
    errors = getattr(host, 'errors', None)
    if errors is None:
        return
    by_name = {name: _classes[number] for name, number in _c_numbers.items() if number in _classes}
    _classes.clear()
    _classes.update((_LINUX[name], kind) for name, kind in by_name.items())
    table = [
        [number, _LINUX[name], _c_strerror(number)]
        for name, number in _c_numbers.items()
        if name in _LINUX
    ]
    # The one message of CPython's own that comes with a number of the C library's.
    table.append([_c_numbers['EAGAIN'], _LINUX['EAGAIN'], 'write could not complete without blocking'])
    errors.renumber(json.dumps(table), json.dumps([id(kind) for kind in _family(OSError)]))


def _family(kind):
    yield kind
    for below in kind.__subclasses__():
        yield from _family(below)
