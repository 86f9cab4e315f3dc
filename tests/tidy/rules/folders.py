"""Every folder says what it owns."""
from source import CODE, ROOMS, fault

# Folders of tests that mirror a room are described by the room; these stand for themselves.
TEST_FOLDERS = ("tests/bench", "tests/browser", "tests/conversations", "tests/e2e", "tests/support", "tests/tidy")
README_LINES_MIN = 5


def folders_say_what_they_own(tree):
    """A folder with sources has a README.md: what it owns, what it never does, the first file to read, an example."""
    readmes = {file.folder: file for file in tree.files if file.path.endswith("/README.md")}
    with_code = {file.folder for file in tree.files if file.suffix in CODE | {".yaml", ".sql", ".py"}
                 and file.room in ROOMS and file.room != "tests"}
    with_code |= {folder for file in tree.files for folder in TEST_FOLDERS if file.folder == folder}
    for folder in sorted(with_code):
        if folder not in readmes:
            yield fault(folder, 1, "has sources and no README.md", "write what it owns and what it never does")
        elif len([line for line in readmes[folder].lines if line.strip()]) < README_LINES_MIN:
            yield fault(readmes[folder], 1, "says too little", "own, never, first file to read, one example to run")


def headers_open_once(tree):
    """Every header begins with #pragma once."""
    for file in tree.code():
        if file.suffix == ".hpp" and "#pragma once" not in "\n".join(file.lines[:8]):
            yield fault(file, 1, "no #pragma once", "put it on the first line")


RULES = [folders_say_what_they_own, headers_open_once]
