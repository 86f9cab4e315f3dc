"""The message centre both gateways send to: `haatline simulate smsc` on core 1, counted through its control port."""
import contextlib
import json
import socket
import subprocess
import time
import urllib.error
import urllib.request


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
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.read().decode()

    def wait_for(self, name, number, what, patience_s=120):
        """Asked once, answered by the message centre when it is so: a question every 20 ms took a tenth of the core that sender and SMSC wait on."""
        until = time.monotonic() + patience_s
        while time.monotonic() < until:
            try:
                self.do(f"wait {name} {number}")
                return self.count()
            except urllib.error.HTTPError as refused:
                if refused.code != 408:  # half a minute went by
                    raise
                refused.close()
        raise SystemExit(f"bench: {what} did not happen in {patience_s} s; counts: {json.dumps(self.count())}")


@contextlib.contextmanager
def started(binary, *options):
    port, control = free_port(), free_port()
    # As many receipts unanswered as submissions: with the ten of its default a sender may put its receipts off until its
    # submissions are through, and looks twice as fast as it can go on being.
    # The command reads lines from standard input until it ends, so it gets one that stays open.
    process = subprocess.Popen(["taskset", "-c", "1", str(binary), "simulate", "smsc", "--listen", f"127.0.0.1:{port}", "--control",
                                f"127.0.0.1:{control}", "--account", "haatline:secret12:window=10000", "--deliver-window", "100", *options],
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
