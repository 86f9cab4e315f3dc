#!/usr/bin/env python3
"""kill -9 at random moments under load: what was answered stands, what was not takes effect once.

  tests/e2e/kill9.py --binary build/release/haatline [--cycles 50] [--callers 48] [--seed N]

48 callers register and search at once. The gateway is killed after a random number of replies, with the other callers'
turns anywhere between the socket and the disk, and started again. Then
  * each caller whose last turn was answered sends it again and must get the same bytes,
  * each caller whose turn was not answered sends it again and must get the screen of that turn, as if nothing happened,
  * the stories go on, over all cycles; every screen is compared with the one this caller must see, her own name in it.
At the end each caller who was told "done" is in the export once, nobody is there twice, and the database is whole.
"""
import argparse
import collections
import pathlib
import random
import re
import selectors
import socket
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from harness import Gateway, africastalking, environment_binary, exported_names, registration  # noqa: E402
from stop_test import request  # noqa: E402

PIN_CODES = ("800001", "302001", "226001", "411001")  # each in one district
FIND = ["1", "1", "4"]
PATIENCE_S = 30


class Caller:
    """One person after the other on one connection: joins, dials again, searches, makes way for the next."""

    def __init__(self, number):
        self.number, self.generation, self.wire = number, -1, None
        self.next_person()

    def next_person(self):
        self.generation += 1
        self.name = "K" + "".join("bcdfghjklm"[int(digit)] for digit in f"{self.number:02d}{self.generation:04d}")
        self.phone = f"98765{self.number:02d}{self.generation:03d}"
        self.pin = PIN_CODES[self.number % len(PIN_CODES)]
        self.steps = [("", answer) for answer in [None] + registration(self.name, pin=self.pin)]
        self.steps += [("f", answer) for answer in [None] + FIND]
        self.step, self.text, self.turn, self.reply = -1, "", None, None

    def next_turn(self):
        """The bytes of her next turn. A turn stays `self.turn` until the next one replaces it."""
        if self.step + 1 == len(self.steps):
            self.next_person()
        self.step += 1
        call, answer = self.steps[self.step]
        self.text = "" if answer is None else f"{self.text}*{answer}" if self.text else answer
        self.turn = request(africastalking(self.phone, f"k{call}{self.phone}", self.text))
        self.reply = None
        return self.turn


