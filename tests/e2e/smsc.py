"""The carriers' side for whole-process tests: `haatline simulate smsc`, and a gateway bound to it."""
import json
import pathlib
import re
import subprocess
import urllib.request

import harness

API_KEY = "a-key-of-the-tests-2026"
PATIENCE_S = 60


class Smsc:
    """Use it in a `with`. `options` are those of `haatline simulate smsc`."""

    def __init__(self, *options, port=0):
        self.options, self.port, self.process = options, port, None

    def __enter__(self):
        return self.start()

    def start(self):
        self.process = subprocess.Popen(
            [str(harness.Gateway.binary), "simulate", "smsc", "--listen", f"127.0.0.1:{self.port}", "--account", "haatline:secret12",
             "--control", "127.0.0.1:0", *self.options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(re.fullmatch(r"ready smpp://127\.0\.0\.1:(\d+)\n", self.process.stdout.readline())[1])
        self.control = re.fullmatch(r"control (http://127\.0\.0\.1:\d+)\n", self.process.stdout.readline())[1]
        return self

    def stop(self):
        self.process.kill()
        self.process.wait(PATIENCE_S)
        self.process.stdin.close()
        self.process.stdout.close()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()

    def count(self):
        with urllib.request.urlopen(self.control + "/count", timeout=PATIENCE_S) as reply:
            return json.load(reply)

    def do(self, line):
        request = urllib.request.Request(self.control + "/do", data=line.encode("utf-8"))
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as reply:
            return reply.read().decode("utf-8")

    def inbox(self, number):
        return [json.loads(line)["text"] for line in self.do(f"inbox {number}").splitlines() if line.startswith("{")]

    def wait(self, name, least):
        """Until a count has grown so far: the simulator answers then. It gives up after half a minute."""
        answer = self.do(f"wait {name} {least}").strip()
        if not answer.isdigit() or int(answer) < least:
            raise AssertionError(f"{name} did not reach {least}: {answer}; {self.count()}")


def bound(smsc, folder, extra=""):
    """Arguments of a gateway with one account at `smsc` and an API key."""
    folder = pathlib.Path(folder)
    (folder / "password").write_text("secret12\n")
    (folder / "key").write_text(API_KEY + "\n")
    (folder / "haatline.toml").write_text(f"""
[[smpp]]
name = "airtel"
host = "127.0.0.1"
port = {smsc.port}
system_id = "haatline"
password_file = "password"
sender = "HAATLN"
[[api_key]]
name = "tests"
key_file = "key"
may = ["alerts", "messages", "read"]
{extra}""")
    return ["--config", str(folder / "haatline.toml")]


def post_messages(gateway, messages):
    """One batch; the status, and what it says of each. None when the gateway did not answer."""
    body = json.dumps({"messages": messages}, ensure_ascii=False).encode("utf-8")
    try:
        reply = gateway.post("/api/v1/messages", body, {"Content-Type": "application/json", "Authorization": f"Bearer {API_KEY}"})
    except OSError:
        return None
    except Exception as lost:  # http.client's own: the connection ended in the middle
        if type(lost).__module__ != "http.client":
            raise
        return None
    return reply
