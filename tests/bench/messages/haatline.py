"""The gateway on core 0: fed through POST /api/v1/messages, durable before it hands a message over."""
import contextlib
import json
import pathlib
import signal
import subprocess
import tempfile
import urllib.request

from . import http
from .process import Weighed, pause

KEY = "bench-0123456789-0123456789"
CONFIG = """
listen = "127.0.0.1:0"
data_dir = "{folder}"

[[smpp]]
name = "peer"
host = "127.0.0.1"
port = {port}
system_id = "haatline"
password_file = "{secrets}/smsc.password"
sender = "HAATLN"
window = {window}

[[api_key]]
name = "bench"
key_file = "{secrets}/api.key"
may = ["messages", "read"]
"""


class Haatline:
    sleeps_when_throttled, answers = False, True

    def __init__(self, binary, window=100):
        self.binary, self.window = binary, window
        self.name = f"haatline, window {window}"

    @contextlib.contextmanager
    def started(self, peer, _answer=None, folder=None, port=None):
        with tempfile.TemporaryDirectory(prefix="haatline-bench-") as own:
            for name, secret in (("smsc.password", "secret12"), ("api.key", KEY)):
                path = pathlib.Path(own, name)
                path.write_text(secret + "\n", encoding="utf-8")
                path.chmod(0o600)
            config = pathlib.Path(own, "bench.toml")
            config.write_text(CONFIG.format(folder=folder or own + "/data", port=peer.port if peer else port, secrets=own,
                                            window=self.window), encoding="utf-8")
            log = pathlib.Path(own, "log").open("w", encoding="utf-8")
            process = subprocess.Popen(["taskset", "-c", "0", str(self.binary), "serve", "--config", str(config)],
                                       stdout=subprocess.PIPE, stderr=log, text=True)
            try:
                for line in process.stdout:
                    if line.startswith("ready "):
                        break
                else:
                    raise SystemExit("bench: the gateway did not start: " + pathlib.Path(own, "log").read_text()[-2000:])
                yield Running(process.pid, line.split()[1])
            finally:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(60)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


class Running(Weighed):
    BATCH, CONNECTIONS = 500, 2
    HEADERS = {"Authorization": f"Bearer {KEY}"}

    def __init__(self, pid, url):
        super().__init__([pid])
        self.url, self.port = url, int(url.rsplit(":", 1)[1])

    def metrics(self):
        with urllib.request.urlopen(self.url + "/metrics", timeout=30) as reply:
            return reply.read().decode()

    def feed(self, numbers, text):
        http.in_parallel(self.CONNECTIONS, numbers, self.BATCH, lambda part: self._feed(part, text))

    def _feed(self, batches, text):
        with http.Connection(self.port, self.HEADERS) as to:
            for batch in batches:
                body = json.dumps({"messages": [{"to": "+" + number, "text": text} for number in batch]})
                while True:
                    status, reply = to.post("/api/v1/messages", body)
                    if status < 300:
                        break
                    if status not in (429, 503):
                        raise SystemExit(f"bench: the gateway answered {status} {reply[:300]!r}")
                    pause(0.05)  # told to come back later: it takes no more than it can write down
