"""The tree as the rules see it: files with their lines, comments told apart from code."""
import functools
import pathlib
import re
import subprocess

ROOMS = ("base", "locales", "cluster", "storage", "menus", "gateway", "simulators", "tests")
CODE = {".cpp", ".hpp"}
SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__", ".cache", "var"}


class File:
    def __init__(self, root, path):
        self.path = path.relative_to(root).as_posix()
        self.room = self.path.split("/")[0]
        self.suffix = path.suffix
        self.folder = path.parent.relative_to(root).as_posix()
        self._full = path

    @functools.cached_property
    def text(self):
        try:
            return self._full.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            return ""

    @functools.cached_property
    def lines(self):
        return self.text.splitlines()

    @functools.cached_property
    def code_lines(self):
        """Lines without comments (C++: // and /* */, elsewhere: #), so that prose may name what code may not use."""
        if self.suffix in CODE:
            bare = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), self.text, flags=re.S)
            return [re.sub(r"(?<!:)//.*$", "", line) for line in bare.splitlines()]
        return [re.sub(r"(^|\s)#.*$", "", line) for line in self.lines]

    def includes(self):
        for number, line in enumerate(self.lines, 1):
            if match := re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line):
                yield number, match[1], match[2]


class Tree:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = [File(self.root, path) for path in self._paths()]

    def _paths(self):
        """What git knows of or would add; every file where there is no git (the little trees of the tests)."""
        if (self.root / ".git").exists():
            listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                    cwd=self.root, stdout=subprocess.PIPE, check=True).stdout.decode()
            paths = [self.root / name for name in listed.split("\0") if name]
        else:
            paths = self.root.rglob("*")
        return sorted(path for path in paths
                      if path.is_file() and not SKIPPED_FOLDERS & set(path.relative_to(self.root).parts))

    def code(self, *rooms):
        return [file for file in self.files if file.suffix in CODE and (not rooms or file.room in rooms)]


def fault(file, line, what, remedy):
    return f"{getattr(file, 'path', file)}:{line}: {what}; {remedy}"
