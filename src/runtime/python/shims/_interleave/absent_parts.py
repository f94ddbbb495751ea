"""Parts of the standard library that lack what they stand on, and would crash or mislead."""

from .imports import when_imported


def _change_remote_debugging(module):
    class RemoteUnwinder:
        __doc__ = module.RemoteUnwinder.__doc__

        def __init__(self, *_args, **_kwargs):
            raise RuntimeError('Remote debugging is not supported on this platform')

    RemoteUnwinder.__module__ = module.__name__
    module.RemoteUnwinder = RemoteUnwinder


def _change_zones(module):
    load = module.load_tzdata

    def load_tzdata(key):
        try:
            return load(key)
        except module.ZoneInfoNotFoundError:
            # Without the advice to load a package.
            raise module.ZoneInfoNotFoundError(f'No time zone found with key {key}') from None

    module.load_tzdata = load_tzdata


def install():
    """Change the modules when a program imports them."""
    when_imported('_remote_debugging', _change_remote_debugging)
    when_imported('zoneinfo._common', _change_zones)
