"""The desk: `haatline queue` beside a gateway that goes on answering."""
import contextlib
import json
import os
import pathlib
import re
import sqlite3
import tempfile
import threading
import unittest

from harness import AfricasTalkingPhone, Gateway, haatline

NUMBER = re.compile(r"\b(\d{6,})\b")


def queue(gateway, *words):
    return haatline("queue", *words, "--data", gateway.data)


def join(phone):
    phone.dial("800001")
    for key in ("2", "1", "1", "1", "0", "1"):
        phone.answer(key)
    assert phone.ended


def ask_for_help(phone):
    """Root 9, "someone asked money", a woman officer; the number of the ticket."""
    phone.dial()
    for key in ("9", "5"):
        phone.answer(key)
    return NUMBER.search(phone.answer("4"))[1]


class Desk(unittest.TestCase):
    def test_a_ticket_goes_from_the_caller_over_the_desk_back_to_the_caller(self):
        with Gateway() as gateway:
            phone = AfricasTalkingPhone(gateway, "9876543210")
            join(phone)
            ticket = ask_for_help(phone)

            listed = queue(gateway, "list")
            self.assertEqual(listed.returncode, 0, listed.stderr)
            self.assertRegex(listed.stdout, rf"(?m)^{ticket} +help +0 min +in \S+ \S+ +now +en +\+91…3210 open +asked_money, woman officer$")
            self.assertEqual(queue(gateway, "list", "--kind", "report").stdout, "nothing waits\n")

            taken = queue(gateway, "take", ticket, "--as", "asha")
            self.assertEqual(taken.returncode, 0, taken.stderr)
            self.assertIn("+91…3210", taken.stdout)
            refused = queue(gateway, "take", ticket, "--as", "ravi")
            self.assertEqual((refused.returncode, refused.stdout), (1, ""))
            self.assertRegex(refused.stderr, rf"ticket {ticket} was taken by asha on \d+/\d+ \d\d:\d\d")

            for words in (("list",), ("show", ticket), ("list", "--json"), ("show", ticket, "--json")):
                self.assertNotIn("9876543210", queue(gateway, *words).stdout)
            shown = queue(gateway, "show", ticket, "--reveal", "to ring back", "--as", "asha")
            self.assertIn("+919876543210", shown.stdout)

            for words in (("show", ticket, "--reveal", "   "), ("show", ticket, "--reveal", "to ring", "--as", " "),
                          ("take", ticket, "--over", " ", "--as", "ravi")):
                blank = queue(gateway, *words)
                self.assertEqual((blank.returncode, blank.stdout), (1, ""), words)
                self.assertIn("blanks says nothing", blank.stderr)

            wrong = queue(gateway, "done", ticket, "--outcome", "finished", "--as", "asha")
            self.assertEqual(wrong.returncode, 1)
            self.assertIn("helped", wrong.stderr)
            done = queue(gateway, "done", ticket, "--outcome", "helped", "--as", "asha", "--json")
            self.assertEqual(json.loads(done.stdout)["outcome"], "helped")
            self.assertEqual(queue(gateway, "list").stdout, "nothing waits\n")

            phone.dial()
            phone.answer("9")
            self.assertIn(f"Ticket {ticket}", phone.answer("7"))
            self.assertIn("open again", phone.answer("2"))
            self.assertIn(ticket, queue(gateway, "list", "--state", "open").stdout)

            acts = audit_of(gateway)
            self.assertEqual([act for who, act, _ in acts if who == "asha"], ["queue.take", "queue.reveal", "queue.done"])
            self.assertNotIn("9876543210", json.dumps(acts))

    def test_the_desk_takes_many_tickets_while_calls_go_on(self):
        with Gateway(demo_size=50) as gateway:
            tickets = []
            for number in range(12):
                phone = AfricasTalkingPhone(gateway, f"98765430{number:02d}")
                join(phone)
                tickets.append(ask_for_help(phone))
            faults, busy = [], threading.Event()

            def dial():
                phone = AfricasTalkingPhone(gateway, "9876544444", "ATUid_beside")
                while not busy.is_set():
                    if "busy" in phone.dial():
                        faults.append("a caller was turned away")

            caller = threading.Thread(target=dial)
            caller.start()
            for ticket in tickets:
                for words in (("take", ticket), ("done", ticket, "--outcome", "helped")):
                    told = queue(gateway, *words, "--as", "asha")
                    if told.returncode:
                        faults.append(told.stderr)
            busy.set()
            caller.join()
            self.assertEqual(faults, [])
            self.assertEqual(len(audit_of(gateway)), 24)

    def test_what_is_mistyped_is_told_and_nothing_is_made(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            nowhere = haatline("queue", "list", "--data", folder)
            self.assertEqual(nowhere.returncode, 1)
            self.assertIn("there is no database", nowhere.stderr)
            self.assertEqual(os.listdir(folder), [])
        with Gateway(demo_size=0) as gateway:
            for words, told in ((("take", "123456"), "no ticket number"), (("take", "100009"), "there is no ticket 100009"),
                                (("list", "--kind", "party"), "party"), (("list", "--state", "lost"), "lost"), (("done", "100009"), "--outcome"),
                                (("dance",), "subcommand"), ((), "subcommand")):
                with self.subTest(words):
                    answer = queue(gateway, *words) if words else haatline("queue")
                    self.assertNotEqual(answer.returncode, 0)
                    self.assertIn(told, answer.stdout + answer.stderr)

    def test_metrics_show_what_waits(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            with Gateway(data=folder, demo_size=10) as gateway:
                phone = AfricasTalkingPhone(gateway, "9876543210")
                join(phone)
                ask_for_help(phone)
                self.assertEqual(gateway.terminate(), 0)
            with Gateway(data=folder, demo_size=10) as gateway:
                for _ in range(1000):  # the desk is looked at as soon as it serves
                    page = gateway.get("/metrics").text
                    if "haatline_desk_waiting{" in page:
                        break
                self.assertIn('haatline_desk_waiting{kind="help"} 1\n', page)
                self.assertIn('haatline_desk_overdue{kind="help"} 0\n', page)
                self.assertIn('haatline_desk_waiting{kind="report"} 0\n', page)


def audit_of(gateway):
    with contextlib.closing(sqlite3.connect(f"file:{pathlib.Path(gateway.data, 'haatline.db')}?mode=ro", uri=True)) as db:
        return db.execute("SELECT who, act, object FROM audit ORDER BY seq").fetchall()


if __name__ == "__main__":
    unittest.main()
