"""Processor time of threads and of the process, `resource`, and keys derived from passwords."""

import hashlib
import os
import resource
import threading
import time


def compute(seconds):
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def measured(function):
    before = time.process_time(), time.thread_time(), time.monotonic()
    function()
    after = time.process_time(), time.thread_time(), time.monotonic()
    return [later - earlier for earlier, later in zip(before, after)]


process, thread, wall = measured(lambda: time.sleep(0.3))
print('sleeping takes no processor time:', process < 0.2, thread < 0.2, wall >= 0.3)
process, thread, wall = measured(lambda: compute(0.3))
print('computing does:', 0.29 < process < wall + 0.1, 0.29 < thread < wall + 0.1)


def in_threads():
    threads = [threading.Thread(target=compute, args=(0.15,)) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


process, thread, wall = measured(in_threads)
print('each thread has its own:', process > 0.28, thread < 0.1)
print(type(time.thread_time_ns()), time.get_clock_info('thread_time').monotonic, time.CLOCK_THREAD_CPUTIME_ID >= 0)
times = os.times()
print(0.4 < times.user + times.system <= times.elapsed, times.children_user >= 0)

usage = resource.getrusage(resource.RUSAGE_SELF)
print(type(usage).__name__, usage.ru_utime + usage.ru_stime > 0.4, 5_000 < usage.ru_maxrss < 1_000_000)
own = resource.getrusage(resource.RUSAGE_THREAD)
print(own.ru_utime + own.ru_stime < usage.ru_utime + usage.ru_stime)
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
print(0 < soft <= hard, resource.getrlimit(resource.RLIMIT_CPU), resource.RLIM_INFINITY)
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
for function, *arguments in (resource.getrlimit, 99), (resource.getrusage, 99):
    try:
        function(*arguments)
    except ValueError as error:
        print(error)

for arguments in (
    ('sha256', b'password', b'salt', 1000),
    ('sha1', b'password', b'salt', 2, 20),
    ('sha512', bytearray(b'passwordPASSWORDpassword' * 9), memoryview(b'salt'), 3, 100),
    ('md5', b'', b'', 1, 5),
):
    print(hashlib.pbkdf2_hmac(*arguments).hex())
for arguments in (
    ('sha256', b'', b'', 0),
    ('sha256', b'', b'', 1, 0),
    ('nothing', b'', b'', 1),
    (1, b'', b'', 1),
    ('md5', 'p', b'', 1),
):
    try:
        hashlib.pbkdf2_hmac(*arguments)
    except Exception as error:
        print('ValueError' if isinstance(error, ValueError) else type(error).__name__)
print(hashlib.pbkdf2_hmac(hash_name='sha256', password=b'p', salt=b's', iterations=1, dklen=4).hex())

child = os.posix_spawn('/bin/sh', ['sh', '-c', 'exit 3'], {})
pid, status, usage = os.wait4(child, 0)
print(pid == child, os.waitstatus_to_exitcode(status), usage.ru_utime >= 0)
