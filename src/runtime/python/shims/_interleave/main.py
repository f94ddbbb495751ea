"""Runs the program of a process, as CPython's ``Modules/main.c`` does."""

import os
import sys

from . import streams


def run(program):
    """Run the program to its end and return the exit code of the process.

    ``program`` has what the command line says: ``kind`` and ``text`` (see ``PythonSource``
    in ``protocol/thread-start.ts``), ``argv``, ``interpreter_args`` and
    ``options``.
    """
    streams.open_standard_streams(_wants(program.options.unbuffered, 'PYTHONUNBUFFERED', program))
    sys.argv = list(program.argv)
    sys.orig_argv = [sys.executable, *program.interpreter_args, *sys.argv]
    try:
        _run_source(program)
    except SystemExit as error:
        return _exit_code(error)
    except BaseException as error:
        sys.excepthook(type(error), error, _without_our_frames(error))
        return 1
    finally:
        _flush()
    return 0


def _wants(option, variable, program):
    ignored = program.options.ignoreEnvironment
    return option or (not ignored and bool(os.environ.get(variable)))


def _run_source(program):
    main = sys.modules['__main__'].__dict__
    if program.kind == 'module':
        import runpy

        sys.path[0] = os.getcwd()
        runpy._run_module_as_main(program.text)
        return
    if program.kind == 'command':
        source, name = program.text, '<string>'
    elif program.kind == 'stdin':
        source, name = sys.stdin.read(), '<stdin>'
    else:
        name = program.text
        with open(name, 'rb') as file:
            source = file.read()
        main['__file__'] = name
        sys.path[0] = os.path.dirname(os.path.abspath(name))
    exec(compile(source, name, 'exec', dont_inherit=True), main)


def _exit_code(error):
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code
    print(code, file=sys.stderr)
    return 1


def _without_our_frames(error):
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
        traceback = traceback.tb_next
    return traceback


def _flush():
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
