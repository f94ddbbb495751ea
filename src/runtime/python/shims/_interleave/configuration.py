"""What the command line and the environment ask for, as CPython's ``Python/initconfig.c`` reads them."""

import os
import sys
import warnings

# Where the interpreter's own modules are, however it was started.
_LIBRARY_PATH = [entry for entry in sys.path if entry.startswith('/lib/python')]


def configure(program):
    """Make ``sys`` say what a process has that was started so."""
    options = program.options
    variables = {} if options.ignoreEnvironment else os.environ
    extensions = dict(_extension(text) for text in options.implementation)
    is_development = 'dev' in extensions or bool(variables.get('PYTHONDEVMODE'))
    sys._xoptions = extensions
    sys.flags = sys.flags.__replace__(
        debug=_number(variables, 'PYTHONDEBUG'),
        inspect=max(int(options.inspect), int(bool(variables.get('PYTHONINSPECT')))),
        interactive=int(options.inspect),
        optimize=max(options.optimize, _number(variables, 'PYTHONOPTIMIZE')),
        dont_write_bytecode=1,
        no_user_site=int(options.noUserSite or bool(variables.get('PYTHONNOUSERSITE'))),
        no_site=int(options.noSite),
        ignore_environment=int(options.ignoreEnvironment),
        verbose=max(options.verbose, _number(variables, 'PYTHONVERBOSE')),
        bytes_warning=options.bytesWarning,
        quiet=int(options.quiet),
        hash_randomization=0,
        isolated=int(options.isolated),
        dev_mode=is_development,
        utf8_mode=_utf8_mode(extensions, variables),
        safe_path=bool(options.safePath or variables.get('PYTHONSAFEPATH')),
        int_max_str_digits=_digits_limit(extensions, variables),
    )
    sys.argv = list(program.argv)
    sys.orig_argv = _original_arguments(program)
    sys.path[:] = [*_entries(variables.get('PYTHONPATH', '')), *_LIBRARY_PATH]
    sys.excepthook = sys.__excepthook__
    _set_optimization(sys.flags.optimize)
    _set_warnings(list(options.warnings), variables.get('PYTHONWARNINGS', ''), is_development)
    sys.pycache_prefix = extensions.get('pycache_prefix') or variables.get('PYTHONPYCACHEPREFIX') or None
    depth = extensions.get('tracemalloc', _number(variables, 'PYTHONTRACEMALLOC'))
    if depth:
        import tracemalloc

        tracemalloc.start(int(depth))


def wants_unbuffered(program):
    """Tell whether the standard streams shall keep nothing back."""
    options = program.options
    from_environment = not options.ignoreEnvironment and bool(os.environ.get('PYTHONUNBUFFERED'))
    return bool(options.unbuffered or from_environment)


def _extension(text):
    name, separator, value = text.partition('=')
    return name, value if separator else True


def _number(variables, name):
    """Read a variable that counts, where any other text means 1."""
    text = variables.get(name, '')
    return int(text) if text.isdigit() else int(bool(text))


def _utf8_mode(extensions, variables):
    return int(str(extensions.get('utf8', variables.get('PYTHONUTF8', '0'))) in ('True', '1'))


def _digits_limit(extensions, variables):
    text = extensions.get('int_max_str_digits', variables.get('PYTHONINTMAXSTRDIGITS'))
    if text is not None:
        sys.set_int_max_str_digits(int(text))
    return sys.get_int_max_str_digits()


def _original_arguments(program):
    arguments = list(program.argv)
    # ``-c`` and ``-m`` are the interpreter's, the program's name takes their place in ``argv``.
    if program.kind in ('command', 'module') or arguments == ['']:
        del arguments[0]
    return [program.name, *program.interpreter_args, *arguments]


def _entries(search_path):
    return [os.path.abspath(entry) for entry in search_path.split(':')] if search_path else []


def _set_optimization(level):
    """Have imported sources compiled so, too."""
    import importlib.machinery

    importlib.machinery.SourceFileLoader.source_to_code.__kwdefaults__['_optimize'] = level or -1


def _set_warnings(from_options, from_environment, is_development):
    requested = ['default'] if is_development else []
    requested += [entry for entry in from_environment.split(',') if entry]
    requested += from_options
    if sys.flags.bytes_warning:
        requested.append('error::BytesWarning' if sys.flags.bytes_warning > 1 else 'default::BytesWarning')
    sys.warnoptions[:] = requested
    if is_development:
        # What is left out otherwise.
        warnings.resetwarnings()
    warnings._processoptions(requested)
