#!/usr/bin/env python3
"""The web phone in a real browser: Debian's Chromium without a window, driven by playwright-core, against the release binary.

  tests/browser/run.py --binary build/release/haatline [words of test names]

Installs playwright-core into build/browser once (npm ci, by the lock file beside this), then runs *_test.mjs with node's own
test runner. The last line is `N passed, N failed`.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODULES = ROOT / "build/browser"
COUNT = re.compile(r"^# (pass|fail|cancelled) (\d+)$", re.M)


def install():
    """npm ci, unless what is there was installed by this very lock file."""
    lock = HERE / "package-lock.json"
    stamp = MODULES / "installed-by.json"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    MODULES.mkdir(parents=True, exist_ok=True)
    for file in (HERE / "package.json", lock):
        shutil.copy(file, MODULES)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=MODULES, check=True)
    shutil.copy(lock, stamp)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(ROOT / "build/release/haatline"))
    parser.add_argument("only", nargs="*", help="parts of test names")
    arguments = parser.parse_args()
    binary = pathlib.Path(arguments.binary).resolve()
    if not os.access(binary, os.X_OK):
        sys.exit(f"{arguments.binary} is not built: ninja -C build/release haatline")
    try:
        install()
    except (OSError, subprocess.CalledProcessError) as fault:
        print(f"playwright-core could not be installed into build/browser: {fault}\n0 passed, 1 failed")
        return 1
    patterns = [f"--test-name-pattern={re.escape(word)}" for word in arguments.only]
    tests = sorted(str(path) for path in HERE.glob("*_test.mjs"))
    done = subprocess.run(["node", "--test", "--test-reporter=tap", *patterns, *tests], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                          env=os.environ | {"HAATLINE_BINARY": str(binary), "HAATLINE_MODULES": str(MODULES)})
    counts = {word: int(count) for word, count in COUNT.findall(done.stdout)}
    failed = counts.get("fail", 0) + counts.get("cancelled", 0)
    if done.returncode != 0 and failed == 0:
        failed = 1
    print(done.stdout)
    print(f"{counts.get('pass', 0)} passed, {failed} failed")
    return 0 if failed == 0 and counts.get("pass", 0) > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
