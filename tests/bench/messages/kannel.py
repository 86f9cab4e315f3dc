"""Debian's kannel as it is meant to be run for speed and for keeping: bearerbox and smsbox on core 0, file store."""
import contextlib
import pathlib
import signal
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request

from . import http, smsc as smsc_module
from .process import Weighed, pause

CONFIG = """
group = core
admin-port = {admin}
admin-password = bench
smsbox-port = {smsbox}
log-level = 4
log-file = {folder}/bearerbox.log
box-allow-ip = "127.0.0.1"
admin-allow-ip = "127.0.0.1"
store-type = file
store-location = {folder}/kannel.store
dlr-storage = internal
sms-resend-freq = 1
sms-outgoing-queue-limit = -1
sms-incoming-queue-limit = -1

group = smsc
smsc = smpp
smsc-id = peer
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = haatline
smsc-password = secret12
system-type = ""
max-pending-submits = {pending}
enquire-link-interval = 30
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
log-level = 4
log-file = {folder}/smsbox.log
global-sender = HAATLN
sendsms-chars = "0123456789 +-"

group = sendsms-user
username = bench
password = bench
user-deny-ip = ""
max-messages = 3

group = sms-service
keyword = default
text = "{answer}"
omit-empty = true
max-messages = 3
"""


class Kannel:
    sleeps_when_throttled = True  # a second for each RTHROTTLED
    answers = True

    wants_receipts = True

    def __init__(self, name, pending):
        self.name, self.pending = name, pending

    @contextlib.contextmanager
    def started(self, peer, answer):
        with tempfile.TemporaryDirectory(prefix="haatline-kannel-") as folder:
            ports = {name: smsc_module.free_port() for name in ("admin", "smsbox", "sendsms")}
            values = ports | {"folder": folder, "smsc": peer.port, "pending": self.pending, "answer": answer}
            pathlib.Path(folder, "kannel.conf").write_text(CONFIG.format(**values), encoding="utf-8")
            boxes = [self._box("bearerbox", folder)]
            pause(1)  # smsbox gives up for ten seconds when nobody listens yet
            boxes.append(self._box("smsbox", folder))
            try:
                self._wait_for(ports["sendsms"])
                yield Running(boxes, ports["sendsms"], self.wants_receipts)
            finally:
                for box in reversed(boxes):
                    box.send_signal(signal.SIGTERM)
                for box in boxes:
                    try:
                        box.wait(20)
                    except subprocess.TimeoutExpired:
                        box.kill()
                        box.wait()

    @staticmethod
    def _box(name, folder):
        return subprocess.Popen(["taskset", "-c", "0", f"/usr/sbin/{name}", f"{folder}/kannel.conf"], cwd=folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @staticmethod
    def _wait_for(port):
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                pause(0.1)
        raise SystemExit("bench: kannel's smsbox did not start")


class Running(Weighed):
    """Takes messages in the largest requests it has: many recipients of one text."""
    BATCH, CONNECTIONS = 50, 4

    def __init__(self, boxes, port, receipts):
        super().__init__([box.pid for box in boxes])
        self.port, self.receipts = port, receipts

    def feed(self, numbers, text):
        http.in_parallel(self.CONNECTIONS, numbers, self.BATCH, lambda part: self._feed(part, text))

    def _feed(self, batches, text):
        mask = "&dlr-mask=3" if self.receipts else ""
        with http.Connection(self.port) as to:
            for batch in batches:
                status, body = to.get(f"/cgi-bin/sendsms?username=bench&password=bench{mask}&to={'+'.join(batch)}"
                                      f"&text={urllib.parse.quote(text)}")
                if status != 202:
                    raise SystemExit(f"bench: kannel answered {status} {body[:200]!r}")
