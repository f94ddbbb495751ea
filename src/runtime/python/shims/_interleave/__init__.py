"""What Emscripten's CPython lacks, on top of the embedded host's kernel.

Each module of this package has an ``install()``, which puts names in the place of
others and needs nothing of JavaScript (it has run when the memory snapshot is
taken), or an ``attach(host)``, which takes the objects of JavaScript it works with
once the interpreter runs in its Worker, or both. None of its frames may show in a
traceback: see ``frames``.
"""

import importlib

# In the order of installation: a module may rely on those before it.
_MODULES = (
    'frames',
    'library_sources',
    'time_zone',
    'errors',
    'scheduling',
    'event_loops',
    'imports',
    'processes',
    'signals',
    'signal_masks',
    'subprocesses',
    'posix_spawning',
    'file_links',
    'file_locks',
    'sockets',
    'descriptor_selection',
    'native_ids',
    'fault_dumps',
    'processor_time',
    'resource_limits',
    'key_derivation',
    'sqlite_threads',
    'absent_parts',
    'semaphores',
    'shared_memory',
    'spawning',
    'preload',
)


def install():
    """Install every module. Called once, before a snapshot is taken."""
    _each('install')


def attach():
    """Hand every module the facilities of the host. Called once, after a snapshot was loaded."""
    import _interleave_host

    _each('attach', _interleave_host)


def _each(name, *args):
    for module_name in _MODULES:
        module = importlib.import_module(f'{__name__}.{module_name}')
        function = getattr(module, name, None)
        if function is not None:
            function(*args)
