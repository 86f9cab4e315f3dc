"""An alert to a million people, and a gateway on whose disk a million parcels wait."""
import json
import pathlib
import statistics
import subprocess
import time

from . import haatline, smsc
from .process import pause


class Crowd:
    """What fills is held against what drains: it runs once in each round of the senders, on their core."""

    def __init__(self, arguments, folder):
        self.arguments, self.folder, self.runs = arguments, folder, []

    def fill(self):
        crowd = pathlib.Path(self.arguments.binary).with_name("bench_crowd")
        out = subprocess.run(["taskset", "-c", "0", str(crowd), "--data", self.folder, "--people", str(self.arguments.people)], check=True,
                             text=True, stdout=subprocess.PIPE).stdout
        self.runs.append(json.loads(out))
        return self.runs[-1]

    def measured(self):
        found = {}
        if "audience" in self.arguments.only:
            found["audience"] = {key: statistics.median(run[key] for run in self.runs) for key in self.runs[0]}
        if "waiting" in self.arguments.only:
            if not self.runs:
                self.fill()
            found["waiting"] = waiting(self.arguments, self.folder)
        return found


def waiting(arguments, folder):
    """Nobody listens where the message centre should be, so all of them wait."""
    begun = time.monotonic()
    with haatline.Haatline(arguments.binary).started(None, folder=folder, port=smsc.free_port()) as gateway:
        ready = time.monotonic() - begun
        pause(10)
        return {"ready_s": ready, "rss_mib": gateway.rss_mib()}
