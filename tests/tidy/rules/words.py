"""What must not stand in the tree: places of one machine, real people's numbers, unfinished work, texts outside locales."""
import re

from source import CODE, fault

TEXT_SUFFIXES = CODE | {".py", ".lua", ".js", ".mjs", ".css", ".html", ".json", ".md", ".yaml", ".toml", ".po", ".txt", ".cmake", ".sql", ".talk", "", ".sh", ".service"}
# This folder's own tests are full of bad examples.
OWN = "tests/tidy/"

OF_ONE_MACHINE = [
    (re.compile(r"(?<![\w.$}])/(work|root|home/\w+|Users/\w+)/"), "a path of one machine"),
    (re.compile(r"(?<![\w.])/tmp/"), "a path of one machine"),
    (re.compile(r"\b(registry|pypi|deb|proxy|artifactory|nexus)\.[a-z0-9-]+\.(org|com|io|dev|net)\b"), "a registry's host"),
]
# Where a temporary folder's template or a mount in a unit file is meant.
MAY_NAME_TMP = ("tests/", "deploy/")

# The Indian mobile plan: ten digits from 6-9, with or without 91, +91 or 0 before them.
MOBILE = re.compile(r"(?<![\d.\w])(?:\+?91[ -]?|0)?([6-9]\d{9})(?![\d\w.])")
FICTIONAL = re.compile(r"9(00[0-9]\d{6}|8765\d{5}|1234\d{5}|9999\d{5})|(\d)\2{9}|(?:60000|70000|80000)\d{5}|[678]123456789|[6-9]\d{3}000000|8765\d{6}|7654\d{6}|6543\d{6}")
NOT_NUMBERS = {".csv", ".svg", ".lock"}

UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|X{3}|HA" + r"CK)\b")
# Two letters in a row: one alone is a sample of a script, not a text.
INDIC = re.compile(r"[\u0900-\u0DFF\u0600-\u06FF]{2}")
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
# Words that callers type, not words they read: tables of input.
INPUT_WORDS = {"menus/quantity.cpp"}
# A conversation word in a flow would be two words that begin a sentence, or a letter outside ASCII.
PROSE = re.compile(r"[\"'][^\"']*[A-Za-z]+ [A-Za-z]+ [A-Za-z]+[^\"']*[\"']")


def readable(tree):
    return [file for file in tree.files if file.suffix in TEXT_SUFFIXES and not file.path.startswith(OWN)
            and not file.path.startswith("LICENSE")]


def nothing_of_one_machine(tree):
    """No path and no registry host that only one machine knows."""
    for file in readable(tree):
        for number, line in enumerate(file.lines, 1):
            for pattern, what in OF_ONE_MACHINE:
                match = pattern.search(line)
                if match and not (match[0].startswith("/tmp") and file.path.startswith(MAY_NAME_TMP)):
                    yield fault(file, number, f"{match[0].strip()} is {what}", "say it relative to the tree or leave it out")


def no_real_numbers(tree):
    """Only numbers that are fictional here: 9000000000-9009999999, 98765xxxxx and plain patterns."""
    for file in readable(tree):
        if file.suffix in NOT_NUMBERS:
            continue
        for number, line in enumerate(file.lines, 1):
            for match in MOBILE.finditer(line):
                if not FICTIONAL.fullmatch(match[1]):
                    yield fault(file, number, "this could be somebody's number", "use one from 98765xxxxx")


def nothing_unfinished(tree):
    """What is not done is an issue or a sentence in a README, not a note in the code."""
    for file in readable(tree):
        for number, line in enumerate(file.lines, 1):
            if match := UNFINISHED.search(line):
                yield fault(file, number, f"{match[0]} left behind", "do it, or say in prose what is missing")


def texts_only_in_locales(tree):
    """What a caller reads stands in locales/; flows and code name keys."""
    for file in tree.files:
        in_flow = file.path.startswith("menus/flows/") and file.suffix == ".yaml"
        if in_flow and re.search(r"^caps:", file.text, re.M):
            continue  # examples of widest values, never read to a caller
        in_code = file.suffix in CODE and file.room not in ("locales", "tests")
        if not (in_flow or in_code) or file.path in INPUT_WORDS:
            continue
        for number, line in enumerate(file.code_lines, 1):
            found = INDIC.search(line) if in_flow else any(INDIC.search(text) for text in STRING.findall(line))
            if found:
                yield fault(file, number, "a text outside locales", "give it a key in locales/*/messages.po")
            elif in_flow and PROSE.search(line):
                yield fault(file, number, "a sentence in a flow", "give it a key in locales/*/messages.po")


RULES = [nothing_of_one_machine, no_real_numbers, nothing_unfinished, texts_only_in_locales]
