"""Changes to modules of the standard library that are made when a program imports them."""

import sys

_changes = {}


def when_imported(name, change):
    """Call ``change(module)`` as soon as the module has been imported, now if it has been."""
    _changes.setdefault(name, []).append(change)
    if name in sys.modules:
        change(sys.modules[name])


class _Finder:
    """Finds what others find, and has changes made behind it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in _changes:
            return None
        for finder in sys.meta_path:
            if finder is _Finder:
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                spec.loader = _ChangingLoader(spec.loader)
                return spec
        return None


class _ChangingLoader:
    """Stands for another loader until the module has been executed."""

    def __init__(self, loader):
        self._loader = loader

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        for change in _changes[module.__name__]:
            change(module)


def install():
    """Begin to look at what is imported."""
    sys.meta_path.insert(0, _Finder)
