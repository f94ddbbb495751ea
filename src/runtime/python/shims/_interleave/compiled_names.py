"""Functions of ours under the names of compiled ones."""


def put(function, *modules):
    """Put a function into some modules, as if it were a compiled one of the first.

    Where it takes the place of one, ``help()`` says of it what CPython does.
    """
    name = function.__name__
    function.__module__ = modules[0].__name__
    for module in reversed(modules):
        compiled = getattr(module, name, None)
        if compiled is not None and compiled.__doc__:
            function.__doc__ = compiled.__doc__
        setattr(module, name, function)
