"""The gateway's sending half by itself (`bench_sender`): outbox, ledger and one link, without HTTP before it."""
import contextlib
import pathlib
import subprocess
import tempfile

from .process import Weighed


class Sender:
    sleeps_when_throttled, answers = False, False

    def __init__(self, name, binary, window):
        self.name, self.window = name, window
        self.binary = pathlib.Path(binary).with_name("bench_sender")

    @contextlib.contextmanager
    def started(self, peer, _answer=None):
        with tempfile.TemporaryDirectory(prefix="haatline-sender-") as folder:
            process = subprocess.Popen(["taskset", "-c", "0", str(self.binary), "--data", folder + "/data", "--port", str(peer.port),
                                        "--window", str(self.window)],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            try:
                for line in process.stdout:
                    if line.strip() == "ready":
                        break
                else:
                    raise SystemExit("bench: bench_sender did not bind")
                yield Running(process)
            finally:
                process.kill()
                process.wait()


class Running(Weighed):
    def __init__(self, process):
        super().__init__([process.pid])
        self.process = process

    def feed(self, numbers, _text):
        self.process.stdin.write(f"{len(numbers)}\n")
        self.process.stdin.flush()
