"""The servers of the bench: each starts on core 0, says where it listens, and lets itself be weighed through /proc."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
TICK_US = 1e6 / os.sysconf("SC_CLK_TCK")
PINNED = ["taskset", "-c", "0"]


class Running:
    def __init__(self, pid, url, metrics=None):
        self.pid, self.url, self._metrics = pid, url, metrics

    def cpu_us(self):
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) * TICK_US

    def rss_mib(self):
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def refused(self):
        """Turns that were answered with "busy" or a fault of ours, as the gateway itself counts them."""
        if not self._metrics:
            return 0
        with urllib.request.urlopen(self.url + self._metrics) as reply:
            text = reply.read().decode()
        return sum(int(float(value)) for value in
                   re.findall(r'^haatline_turns_total\{[^}]*outcome="(?:busy|fault|late)"[^}]*\} (\S+)$', text, re.M))


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ready_line(process):
    for line in process.stdout:
        if line.startswith("ready "):
            return line.split()[1]
    raise SystemExit(f"{process.args[-1]} did not start")


class Haatline:
    name, path, speaks_ussd = "haatline", "/in/africastalking/demo", True

    def __init__(self, root):
        self.binary = root / "build/release/haatline"

    @contextlib.contextmanager
    def started(self, data=None, demo_size=10_000, pinned=True):
        with tempfile.TemporaryDirectory(prefix="haatline-bench-", dir=self.binary.parents[1]) as folder:
            process = subprocess.Popen((PINNED if pinned else []) + [str(self.binary), "serve", "--demo", "--data", data or folder,
                                       "--demo-size", str(demo_size), "--listen", "127.0.0.1:0"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            try:
                yield Running(process.pid, ready_line(process), "/metrics")
            finally:
                stop(process)


class MenuBuilder:
    path, speaks_ussd = "/", True

    def __init__(self, root, form="express"):
        self.form = form
        self.name = "ussd-menu-builder" if form == "express" else "ussd-menu-builder, bare http"
        # Installed under build/, so that the tree itself stays as it was cloned.
        self.folder = root / "build/bench-peer"
        self.folder.mkdir(parents=True, exist_ok=True)
        for file in ("package.json", "server.js"):
            shutil.copy(HERE / "peer" / file, self.folder)
        if not (self.folder / "node_modules/express").is_dir():
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent"], cwd=self.folder, check=True)

    @contextlib.contextmanager
    def started(self):
        process = subprocess.Popen(PINNED + ["node", "server.js", self.form], cwd=self.folder, stdout=subprocess.PIPE, text=True)
        try:
            yield Running(process.pid, ready_line(process))
        finally:
            stop(process)


class Nginx:
    name, path, speaks_ussd = "nginx static POST", "/", False
    CONFIG = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off; keepalive_requests 1000000000; keepalive_timeout 75s;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{ default_type text/plain; return 200 "CON 1 Find\\n2 Sell\\n3 Messages\\n4 Schemes\\n5 Prices\\n9 Help"; }}
    }}
}}
"""

    def __init__(self, folder):
        self.folder = folder

    @contextlib.contextmanager
    def started(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        config = pathlib.Path(self.folder, "nginx.conf")
        config.write_text(self.CONFIG.format(folder=self.folder, port=port))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        process = subprocess.Popen(PINNED + [program, "-c", str(config), "-e", f"{self.folder}/error.log"])
        try:
            await_port(port, process)
            yield Running(process.pid, f"http://127.0.0.1:{port}")
        finally:
            stop(process)


def await_port(port, process):
    """nginx has no ready line: ask until somebody listens or the process is gone."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise SystemExit("nginx did not start")


def all_of(root, folder, _arguments):
    return [Nginx(folder), MenuBuilder(root), MenuBuilder(root, "bare"), Haatline(root)]


def correctness(root, turns):
    """10^6 turns of 64 callers at once, every reply compared."""
    with Haatline(root).started() as running:
        out = subprocess.run(["taskset", "-c", "1", str(root / "build/release/bench_callers"), "--url", running.url,
                              "--turns", str(turns), "--connections", "64", "--format", "json"],
                             stdout=subprocess.PIPE, text=True)
        result = json.loads(out.stdout) if out.stdout.startswith("{") else {"turns": 0, "wrong": -1}
        result["status"], result["refused_by_metrics"] = out.returncode, running.refused()
        return result


def size(root):
    """Memory idle and with 100,000 enterprises, and how long `ready` takes on those and a million past turns."""
    server, result = Haatline(root), {}
    with server.started(demo_size=10_000) as running:
        result["idle_rss_mib"] = running.rss_mib()
    with tempfile.TemporaryDirectory(prefix="haatline-bench-", dir=root / "build") as folder:
        data = os.path.join(folder, "data")
        with server.started(data=data, demo_size=100_000, pinned=False) as running:
            subprocess.run([str(root / "build/release/bench_callers"), "--url", running.url, "--turns", "1000000",
                            "--connections", "256"], check=True, stdout=subprocess.DEVNULL)
        begun = time.monotonic()
        with server.started(data=data, demo_size=100_000, pinned=False) as running:
            result["ready_s"] = time.monotonic() - begun
            result["rss_100k_mib"] = running.rss_mib()
        result["database_mib"] = sum(file.stat().st_size for file in pathlib.Path(data).rglob("*") if file.is_file()) / 2**20
    return result
