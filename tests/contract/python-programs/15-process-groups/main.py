"""Process groups and sessions, and signals to all of a group."""

import os
import signal
import subprocess
import sys

ASK = 'import os; print(os.getpgid(0) == os.getpid(), os.getsid(0) == os.getpid(), os.getpgrp() == os.getpgid(0))'


def ask(**options):
    print(subprocess.run([sys.executable, '-c', ASK], capture_output=True, text=True, **options).stdout.strip())


ask()
ask(process_group=0)
ask(start_new_session=True)
ask(process_group=os.getpgrp())
print(os.getpgid(os.getpid()) == os.getpgrp(), os.getsid(0) == os.getsid(os.getpid()))

# A child and a grandchild that wait for ever.
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'print("grandchild", flush=True); import time; time.sleep(60)'])
child.wait()
"""
leader = subprocess.Popen([sys.executable, '-c', FAMILY], stdout=subprocess.PIPE, start_new_session=True)
print(leader.stdout.readline())
print(os.getpgid(leader.pid) == leader.pid, os.getsid(leader.pid) == leader.pid)
os.killpg(leader.pid, signal.SIGTERM)
print(leader.wait(), leader.stdout.read())

# A group of two, whose leader is the first one.
first = subprocess.Popen(['sleep', '60'], process_group=0)
second = subprocess.Popen(['sleep', '60'], process_group=first.pid)
print(os.getpgid(second.pid) == first.pid)
os.kill(-first.pid, signal.SIGKILL)
print(first.wait(), second.wait())

child = subprocess.Popen(['sleep', '60'])
for attempt in (
    # It runs a program of its own by now.
    lambda: os.setpgid(child.pid, 0),
    lambda: os.killpg(999_999, 0),
    lambda: os.getpgid(999_999),
    lambda: os.getsid(999_999),
    lambda: os.setpgid(0, 999_999),
    lambda: os.setpgid(os.getppid(), 0),
    lambda: subprocess.run(['true'], process_group=999_999),
):
    try:
        attempt()
    except OSError as error:
        print(type(error).__name__, error)
child.kill()
child.wait()

SETSID = """
import os
if os.getpgrp() == os.getpid():
    try:
        os.setsid()
    except PermissionError as error:
        print(error)
else:
    os.setsid()
    print(os.getsid(0) == os.getpgrp() == os.getpid())
"""
for options in ({}, {'process_group': 0}):
    print(subprocess.run([sys.executable, '-c', SETSID], capture_output=True, text=True, **options).stdout.strip())

print('-- what else a child begins with')
SHOW = 'import os; mask = os.umask(0); os.umask(mask); print(oct(mask))'
os.umask(0o027)
for options in ({}, {'umask': 0o077}):
    print(subprocess.run([sys.executable, '-c', SHOW], capture_output=True, text=True, **options).stdout.strip())
for arguments, options in (
    (['a\0b'], {}),
    (['true', 'a\0b'], {}),
    (['true'], {'env': {'A=B': 'c'}}),
    (['true'], {'env': {'A': 'c\0d'}}),
    (['true'], {'user': -1}),
    (['true'], {'user': 2**64}),
):
    try:
        subprocess.run(arguments, **options)
    except (ValueError, OverflowError) as error:
        print(type(error).__name__)
print(subprocess.run(['true'], user=os.geteuid(), group=os.getegid()).returncode)
