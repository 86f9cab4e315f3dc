#!/usr/bin/env python3
"""Runs the built test programs and the scripts beside them, adds their counts up, shows failures in full.

Called by ./test. Each part reports in its own way: a Catch2 program by its summary line, a script by its last line
`N passed, N failed`. A part that dies without either counts as one failure, so nothing can fail silently.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CATCH_ALL = re.compile(r"^All tests passed \(.*? in (\d+) test cases?\)", re.M)
CATCH_MIXED = re.compile(r"^test cases: +(\d+) *\|(.*)$", re.M)
SCRIPT_LINE = re.compile(r"^(\d+) passed, (\d+) failed$", re.M)
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=0",
    "UBSAN_OPTIONS": "print_stacktrace=1",
}
# Far above what a part needs (four minutes), so that only a hang reaches it, and that still ends within CI's hour.
PART_TIMEOUT_S = 1200


def read_counts(output):
    """(passed, failed) as the part itself said, or None when it did not get to its last line."""
    if match := CATCH_ALL.search(output):
        return int(match[1]), 0
    if match := CATCH_MIXED.search(output):
        failed = re.search(r"(\d+) failed", match[2])
        failed = int(failed[1]) if failed else 0
        return int(match[1]) - failed, failed
    if lines := SCRIPT_LINE.findall(output):
        return int(lines[-1][0]), int(lines[-1][1])
    return None


def run_part(name, command):
    begun = time.monotonic()
    try:
        done = subprocess.run(command, cwd=ROOT, env=os.environ | SANITIZERS, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PART_TIMEOUT_S)
        output, status = done.stdout.decode(errors="replace"), done.returncode
    except subprocess.TimeoutExpired as late:
        output, status = (late.stdout or b"").decode(errors="replace") + "\n(no end in sight: stopped)\n", -1
    passed, failed = read_counts(output) or (0, 0)
    if status != 0 and failed == 0:
        failed = 1  # crashed, leaked, hung or never printed its count
    if status == 0 and passed + failed == 0:
        failed = 1  # a part that tests nothing is a fault of the part
    return name, passed, failed, status, output, time.monotonic() - begun


def parts_of(arguments):
    """What to run: the parts that may share the machine, then those that measure or crash a whole process alone."""
    python = sys.executable
    together = [("tidy", [python, "tests/tidy/tidy.py"]), ("tidy", [python, "tests/tidy/bad_trees_test.py"]),
                ("presets", [python, "tests/gateway/mapping/shared_samples.py"])]
    programs = pathlib.Path(arguments.programs)
    for program in sorted(programs.glob("test_*")) if programs.is_dir() else []:
        if os.access(program, os.X_OK) and program.is_file():
            together.append((program.name.removeprefix("test_"), [str(program.resolve())]))
    # These two count what was kept, not how long it took, and need a minute each.
    unhurried = ("world_test", "aggregator_test")
    together += [("e2e", [python, "tests/e2e/run.py", "--binary", arguments.binary, name]) for name in unhurried]
    alone = [("e2e", [python, "tests/e2e/run.py", "--binary", arguments.binary, *(f"--without={name}" for name in unhurried)]),
             ("interop", [python, "tests/interop/run.py", "--binary", arguments.binary]),
             ("browser", [python, "tests/browser/run.py", "--binary", arguments.binary]),
             ("kill9", [python, "tests/e2e/kill9.py", "--binary", arguments.binary])]
    wanted = set(arguments.parts)
    known = {name for name, _ in together + alone}
    if unknown := wanted - known:
        sys.exit(f"no such part: {' '.join(sorted(unknown))}; there are {' '.join(sorted(known))}")
    return ([part for part in together if not wanted or part[0] in wanted],
            [part for part in alone if not wanted or part[0] in wanted])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", required=True, help="folder of the built test_* programs")
    parser.add_argument("--binary", required=True, help="release binary for whole-process tests")
    parser.add_argument("parts", nargs="*", help="only these")
    arguments = parser.parse_args()
    together, alone = parts_of(arguments)
    passed = failed = 0

    def told(result):
        nonlocal passed, failed
        name, part_passed, part_failed, status, output, seconds = result
        passed, failed = passed + part_passed, failed + part_failed
        print(f"{name:14} {part_passed:5} passed {part_failed:4} failed  {seconds:6.1f} s", flush=True)
        if part_failed:
            print(f"--- {name}, exit status {status} ---\n{output.rstrip()}\n--- end of {name} ---", flush=True)

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for result in concurrent.futures.as_completed([pool.submit(run_part, *part) for part in together]):
            told(result.result())
    for part in alone:
        told(run_part(*part))
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
