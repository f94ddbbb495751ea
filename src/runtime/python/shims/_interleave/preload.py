"""What the memory snapshot holds, and what must not be the same in every process that starts from it."""

import gc
import importlib
import random
import sys

# What the programs of a site on concurrency import, and what these modules import lazily.
_MODULES = (
    'argparse', 'asyncio', 'bisect', 'collections', 'concurrent.futures',
    'concurrent.futures.process', 'concurrent.futures.thread', 'contextlib', 'contextvars',
    'copy', 'dataclasses', 'datetime', 'enum', 'functools', 'heapq', 'inspect', 'io',
    'itertools', 'json', 'linecache', 'logging', 'math', 'multiprocessing',
    'multiprocessing.connection', 'multiprocessing.dummy', 'multiprocessing.heap',
    'multiprocessing.managers', 'multiprocessing.pool', 'multiprocessing.popen_spawn_posix',
    'multiprocessing.queues', 'multiprocessing.resource_tracker',
    'multiprocessing.shared_memory', 'multiprocessing.sharedctypes', 'multiprocessing.spawn',
    'multiprocessing.synchronize', 'operator', 'os', 'pathlib', 'pickle', 'queue', 'random',
    're', 'runpy', 'secrets', 'select', 'selectors', 'shutil', 'signal', 'socket', 'statistics', 'string',
    'struct', 'subprocess', 'sys', 'tempfile', 'textwrap', 'threading', 'time', 'traceback',
    'types', 'typing', 'unittest', 'uuid', 'warnings', 'weakref', 'zipimport', '_interleave.main',
    '_interleave.rehearsal',
)


def preload():
    """Import the usual modules, before the snapshot is taken.

    What they are made of stays: the garbage collector need not look through it, neither at
    times nor twice at the end of each program.
    """
    for name in _MODULES:
        try:
            importlib.import_module(name)
        except ImportError:
            # Needs what this interpreter has not; whoever imports it is told so.
            sys.modules.pop(name, None)
    gc.collect()
    gc.freeze()


def attach(_host):
    """Make this process's random numbers its own."""
    random.seed()
