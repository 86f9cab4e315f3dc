"""Files and functions stay short; what is too long today may only shrink (tests/tidy/ratchet.json)."""
import json
import re

from source import fault

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 80  # two screens; a function that fits one is better
COUNTED = {".cpp", ".hpp", ".py", ".mjs", ".css"}
RATCHET = "tests/tidy/ratchet.json"

NAME = re.compile(r"([A-Za-z_~][\w:~]*)\s*\(")


def functions_of(file):
    """(name, first line, lines). clang-format closes a definition with a lone brace at the margin and indents all between."""
    for end, line in enumerate(file.lines, 1):
        if line != "}":
            continue
        begin = end - 1
        while begin > 1 and (not file.lines[begin - 1] or file.lines[begin - 1][0] in " #"):
            begin -= 1
        name = NAME.search(" ".join(file.lines[begin - 1:begin + 2]))
        yield name[1] if name else f"line {begin}", begin, end - begin + 1


def too_long(tree):
    """key of the ratchet → (file, line, length), for everything over its limit."""
    found = {}
    for file in tree.files:
        if file.suffix in COUNTED and len(file.lines) > FILE_LINES_MAX:
            found[file.path] = (file, 1, len(file.lines))
    for file in tree.code():
        for name, line, length in functions_of(file):
            if length > FUNCTION_LINES_MAX:
                found[f"{file.path} {name}"] = (file, line, length)
    return found


def lengths_only_shrink(tree):
    """No new file over 400 lines or function over 80; the listed ones may only get shorter."""
    path = tree.root / RATCHET
    known = json.loads(path.read_text()) if path.exists() else {}
    found = too_long(tree)
    for key, (file, line, length) in found.items():
        if key not in known:
            yield fault(file, line, f"{key} has {length} lines", "look for the second noun hiding in it and split")
        elif length > known[key]:
            yield fault(file, line, f"{key} grew from {known[key]} to {length} lines", "it may only shrink: split it")
        elif length < known[key]:
            yield fault(RATCHET, 1, f"{key} shrank to {length} lines", f"write {length} there so that it stays so")
    for key in known:
        if key not in found:
            yield fault(RATCHET, 1, f"{key} is short enough now or gone", "take its row out")


RULES = [lengths_only_shrink]
