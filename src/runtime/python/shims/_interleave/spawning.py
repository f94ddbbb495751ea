"""``multiprocessing`` on a host that starts processes afresh and copies none.

What starts them is CPython's own ``popen_spawn_posix``, over ``_posixsubprocess``.
"""

import os
import sys

from .imports import when_imported

_STANDARD_ERROR = 2

_resources = None


def _change_context(context):
    """Leave ``spawn`` as the only way to start a process, as on a platform without ``fork``."""
    spawn = context._concrete_contexts['spawn']
    context._concrete_contexts.clear()
    context._concrete_contexts['spawn'] = spawn
    context._default_context._default_context = spawn


def _change_tracker(resource_tracker):
    """Let the host unlink what a program has left behind: there is no process that does."""

    class HostTracker(resource_tracker.ResourceTracker):
        def __init__(self):
            super().__init__()
            self._names = set()

        def getfd(self):
            # A child is to inherit it: this one it inherits anyway. Nothing is written there.
            return _STANDARD_ERROR

        def _ensure_running_and_write(self, msg=None):
            if msg is None:
                return
            cmd, rtype, name = resource_tracker._decode_message(msg)
            if cmd == 'REGISTER':
                self._names.add((name, rtype))
                _tell('track', name, rtype)
            else:
                self._names.discard((name, rtype))
                _tell('forget', name, rtype)

        def _stop(self, use_blocking_lock=True):
            # As the process would exit that finds names left.
            self._exitcode = 1 if self._names else 0

    tracker = HostTracker()
    resource_tracker._resource_tracker = tracker
    for name in ('ensure_running', 'register', 'unregister', 'getfd'):
        setattr(resource_tracker, name, getattr(tracker, name))


def _tell(action, name, rtype):
    if rtype == 'semaphore':
        getattr(_resources, action)('semaphore', name)
    elif rtype == 'shared_memory':
        getattr(_resources, action)('file', f'/dev/shm/{name.lstrip("/")}')


def install():
    """Change the modules that know how processes are started."""
    when_imported('multiprocessing.context', _change_context)
    when_imported('multiprocessing.resource_tracker', _change_tracker)


def attach(host):
    """Become a process of this host: a snapshot has the secrets and the directory of another."""
    global _resources
    _resources = getattr(host, 'resources', None)
    process = sys.modules.get('multiprocessing.process')
    if process is not None:
        key = process.AuthenticationString(os.urandom(32))
        process.current_process()._config['authkey'] = key
        process.ORIGINAL_DIR = os.getcwd()
