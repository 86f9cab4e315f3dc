"""The message centre both gateways send to: `haatline simulate smsc` on core 1, counted through its control port."""
import contextlib
import json
import socket
import subprocess
import time
import urllib.request

from .process import pause


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Smsc:
    def __init__(self, port, control):
        self.port, self._control = port, f"http://127.0.0.1:{control}"

    def count(self):
        with urllib.request.urlopen(self._control + "/count", timeout=30) as reply:
            return json.load(reply)

    def do(self, line):
        request = urllib.request.Request(self._control + "/do", data=line.encode(), method="POST")
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.read().decode()

    def wait_until(self, holds, what, patience_s=120):
        """Looks fifty times a second, which costs the message centre nothing beside thousands of PDUs."""
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            count = self.count()
            if holds(count):
                return count
            pause(0.02)
        raise SystemExit(f"bench: {what} did not happen in {patience_s} s; counts: {json.dumps(self.count())}")


@contextlib.contextmanager
def started(binary, *options):
    port, control = free_port(), free_port()
    # The command reads lines from standard input until it ends, so it gets one that stays open.
    process = subprocess.Popen(["taskset", "-c", "1", str(binary), "simulate", "smsc", "--listen", f"127.0.0.1:{port}", "--control",
                                f"127.0.0.1:{control}", "--account", "haatline:secret12:window=10000", *options],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        for line in process.stdout:
            if line.startswith("ready "):
                break
        else:
            raise SystemExit("bench: the simulated SMSC did not start")
        yield Smsc(port, control)
    finally:
        process.terminate()
        process.wait()
