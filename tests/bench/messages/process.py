"""What a process used, through /proc."""
import os
import pathlib
import re
import threading


def pause(seconds):
    """By the clock: what is offered at an even rate, or looked at now and then, has nothing to wait on."""
    threading.Event().wait(seconds)

TICK_US = 1e6 / os.sysconf("SC_CLK_TCK")


class Weighed:
    def __init__(self, pids):
        self.pids = pids

    def cpu_us(self):
        total = 0
        for pid in self.pids:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total * TICK_US

    def rss_mib(self):
        return sum(int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1])
                   for pid in self.pids) / 1024
