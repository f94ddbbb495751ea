"""Runs the program of a process, as CPython's ``Modules/main.c`` does."""

import contextlib
import io
import linecache
import os
import signal
import sys
import textwrap
import types

from . import configuration, finalization, frames, streams

# Of a program that ends otherwise than by an exit code of its own.
_FAILED = 1
_NO_SUCH_FILE = 2
_FLUSH_FAILED = 120


def run(program):
    """Run the program to its end.

    ``program`` has what the command line says: ``kind`` and ``text`` (see ``PythonSource``
    in ``protocol/thread-start.ts``), ``argv``, ``interpreter_args``, ``options`` and the
    ``name`` by which the interpreter was called.

    Return the exit code of the process, or the negated number of the signal that ends it.
    """
    streams.open_standard_streams(configuration.wants_unbuffered(program))
    configuration.configure(program)
    if sys.flags.inspect and program.kind != 'stdin':
        _status_of(_run_source, program, ends=False)
        status = _status_of(_interact, False)
    else:
        status = _status_of(_run_source, program)
    finished = finalization.finalize()
    if status == -signal.SIGINT:
        return status
    return status if finished else _FLUSH_FAILED


def _status_of(function, argument, ends=True):
    """Call a function, and return the exit code that comes of it.

    ``ends`` tells whether ``SystemExit`` is meant: where a dialogue follows, it is an error like any other.
    """
    try:
        return function(argument)
    except SystemExit as error:
        if ends:
            return _exit_status(error)
        uncaught = error
    except BaseException as error:
        uncaught = error
    # Not within the clause, where an error of the program's hook would get this one for its context.
    return _report(uncaught)


def _run_source(program):
    if program.kind == 'module':
        return _run_module(program.text)
    if program.kind == 'command':
        source = textwrap.dedent(program.text)
        sys.path[:0] = [] if sys.flags.safe_path else ['']
        return _run_text(source, '<string>', shown=source)
    if program.kind == 'stdin':
        sys.path[:0] = [] if sys.flags.safe_path else ['']
        if sys.stdin is None:
            return 0
        if sys.stdin.isatty() or program.options.inspect:
            _fresh_main()
            _status_of(lambda _: _run_startup_file(), None, ends=False)
            return _interact(not program.options.quiet)
        return _run_text(sys.stdin.buffer.read(), '<stdin>')
    return _run_file(program)


def _run_module(name):
    import runpy

    if not sys.flags.safe_path:
        sys.path.insert(0, os.getcwd())
    _fresh_main()
    runpy._run_module_as_main(name)
    return 0


def _run_file(program):
    path = os.path.abspath(program.text)
    if os.path.isdir(path) or _is_archive(path):
        import runpy

        sys.path.insert(0, program.text)
        _fresh_main()
        runpy._run_module_as_main('__main__', alter_argv=False)
        return 0
    try:
        with io.open_code(path) as file:
            content = file.read()
    except OSError as error:
        message = f"{program.name}: can't open file {path!r}: [Errno {error.errno}] {error.strerror}\n"
        sys.stderr.write(message)
        return _NO_SUCH_FILE
    if not sys.flags.safe_path:
        # A link leads to where the program's other files are.
        sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
    if path.endswith('.pyc'):
        return _run_compiled(content, path)
    if program.options.skipFirstLine:
        content = b'\n' + content.partition(b'\n')[2]
    return _run_text(content, path)


def _is_archive(path):
    import zipfile

    return zipfile.is_zipfile(path)


def _run_compiled(content, path):
    import importlib.util
    import marshal
    from importlib.machinery import SourcelessFileLoader

    # The header: a magic number, flags, and two fields of the source.
    if content[:4] != importlib.util.MAGIC_NUMBER:
        raise RuntimeError('Bad magic number in .pyc file')
    return _run_code(marshal.loads(content[16:]), _main_from(path, SourcelessFileLoader))


def _run_text(source, name, shown=None):
    from importlib.machinery import SourceFileLoader

    namespace = _main_from(name, SourceFileLoader) if os.path.isabs(name) else _fresh_main()
    code = compile(source, name, 'exec', dont_inherit=True, optimize=sys.flags.optimize or -1)
    if shown is not None:
        linecache._register_code(code, shown, name)
        exec(code, namespace)
        return 0
    return _run_code(code, namespace)


def _main_from(path, loader):
    namespace = _fresh_main()
    namespace.update(__file__=path, __cached__=None, __loader__=loader('__main__', path))
    return namespace


def _run_code(code, namespace):
    try:
        exec(code, namespace)
    finally:
        # So that what was printed stands before the traceback. CPython does this for files, and not for ``-c``.
        for stream in (sys.stderr, sys.stdout):
            with contextlib.suppress(Exception):
                stream.flush()
    return 0


def _fresh_main():
    """Make a ``__main__`` that nobody else refers to: the host keeps the one it began with."""
    from importlib.machinery import BuiltinImporter

    module = sys.modules['__main__'] = types.ModuleType('__main__')
    # What children of multiprocessing call it when they send objects of its classes. The module may come from the snapshot.
    if '__mp_main__' in sys.modules:
        sys.modules['__mp_main__'] = module
    namespace = vars(module)
    namespace.update(__loader__=BuiltinImporter, __builtins__=sys.modules['builtins'])
    return namespace


def _interact(greets):
    import code

    platform = f'Python {sys.version} on {sys.platform}\n'
    help_text = 'Type "help", "copyright", "credits" or "license" for more information.'
    banner = platform + help_text if greets else ''
    console = code.InteractiveConsole(vars(sys.modules['__main__']), '<stdin>', local_exit=False)
    if not sys.stdin.isatty():
        console.raw_input = _read_line
    console.interact(banner, exitmsg='')
    return 0


def _read_line(prompt=''):
    """Ask for a line where no terminal is: what a program prints is not to be mixed with prompts."""
    if sys.stdout is not None:
        sys.stdout.flush()
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix('\n')


def _run_startup_file():
    """Run what ``PYTHONSTARTUP`` names, before a dialogue that follows no program."""
    path = '' if sys.flags.ignore_environment else os.environ.get('PYTHONSTARTUP', '')
    if not path:
        return
    try:
        with io.open_code(path) as file:
            content = file.read()
    except OSError as error:
        sys.stderr.write(f'Could not open PYTHONSTARTUP\n{type(error).__name__}: {error}\n')
        return
    exec(compile(content, path, 'exec', dont_inherit=True), vars(sys.modules['__main__']))


def _exit_status(error):
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    if sys.stderr is not None:
        sys.stderr.write(f'{code}\n')
    return _FAILED


def _report(error):
    """Tell of an uncaught exception, through the program's own hook if it has one."""
    error = error.with_traceback(frames.without_ours(error))
    sys.last_exc, sys.last_type, sys.last_value = error, type(error), error
    sys.last_traceback = error.__traceback__
    status = -signal.SIGINT if isinstance(error, KeyboardInterrupt) else _FAILED
    hook = getattr(sys, 'excepthook', None)
    if hook is None:
        sys.stderr.write('sys.excepthook is missing\n')
        sys.__excepthook__(type(error), error, error.__traceback__)
        return status
    try:
        hook(type(error), error, error.__traceback__)
    except SystemExit as exit_request:
        return _exit_status(exit_request)
    except BaseException as hook_error:
        sys.stderr.write('Error in sys.excepthook:\n')
        sys.__excepthook__(type(hook_error), hook_error, frames.without_ours(hook_error))
        sys.stderr.write('\nOriginal exception was:\n')
        sys.__excepthook__(type(error), error, error.__traceback__)
    return status
