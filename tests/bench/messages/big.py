"""An alert to a million people, and a gateway on whose disk a million parcels wait."""
import json
import pathlib
import statistics
import subprocess
import tempfile
import time

from . import haatline, smsc
from .process import pause


def measure(arguments):
    found = {}
    if not {"audience", "waiting"} & set(arguments.only):
        return found
    crowd = pathlib.Path(arguments.binary).with_name("bench_crowd")
    with tempfile.TemporaryDirectory(prefix="haatline-crowd-") as folder:
        # On the core that the senders have, and as often: what fills is held against what drains.
        runs = [json.loads(subprocess.run(["taskset", "-c", "0", str(crowd), "--data", folder, "--people", str(arguments.people)], check=True,
                                          text=True, stdout=subprocess.PIPE).stdout)
                for _ in range(arguments.rounds if "audience" in arguments.only else 1)]
        if "audience" in arguments.only:
            found["audience"] = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        if "waiting" in arguments.only:
            found["waiting"] = waiting(arguments, folder)
    return found


def waiting(arguments, folder):
    """Nobody listens where the message centre should be, so all of them wait."""
    begun = time.monotonic()
    with haatline.Haatline(arguments.binary).started(None, folder=folder, port=smsc.free_port()) as gateway:
        ready = time.monotonic() - begun
        pause(10)
        return {"ready_s": ready, "rss_mib": gateway.rss_mib()}
