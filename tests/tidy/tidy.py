#!/usr/bin/env python3
"""Reads the tree and fails on what a reviewer should not have to look for. See tests/tidy/README.md for the rules.

  tests/tidy/tidy.py [ROOT]      one line per fault: file:line: what; remedy
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from rules import borders, length, folders, words  # noqa: E402
from source import Tree  # noqa: E402

RULES = borders.RULES + length.RULES + folders.RULES + words.RULES


def main(arguments):
    root = arguments[0] if arguments else pathlib.Path(__file__).resolve().parents[2]
    tree = Tree(root)
    broken = 0
    for rule in RULES:
        faults = list(rule(tree))
        broken += bool(faults)
        for line in faults:
            print(line)
        if faults:
            print(f"  ({rule.__name__}: {rule.__doc__.strip().splitlines()[0]})")
    print(f"{len(RULES) - broken} passed, {broken} failed")
    return 1 if broken or not tree.files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
