"""`haatline simulate smsc` as a whole process, its desk by HTTP, and every PDU of a run read again by tshark."""
import http.client
import json
import pathlib
import re
import signal
import sys
import tempfile

from children import PATIENCE_S, Child
import tshark


class Smsc:
    """Use it in a `with`. At the end tshark reads all that our side wrote, unless `odd` says that the test made it write or hear
    what no reader takes."""

    binary = None

    def __init__(self, *arguments, odd=False, listen="127.0.0.1:0"):
        self.arguments, self.odd, self.listen = [str(word) for word in arguments], odd, listen
        self.counted = None

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="haatline-interop-")
        self.folder = pathlib.Path(self._folder.name)
        self.log = self.folder / "pdus.jsonl"
        self.child = Child(self.binary, "simulate", "smsc", "--listen", self.listen, "--control", "127.0.0.1:0", "--log", self.log,
                           "--json", *self.arguments, limit_s=4 * PATIENCE_S)
        ready, control = self.child.line(), self.child.line()
        match = re.fullmatch(r"ready smpps?://127\.0\.0\.1:(\d+)", ready or "")
        assert match, f"no ready line but {ready!r}"
        self.port = int(match[1])
        self._control = int(control.rsplit(":", 1)[1])
        return self

    def do(self, line):
        """A command of the desk; what it says."""
        connection = http.client.HTTPConnection("127.0.0.1", self._control, timeout=PATIENCE_S)
        try:
            connection.request("POST", "/do", line.encode())
            reply = connection.getresponse()
            said = reply.read().decode()
            assert reply.status == 200, f"{line}: {reply.status} {said}"
            return said
        finally:
            connection.close()

    def count(self):
        return json.loads(self.do("count"))

    def wait(self, name, number):
        """Until so many are counted."""
        return int(self.do(f"wait {name} {number}"))

    def inbox(self, number):
        return [json.loads(line)["text"] for line in self.do(f"inbox {number}").splitlines()]

    def pdus(self):
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def stop(self):
        """SIGTERM; the count it prints last."""
        if self.counted is None:
            out, status = self.child.end()
            assert status == 0, status
            self.counted = json.loads(out.splitlines()[-1])
        return self.counted

    def rss_kib(self):
        status = pathlib.Path("/proc", str(self.child.process.pid), "status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+)", status, re.M)[1])

    def __exit__(self, kind, *_):
        try:
            if kind is None:
                self.stop()
                if not self.odd:
                    tshark.read_again(self.pdus())
        finally:
            self.child.end(signal.SIGKILL)
            self._folder.cleanup()


def environment_binary(argument):
    Smsc.binary = pathlib.Path(argument).resolve()
    if not Smsc.binary.exists():
        sys.exit(f"{argument} is not built: ninja -C build/release haatline")
