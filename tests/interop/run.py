#!/usr/bin/env python3
"""SMPP with other makers' programs: npm smpp, Perl's Net::SMPP, Kannel, and tshark as the reader of all that our side wrote.

  tests/interop/run.py --binary build/release/haatline [-v] [test names]
"""
import argparse
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import carrier_test  # noqa: E402
import conformance_test  # noqa: E402
import esme_test  # noqa: E402
import faults_test  # noqa: E402
import kannel_test  # noqa: E402
import smsc  # noqa: E402

SUITES = (conformance_test, faults_test, esme_test, kannel_test, carrier_test)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default=str(HERE.parents[1] / "build/release/haatline"))
    parser.add_argument("-v", action="store_true")
    parser.add_argument("only", nargs="*", help="parts of test names")
    arguments = parser.parse_args()
    smsc.environment_binary(arguments.binary)
    suite = unittest.TestSuite()
    for module in SUITES:
        for tests in unittest.defaultTestLoader.loadTestsFromModule(module):
            suite.addTests(test for test in tests if not arguments.only or any(word in test.id() for word in arguments.only))
    result = unittest.TextTestRunner(verbosity=2 if arguments.v else 0, stream=sys.stdout).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    for _, why in result.skipped:
        print(f"skipped: {why}")
    print(f"{result.testsRun - failed - len(result.skipped)} passed, {failed} failed")
    return 0 if failed == 0 and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
