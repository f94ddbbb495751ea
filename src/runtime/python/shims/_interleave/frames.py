"""Keeps the frames of our package out of tracebacks and warnings: readers see their program and the standard library."""

import traceback
import types
import warnings

_OURS = '/_interleave/'


def install():
    """Have ``traceback`` and ``warnings`` pass over our frames: the interpreter itself asks them what to print."""
    extract = traceback.StackSummary._extract_from_extended_frame_gen.__func__

    def extract_others(cls, frame_gen, **options):
        return extract(cls, (entry for entry in frame_gen if not is_ours(entry[0])), **options)

    traceback.StackSummary._extract_from_extended_frame_gen = classmethod(extract_others)

    listed = traceback.StackSummary.from_list.__func__

    def others_from_list(cls, entries):
        return listed(cls, (entry for entry in entries if _OURS not in entry[0]))

    traceback.StackSummary.from_list = classmethod(others_from_list)

    show = warnings._showwarnmsg

    def show_without_ours(message):
        if _OURS in message.filename:
            # What CPython says where no Python code is below.
            message.filename, message.lineno, message.source = '<sys>', 0, None
        show(message)

    warnings._showwarnmsg = show_without_ours


def is_ours(frame):
    """Tell whether the frame runs code of this package."""
    return _OURS in frame.f_code.co_filename


def without_ours(error):
    """Return the traceback of an exception from the first frame of the program's own."""
    entry = error.__traceback__
    while entry is not None and is_ours(entry.tb_frame):
        entry = entry.tb_next
    return entry


def others_of(entry):
    """Return what a traceback has of others' frames, from the entry on."""
    kept = []
    while entry is not None:
        if not is_ours(entry.tb_frame):
            kept.append(entry)
        entry = entry.tb_next
    following = None
    for entry in reversed(kept):
        following = types.TracebackType(following, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return following
