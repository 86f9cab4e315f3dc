"""docs/connect-a-provider.md followed to the letter: its files written, its commands typed into one shell, its outputs compared.

HAATLINE_RECORD=1 writes the outputs anew; a person reads the diff, and puts `…` where an output differs each time."""
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

from harness import PATIENCE_S, ROOT, Gateway

DOCUMENT = ROOT / "docs/connect-a-provider.md"
# The only words of the document that the test replaces: its reader's port may be in use here.
ADDRESS = "127.0.0.1:8080"
ANYTHING = "…"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<how>file|append)=(?P<name>[\w.]+))?\n(?P<text>.*?)^```$", re.M | re.S)
END = "---- the command ended ----"


def told(console):
    """A console block → [(command, lines it is claimed to print)]."""
    out = []
    for line in console.splitlines():
        if line.startswith("$ "):
            out.append((line[2:], []))
        else:
            out[-1][1].append(line)
    return out


def holds(claimed, printed):
    """Whether what was printed is what the document says, line by line; `…` stands for anything within a line."""
    return len(claimed) == len(printed) and all(
        re.fullmatch(".*".join(re.escape(part) for part in one.split(ANYTHING)), other) for one, other in zip(claimed, printed))


class Shell:
    """One shell for the whole document, as its reader has."""

    def __init__(self, folder):
        path = f"{pathlib.Path(Gateway.binary).parent}:{os.environ['PATH']}"
        self.process = subprocess.Popen(["bash", "--norc"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        stderr=subprocess.STDOUT, env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}, bufsize=1)
        self.type("set -m")  # `kill %1`

    def type(self, command, least=0):
        """What it prints, to its end; of one in the background the `least` lines that are waited for."""
        self.process.stdin.write(f"{command}\nprintf '%s\\n' '{END}'\n")
        lines, ended = [], False
        while not ended or len(lines) < least:
            line = self.process.stdout.readline()
            if not line:
                raise AssertionError(f"the shell left at: {command}")
            ended = ended or line == END + "\n"
            if line != END + "\n":
                lines.append(line.rstrip("\n"))
        return lines

    def close(self):
        self.process.stdin.write("kill -9 %1 2>/dev/null\n")
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.stdout.close()
        self.process.wait(PATIENCE_S)


class Tutorial(unittest.TestCase):
    maxDiff = None

    def follow(self, text, record=None):
        """Follows a document; what it claims and does not hold, as (command, claimed, printed)."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            address = f"127.0.0.1:{free.getsockname()[1]}"
        lies = []
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            shell = Shell(folder)
            try:
                for block in BLOCK.finditer(text):
                    content = block["text"].replace(ADDRESS, address)
                    if block["how"]:
                        with open(pathlib.Path(folder, block["name"]), "w" if block["how"] == "file" else "a") as file:
                            file.write(content)
                    elif block["kind"] == "console":
                        for command, claimed in told(content):
                            printed = shell.type(command, len(claimed) if command.endswith("&") else 0)
                            if not holds(claimed, printed):
                                lies.append((command, "\n".join(claimed), "\n".join(printed)))
                            if record is not None:
                                kept = claimed if holds(claimed, printed) else printed
                                record.append("\n".join(["$ " + command, *kept]).replace(address, ADDRESS))
            finally:
                shell.close()
        return lies

    def test_whoever_follows_the_tutorial_gets_what_it_says(self):
        text, record = DOCUMENT.read_text(), []
        lies = self.follow(text, record)
        if os.environ.get("HAATLINE_RECORD"):
            said = iter(record)

            def anew(block):
                if block["kind"] != "console":
                    return block[0]
                return "```console\n" + "".join(next(said) + "\n" for _ in told(block["text"])) + "```"
            DOCUMENT.write_text(BLOCK.sub(anew, text))
        for command, claimed, printed in lies:
            with self.subTest(command):
                self.assertEqual(printed, claimed)

    def test_a_document_that_lies_is_found_out(self):
        for claimed in ("1 mappings: 5 passed, 0 failed", "", "4 passed\n…\n…"):
            with self.subTest(claimed):
                lies = self.follow("```yaml file=a.yaml\nmapping: 1\n```\n```console\n$ cat a.yaml\n" + claimed + "\n```\n")
                self.assertEqual([(command, printed) for command, _, printed in lies], [("cat a.yaml", "mapping: 1")])
        self.assertEqual(self.follow("```console\n$ echo one two\none …\n```\n"), [])

    def test_no_block_of_the_document_is_passed_over(self):
        text = DOCUMENT.read_text()
        self.assertEqual(text.count("\n```") % 2, 0)
        blocks = list(BLOCK.finditer(text))
        self.assertEqual(len(blocks), text.count("\n```") // 2)
        self.assertEqual({block["kind"] for block in blocks if not block["how"]}, {"console"})


if __name__ == "__main__":
    unittest.main()
