#!/usr/bin/env python3
"""Whole-process tests: the release binary, real sockets, a folder of its own for each gateway.

  tests/e2e/run.py --binary build/release/haatline [-v] [--without test names] [test names]
"""
import argparse
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import harness  # noqa: E402
import aggregator_test  # noqa: E402
import calls_test  # noqa: E402
import command_test  # noqa: E402
import disk_test  # noqa: E402
import edge_test  # noqa: E402
import encode_test  # noqa: E402
import say_test  # noqa: E402
import sms_test  # noqa: E402
import fault_test  # noqa: E402
import erase_test  # noqa: E402
import hostile_test  # noqa: E402
import queue_test  # noqa: E402
import provider_test  # noqa: E402
import reload_test  # noqa: E402
import stop_test  # noqa: E402
import texts_test  # noqa: E402
import tshark_test  # noqa: E402
import tutorial_test  # noqa: E402
import world_test  # noqa: E402

SUITES = (calls_test, edge_test, disk_test, fault_test, reload_test, stop_test, command_test, queue_test, erase_test, hostile_test,
          world_test, aggregator_test, tutorial_test, encode_test, say_test, texts_test, tshark_test, sms_test,
          provider_test)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=str(harness.Gateway.binary))
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--without", action="append", default=[], help="a part of test names to leave out")
    parser.add_argument("only", nargs="*", help="parts of test names")
    arguments = parser.parse_args()
    harness.environment_binary(arguments.binary)
    suite = unittest.TestSuite()
    for module in SUITES:
        for tests in unittest.defaultTestLoader.loadTestsFromModule(module):
            suite.addTests(test for test in tests if not any(word in test.id() for word in arguments.without)
                           and (not arguments.only or any(word in test.id() for word in arguments.only)))
    result = unittest.TextTestRunner(verbosity=2 if arguments.v else 0, stream=sys.stdout).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    return 0 if failed == 0 and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
