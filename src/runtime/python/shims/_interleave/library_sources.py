"""Lines of the standard library, for those who know a file's name and nothing else.

Tracebacks find them through the modules' loaders; warnings and ``trace`` open files, and
the library's are in an archive.
"""

import importlib.util
import linecache
import sys

_ARCHIVE = '/lib/python314.zip'

_update_cache = linecache.updatecache


def updatecache(filename, module_globals=None):
    """Put the lines of a file into the cache, and return them."""
    lines = _update_cache(filename, module_globals)
    if lines or not filename.startswith(f'{_ARCHIVE}/'):
        return lines
    try:
        data = sys.path_importer_cache[_ARCHIVE].get_data(filename)
    except (KeyError, OSError):
        return []
    text = importlib.util.decode_source(data)
    lines = text.splitlines(keepends=True)
    linecache.cache[filename] = (len(text), None, lines, filename)
    return lines


def install():
    """Have ``linecache`` look into the archive, too."""
    linecache.updatecache = updatecache