class Trial:
    def __init__(self, gateway, callers, chance):
        self.gateway, self.chance = gateway, chance
        self.callers = [Caller(number) for number in range(callers)]
        self.expected = {}  # (pin, step) → screen with {name} and {ref}
        self.joined, self.begun = [], []
        self.counts = collections.Counter()
        self.faults = []

    # Speaking

    def connect(self, caller):
        caller.wire = socket.create_connection(("127.0.0.1", self.gateway.port))
        caller.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        caller.heard = b""

    def alone(self, caller, turn):
        caller.wire.settimeout(PATIENCE_S)
        caller.wire.sendall(turn)
        while (reply := whole_reply(caller)) is None:
            piece = caller.wire.recv(65536)
            if not piece:
                raise AssertionError("the gateway closed a connection instead of answering")
            caller.heard += piece
        return reply

    def take(self, caller, reply):
        """Notes a reply to `caller.turn` and compares it with what this step must show."""
        caller.reply = reply
        text = reply[1].decode("utf-8", "replace")
        # The first story leads: nobody stands in the lists but the demo's enterprises, so that all see the same.
        shown = re.sub(r"ID \d+", "ID {ref}", text).replace(caller.name, "{name}")
        if reply[0] != 200 or shown != self.expected.setdefault((caller.pin, caller.step), shown):
            self.faults.append(f"{caller.name} step {caller.step}: expected {self.expected[caller.pin, caller.step]!r}, got {reply}")
        if caller.step == 7:
            self.joined.append(caller.name)

    # The trial

    def learn(self):
        """Each place's story once, alone, so that there is something to compare with."""
        for caller in self.callers[:len(PIN_CODES)]:
            self.connect(caller)
            for _ in caller.steps:
                self.take(caller, self.alone(caller, caller.next_turn()))
                self.begun.append(caller.name)
            ended = [self.expected[caller.pin, step].startswith("END ") for step in range(len(caller.steps))]
            if ended != [step == 7 for step in range(len(caller.steps))]:
                raise SystemExit(f"the story does not fit the menus: {self.expected}")

    def load_until_killed(self):
        """Everybody at once; after a random number of replies the process is gone."""
        goal = self.chance.randint(1, 60) if self.chance.random() < 0.3 else self.chance.randint(60, 2500)
        with selectors.DefaultSelector() as selector:
            for caller in self.callers:
                caller.wire.setblocking(False)
                selector.register(caller.wire, selectors.EVENT_READ, caller)
                self.begin_turn(caller)
            got, deadline = 0, time.monotonic() + PATIENCE_S
            while got < goal:
                ready = selector.select(PATIENCE_S)
                if not ready or time.monotonic() > deadline:
                    raise AssertionError(f"{got} of {goal} replies, then silence; it said:\n{self.gateway.said()[-2000:]}")
                for key, _ in ready:
                    got += self.read_and_go_on(key.data, go_on=got + 1 < goal)
            self.gateway.kill()
        self.counts["replies"] += got
        for caller in self.callers:
            self.read_what_had_left(caller)
            caller.wire.close()

    def begin_turn(self, caller):
        turn = caller.next_turn()
        self.begun.append(caller.name)
        caller.wire.send(turn)  # far smaller than a socket's buffer

    def read_and_go_on(self, caller, go_on):
        try:
            piece = caller.wire.recv(65536)
        except BlockingIOError:
            return 0
        if not piece:
            raise AssertionError("the gateway closed a connection before it was killed")
        caller.heard += piece
        if (reply := whole_reply(caller)) is None:
            return 0
        self.take(caller, reply)
        if go_on:
            self.begin_turn(caller)
        return 1

    def read_what_had_left(self, caller):
        """A reply that was in the kernel's hands when the process died was given: it counts."""
        caller.wire.settimeout(PATIENCE_S)
        try:
            while piece := caller.wire.recv(65536):
                caller.heard += piece
        except ConnectionResetError:
            pass
        if caller.reply is None and (reply := whole_reply(caller)):
            self.take(caller, reply)

    def verify(self):
        """After the restart: the same bytes for who was answered, the screen of that turn for who was not."""
        for caller in self.callers:
            self.connect(caller)
            if caller.turn is None:
                continue
            answered = caller.reply
            reply = self.alone(caller, caller.turn)
            if answered is None:
                self.counts["unanswered"] += 1
                self.take(caller, reply)
                if self.alone(caller, caller.turn) != reply:
                    self.faults.append(f"{caller.name} step {caller.step}: a second retry differs")
            else:
                self.counts["answered"] += 1
                if reply != answered:
                    self.faults.append(f"{caller.name} step {caller.step}: {answered} became {reply}")

    def count_members(self):
        names = collections.Counter(exported_names(self.gateway.data))
        for name in set(self.joined):
            if names[name] != 1:
                self.faults.append(f"{name} was told 'done' and is there {names[name]} times")
        for name in set(self.begun) - set(self.joined):
            if names[name] > 1:
                self.faults.append(f"{name} is there {names[name]} times")
        self.counts["members"] = len(set(self.joined))


def whole_reply(caller):
    head, mark, body = caller.heard.partition(b"\r\n\r\n")
    if not mark:
        return None
    length = int(re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)[1])
    if len(body) < length:
        return None
    caller.heard = body[length:]
    return int(head.split()[1]), body[:length]


def whole_database(data):
    with sqlite3.connect(f"file:{pathlib.Path(data, 'haatline.db')}?mode=ro", uri=True) as database:
        return [row[0] for row in database.execute("PRAGMA integrity_check")] + \
               [str(row) for row in database.execute("PRAGMA foreign_key_check")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=str(Gateway.binary))
    parser.add_argument("--cycles", type=int, default=50)
    parser.add_argument("--callers", type=int, default=48)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    arguments = parser.parse_args()
    environment_binary(arguments.binary)
    print(f"seed {arguments.seed}")
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="haatline-kill9-") as data, Gateway(data=data, demo_size=2000) as gateway:
        trial = Trial(gateway, arguments.callers, random.Random(arguments.seed))
        trial.learn()
        trial.verify()
        for cycle in range(arguments.cycles):
            before = len(trial.faults)
            trial.load_until_killed()
            gateway.start()
            trial.verify()
            good = len(trial.faults) == before
            passed, failed = passed + good, failed + (not good)
            for fault in trial.faults[before:][:5]:
                print(f"cycle {cycle}: {fault}")
        stopped = gateway.terminate()
        trial.faults.clear()
        trial.count_members()
        whole = whole_database(data)
        for good, what in ((not trial.faults, "\n".join(trial.faults[:10])), (whole == ["ok"], f"integrity: {whole[:5]}"),
                           (stopped == 0, f"SIGTERM at the end: exit status {stopped}")):
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(what)
    print(f"{dict(trial.counts)} over {arguments.cycles} kills")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
