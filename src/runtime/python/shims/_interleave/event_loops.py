"""``asyncio`` with CPython's own event loop, in whatever thread runs it.

Pyodide puts a loop of its own in its place, which hands its callbacks to the browser.
"""

import asyncio


def install():
    asyncio.run = getattr(asyncio.run, '__wrapped__', asyncio.run)
    asyncio.events._set_event_loop_policy(None)
    asyncio._set_running_loop(None)
