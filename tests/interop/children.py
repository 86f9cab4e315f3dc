"""Other makers' programs as children of a test: each has a time limit, is ended by its own id, and is spoken to by lines."""
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MODULES = ROOT / "build/interop"
PATIENCE_S = 60  # only a hang reaches it


class Missing(Exception):
    """A package that this machine has not got."""


def needs(*programs):
    """Skips with a clear message where something is not installed; in CI that is a failure."""
    absent = [program for program in programs if not (shutil.which(program) or pathlib.Path(program).exists())]
    if not absent:
        return
    told = f"not installed: {' '.join(absent)}; deploy/packages interop"
    if os.environ.get("CI"):
        raise AssertionError(told)
    import unittest
    raise unittest.SkipTest(told)


def npm_modules():
    """npm ci into build/interop, unless what is there was installed by this very lock file."""
    needs("node", "npm")
    lock = HERE / "package-lock.json"
    stamp = MODULES / "installed-by.json"
    if not (stamp.exists() and stamp.read_bytes() == lock.read_bytes()):
        MODULES.mkdir(parents=True, exist_ok=True)
        for file in (HERE / "package.json", lock):
            shutil.copy(file, MODULES)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], cwd=MODULES, check=True,
                       timeout=4 * PATIENCE_S)
        shutil.copy(lock, stamp)
    return MODULES / "node_modules"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Child:
    """A process whose lines are read and written; killed by its own id at the end, or when it hangs."""

    def __init__(self, *command, cwd=None, env=None, errors=None, limit_s=PATIENCE_S):
        self.command = [str(word) for word in command]
        self._errors = open(errors, "ab") if errors else None
        self.process = subprocess.Popen(self.command, cwd=cwd, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self._errors or sys.stderr)
        self._watch = threading.Timer(limit_s, self.process.kill)
        self._watch.daemon = True
        self._watch.start()

    def say(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def line(self):
        """The next line; None at the end."""
        line = self.process.stdout.readline()
        return line.decode("utf-8", "replace").rstrip("\n") if line else None

    def until(self, word):
        """The next line that holds the word."""
        seen = []
        while (line := self.line()) is not None:
            seen.append(line)
            if word in line:
                return line
        raise AssertionError(f"{self.command[0]} ended before it said {word!r}; it said:\n" + "\n".join(seen[-40:]))

    def end(self, with_signal=signal.SIGTERM):
        """What it still said, and its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        try:
            out, _ = self.process.communicate(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, _ = self.process.communicate()
        self._watch.cancel()
        if self._errors:
            self._errors.close()
        return out.decode("utf-8", "replace"), self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end(signal.SIGKILL)


class Esme(Child):
    """Another maker's ESME that is driven by lines of JSON (node_esme.cjs, perl_esme.pl)."""

    heard = None

    def next(self):
        line = self.line()
        if line is None:
            raise AssertionError(f"{self.command[0]} ended")
        return json.loads(line)

    def ask(self, command, fields=None, tlvs=None):
        """Sends a request; its response. What came before it is kept in `heard`."""
        self.say(json.dumps({"command": command, "fields": fields or {}, "tlvs": tlvs or []}))
        while True:
            told = self.next()
            if "response" in told:
                return told
            self.heard.append(told)

    def hear(self, ask=None):
        """The next thing that the SMSC sent by itself."""
        if self.heard:
            return self.heard.pop(0)
        if ask:
            self.say(json.dumps({"command": ask}))
        while "response" in (told := self.next()):
            pass
        return told


class NodeEsme(Esme):
    def __init__(self, port, *words, scheme="smpp", bind="bind_transceiver", **account):
        modules = npm_modules()
        super().__init__("node", HERE / "node_esme.cjs", f"{scheme}://127.0.0.1:{port}", *words,
                         env=os.environ | {"NODE_PATH": str(modules)})
        self.heard = []
        assert self.next() == {"connected": True}
        self.bound = self.ask(bind, {"system_id": "haatline", "password": "secret12", "interface_version": 0x34} | account)


class PerlEsme(Esme):
    def __init__(self, port, kind="transceiver", system_id="haatline", password="secret12", version="0x34"):
        needs("perl", "/usr/share/perl5/Net/SMPP.pm")
        super().__init__("perl", HERE / "perl_esme.pl", port, kind, system_id, password, version)
        self.heard = []
        self.bound = self.next()
