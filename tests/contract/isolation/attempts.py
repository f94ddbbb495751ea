"""Tries ways out of the sandbox from Python, and prints what came of each as a line of JSON. argv: an address outside.

What answers later (`fetch`, `WebSocket`) is only begun: the server outside tells whether it arrived.
"""

import json
import socket
import subprocess
import sys
import time
import urllib.request

OUTSIDE = sys.argv[1]


def js(name):
    """A global of the browser, if Python has a way to it."""
    return getattr(__import__('js'), name)


def begun(what):
    """Something that answers later; whether it did is not for the program to tell."""


def connect():
    with socket.create_connection(('localhost', int(OUTSIDE.rsplit(':', 1)[1])), timeout=2):
        return 'connected'


def request():
    sent = js('XMLHttpRequest').new()
    sent.open('GET', f'{OUTSIDE}/xhr', False)
    sent.send()
    return sent.status or None


ATTEMPTS = {
    'urllib': lambda: urllib.request.urlopen(f'{OUTSIDE}/urllib', timeout=2).status,
    'socket': connect,
    'curl': lambda: subprocess.run(['curl', OUTSIDE], check=True).returncode,
    'open() of an address': lambda: open(f'{OUTSIDE}/file').read(),
    'XMLHttpRequest': request,
    'importScripts': lambda: js('importScripts')(f'{OUTSIDE}/script.js') or 'loaded',
    'localStorage': lambda: js('localStorage').getItem('secret'),
    'document': lambda: js('document').cookie,
    'parent': lambda: js('parent').location.href,
    'fetch': lambda: begun(js('fetch')(f'{OUTSIDE}/fetch')),
    'WebSocket': lambda: begun(js('WebSocket').new(OUTSIDE.replace('http', 'ws'))),
    'EventSource': lambda: begun(js('EventSource').new(f'{OUTSIDE}/events')),
    'Worker': lambda: begun(js('Worker').new(f'{OUTSIDE}/worker.js')),
    'BroadcastChannel': lambda: js('BroadcastChannel').new('site').postMessage('hello'),
    'indexedDB': lambda: begun(js('indexedDB').open('secret')),
}

for name, attempt in ATTEMPTS.items():
    try:
        result = attempt()
        outcome = 'nothing' if result is None else f'REACHED {result}'
    except BaseException as error:
        outcome = f'{type(error).__name__}: {error}'
    print(json.dumps([name, outcome[:200]]))
time.sleep(0.5)
