"""A gateway as a whole process, and callers who speak to it over real sockets. Standard library only; nothing sleeps."""
import contextlib
import http.client
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Longest wait for anything; only a hang reaches it.
PATIENCE_S = 60


class Gateway:
    """`haatline serve` in a folder of its own; use it in a `with`."""

    binary = ROOT / "build/release/haatline"
    prefix = ()  # a command that becomes the gateway, e.g. in a namespace of its own
    before = None  # what the new process does first

    def __init__(self, data=None, demo_size=200, arguments=(), demo=True):
        """Without `demo` the arguments name a configuration."""
        self._kept = data
        self._arguments = (["--demo", "--demo-size", str(demo_size)] if demo else []) + list(arguments)
        self.process = self.port = None

    def __enter__(self):
        self._folder = contextlib.nullcontext(self._kept) if self._kept else tempfile.TemporaryDirectory(prefix="haatline-e2e-")
        self.data = self._folder.__enter__()
        return self.start()

    def start(self):
        self._stderr = open(pathlib.Path(self.data, "stderr.log"), "ab")
        self.process = subprocess.Popen(
            [*self.prefix, str(self.binary), "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self._arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._stderr, text=True,
            preexec_fn=self.before)
        line = self.process.stdout.readline()
        match = re.fullmatch(r"ready http://127\.0\.0\.1:(\d+)\n", line)
        if not match:
            raise AssertionError(f"no ready line but {line!r}; it said:\n{self.said()}")
        self.port = int(match[1])
        return self

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def said(self):
        return pathlib.Path(self.data, "stderr.log").read_text(errors="replace")

    def terminate(self):
        """SIGTERM; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        return self.wait()

    def wait(self):
        status = self.process.wait(PATIENCE_S)
        self.process.stdout.close()
        self._stderr.close()
        return status

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)

    def get(self, path):
        return self._ask("GET", path, None, {})

    def post(self, path, body, headers=FORM):
        return self._ask("POST", path, body, headers)

    def _ask(self, method, path, body, headers):
        connection = self.connection()
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()
        self._folder.__exit__(None, None, None)


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    def __eq__(self, other):
        return (self.status, self.body) == (other.status, other.body)

    def __repr__(self):
        return f"{self.status} {self.body!r}"


def form(**fields):
    return urllib.parse.urlencode(fields)


def africastalking(phone, session, text, code="*789#"):
    return form(sessionId=session, serviceCode=code, phoneNumber=f"+91{phone}", networkCode="99999", text=text)


class AfricasTalkingPhone:
    """Texts are cumulative; the reply says CON or END."""

    def __init__(self, gateway, phone, session="ATUid_e2e"):
        self.gateway, self.phone, self.session, self.answers, self.calls = gateway, phone, session, [], 0

    def dial(self, behind=""):
        self.calls += 1
        self.answers = [behind] if behind else []
        return self._turn()

    def answer(self, text):
        self.answers.append(text)
        return self._turn()

    def again(self):
        """The provider did not hear us and sends the same request once more."""
        return self._turn()

    def _turn(self):
        body = africastalking(self.phone, f"{self.session}-{self.phone}-{self.calls}", "*".join(self.answers))
        reply = self.gateway.post("/in/africastalking/demo", body)
        assert reply.status == 200, reply
        assert reply.headers["content-type"].startswith("text/plain"), reply.headers
        assert reply.text[:4] in ("CON ", "END "), reply
        self.ended = reply.text.startswith("END ")
        return reply.text[4:]

    def hang_up(self):
        body = form(sessionId=f"{self.session}-{self.phone}-{self.calls}", serviceCode="*789#", networkCode="99999",
                    phoneNumber=f"+91{self.phone}", status="Incomplete", cost="INR 0.0000")
        return self.gateway.post("/in/africastalking/demo", body)


class ImimobilePhone:
    """No session id; the code is in the path; a header says whether the dialogue stays open."""

    def __init__(self, gateway, phone):
        self.gateway, self.phone, self.tid = gateway, phone, 0

    def dial(self, behind=""):
        return self.answer(f"*789*{behind}#" if behind else "*789#")

    def answer(self, text):
        self.tid += 1
        return self._turn(text)

    def again(self, text):
        return self._turn(text)

    def _turn(self, text):
        reply = self.gateway.get(f"/in/imimobile/demo/789?{form(msisdn=self.phone, msg=text, tid=self.tid, dcs='x', code='HAAT')}")
        assert reply.status == 200, reply
        assert reply.headers["content-type"] == "text/plain; charset=utf-8", reply.headers
        self.ended = {"0": True, "1": False}[reply.headers["x-ussd-session"]]
        return reply.text

    def hang_up(self):
        self.tid += 1
        return self._turn("Map Dialog User Abort User Reason: User specific reason")


class ComvivaPhone:
    """SessionID and plain answers; the first input is the code without star and hash; Freeflow FC or FB."""

    def __init__(self, gateway, phone, session="s"):
        self.gateway, self.phone, self.session, self.calls = gateway, phone, session, 0

    def dial(self, behind=""):
        self.calls += 1
        return self.answer(f"789*{behind}" if behind else "789")

    def answer(self, text):
        reply = self.gateway.get("/in/comviva/demo?" + form(SessionID=f"{self.session}-{self.phone}-{self.calls}",
                                                            MSISDN=f"91{self.phone}", MSC="msc", input=text))
        assert reply.status == 200, reply
        assert (reply.headers["charge"], reply.headers["amount"]) == ("N", "0"), reply.headers
        self.ended = {"FC": False, "FB": True}[reply.headers["freeflow"]]
        return reply.text

    def hang_up(self):
        return self.gateway.get("/in/comviva/demo?" + form(SessionID=f"{self.session}-{self.phone}-{self.calls}",
                                                           msisdn=f"91{self.phone}", clean="clean-session", error="522"))


def haatline(*arguments, **options):
    """Runs a subcommand to its end."""
    return subprocess.run([str(Gateway.binary), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=PATIENCE_S, stdin=subprocess.DEVNULL, **options)


def exported_names(data):
    """Names of all enterprises, as `haatline export` tells them."""
    import csv
    import io
    out = haatline("export", "enterprises", "--data", data)
    assert out.returncode == 0, out.stderr
    return [row["name"] for row in csv.DictReader(io.StringIO(out.stdout))]


# What a new caller types to join, in English: language, agree, PIN, role, product, name, do not show.
def registration(name, language="2", pin="800001"):
    return [language, "1", pin, "1", "1", name, "2"]


def environment_binary(argument):
    Gateway.binary = pathlib.Path(argument).resolve()
    if not os.access(Gateway.binary, os.X_OK):
        raise SystemExit(f"{argument} is not built: ninja -C build/release haatline")
