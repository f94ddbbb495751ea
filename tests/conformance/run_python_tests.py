"""Runs one module of CPython's own tests, and tells of each test as it begins and as it ends.

    python3 run_python_tests.py MODULE [--after ID] [--without ID ...] [PART ...]

A line `@@listed ID` names each test that is going to run, `@@started ID` the one that begins, and `@@passed ID`,
`@@skipped ID REASON` or `@@failed ID TRACEBACK` what became of it. Texts are JSON. `--after` leaves out what comes before
a test and that test itself: it ended the process of an earlier run; `--without` a test alone. Parts select the tests whose id has one of them.
"""

import argparse
import json
import os
import traceback
import unittest

from test.support import os_helper


def tell(event, test_id, text=None):
    """Print a line of the protocol, whatever the tests do with `sys.stdout`."""
    words = [event, test_id] if text is None else [event, test_id, json.dumps(text)]
    os.write(1, f"\n@@{' '.join(words)}\n".encode())


def name_of(test):
    return test.id().removeprefix("test.")


class TellingResult(unittest.TestResult):
    """A result that tells of each test when it is known."""

    def __init__(self, tests):
        super().__init__()
        self._names = [name_of(test) for test in tests]
        self._verdict = None

    def startTest(self, test):
        super().startTest(test)
        self._verdict = ("passed", None)
        tell("started", name_of(test))

    def stopTest(self, test):
        super().stopTest(test)
        tell(self._verdict[0], name_of(test), self._verdict[1])

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._conclude(test, "skipped", reason)

    def addError(self, test, err):
        super().addError(test, err)
        self._conclude(test, "failed", describe(err))

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._conclude(test, "failed", describe(err))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._conclude(test, "failed", describe(err))

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._conclude(test, "failed", "It was expected to fail, and passed.")

    def _conclude(self, test, verdict, text):
        if isinstance(test, unittest.TestCase):
            self._verdict = (verdict, text)
            return
        # `setUpClass` or `setUpModule` ended before the tests began: "setUpClass (test.test_x.SomeTests)".
        place = test.id().partition("(")[2].rstrip(")").removeprefix("test.")
        for name in self._names:
            if test.id().startswith("setUp") and name.startswith(f"{place}."):
                tell(verdict, name, text)


def describe(err):
    return "".join(traceback.format_exception(*err))


def flatten(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from flatten(test)
        else:
            yield test


def select(tests, parts, after, without):
    names = [name_of(test) for test in tests]
    start = names.index(after) + 1 if after in names else 0
    return [
        test
        for test, name in zip(tests[start:], names[start:])
        if name not in without and (not parts or any(part in name for part in parts))
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("module")
    parser.add_argument("--after")
    parser.add_argument("--without", action="append", default=[])
    parser.add_argument("parts", nargs="*")
    options = parser.parse_args()
    try:
        suite = unittest.defaultTestLoader.loadTestsFromName(f"test.{options.module}")
    except unittest.SkipTest as reason:
        tell("skipped", options.module, str(reason))
        return
    tests = select(list(flatten(suite)), options.parts, options.after, options.without)
    for test in tests:
        tell("listed", name_of(test))
    with os_helper.temp_cwd(f"tests-{os.getpid()}"):
        unittest.TestSuite(tests).run(TellingResult(tests))


if __name__ == "__main__":
    main()
