"""``sqlite3``: a connection belongs to the thread that made it, unless the program says otherwise.

The compiled module asks the C library which thread runs, and is told the same for every
green thread. Which functions ask, and what they say, is as in CPython's ``Modules/_sqlite``.
"""

import functools
import types
from _thread import get_ident

from .compiled_names import put
from .imports import when_imported

_OF_CONNECTIONS = (
    '__call__', 'backup', 'blobopen', 'close', 'commit', 'create_aggregate', 'create_collation',
    'create_function', 'create_window_function', 'cursor', 'deserialize', 'execute', 'executemany',
    'executescript', 'getlimit', 'iterdump', 'rollback', 'serialize', 'set_authorizer',
    'set_progress_handler', 'set_trace_callback', 'setlimit',
)
_OF_CURSORS = (
    '__next__', 'close', 'execute', 'executemany', 'executescript', 'fetchall', 'fetchmany', 'fetchone',
)

# Where `connect()` and `Connection()` take these when they are not named.
_CHECK_SAME_THREAD = 4
_FACTORY = 5


def _change(sqlite):
    compiled_connect = sqlite.connect

    def check(connection):
        owner, current = connection._owner, get_ident()
        if owner is not None and owner != current:
            raise sqlite.ProgrammingError(
                'SQLite objects created in a thread can only be used in that same thread. '
                f'The object was created in thread id {owner} and this is thread id {current}.'
            )

    def checked(method, connection_of):
        @functools.wraps(method)
        def checked_method(self, *args, **kwargs):
            check(connection_of(self))
            return method(self, *args, **kwargs)

        return checked_method

    def methods(base, names, connection_of):
        return {name: checked(getattr(base, name), connection_of) for name in names if hasattr(base, name)}

    def refuse_pickling(self, _protocol):
        raise TypeError(f"cannot pickle 'sqlite3.{type(self).__name__}' object")

    def make(name, base, members):
        members |= {'__module__': 'sqlite3', '__doc__': base.__doc__, '__reduce_ex__': refuse_pickling}
        made = types.new_class(name, (base,), exec_body=lambda namespace: namespace.update(members))
        setattr(sqlite, name, made)
        return made

    cursor_class = make('Cursor', sqlite.Cursor, methods(sqlite.Cursor, _OF_CURSORS, lambda self: self.connection))
    base = sqlite.Connection
    members = methods(base, _OF_CONNECTIONS, lambda self: self)
    make_cursor = members['cursor']

    def begin(self, *args, **kwargs):
        base.__init__(self, *args, **kwargs)
        is_checked = args[_CHECK_SAME_THREAD] if len(args) > _CHECK_SAME_THREAD else kwargs.get('check_same_thread', True)
        self._owner = get_ident() if is_checked else None

    def cursor(self, factory=cursor_class):
        return make_cursor(self, factory)

    members |= {'_owner': None, '__init__': begin, 'cursor': cursor}
    connection_class = make('Connection', base, members)

    def connect(*args, **kwargs):
        if len(args) <= _FACTORY:
            kwargs.setdefault('factory', connection_class)
        return compiled_connect(*args, **kwargs)

    put(connect, sqlite)


def install():
    """Change the module when a program imports it."""
    when_imported('_sqlite3', _change)
