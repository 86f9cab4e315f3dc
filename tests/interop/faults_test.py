"""`haatline simulate smsc` as a process: its faults, its phones, its desk, its count."""
import concurrent.futures
import json
import shutil
import subprocess
import tempfile
import unittest

from children import PATIENCE_S
from smsc import Smsc
from wire import BIND_TRANSCEIVER, DELIVER, ENQUIRE, RESPONSE, SUBMIT, UNBIND, Wire, bind_body, message_body, pdu

TO = "919876543212"


def submit(sequence, text=b"hi", registered=0):
    return pdu(SUBMIT, sequence, message_body(source="HAATLN", to=TO, text=text, registered=registered))


class Faults(unittest.TestCase):
    def answers(self, wire, first, last):
        wire.send(b"".join(submit(n) for n in range(first, last)))
        return [wire.read()[1:3] for _ in range(first, last)]

    def test_one_in_n_is_throttled_each_kth_refused_and_a_seed_repeats(self):
        said = []
        for _ in range(2):
            with Smsc("--throttle-one-in", "10", "--error-every", "7", "--error-status", "69", "--seed", "3") as smsc, \
                    Wire(smsc.port).bound() as wire:
                said.append(self.answers(wire, 2, 202))
                count = smsc.stop()
                self.assertEqual(count["by_status"]["69"], 200 // 7)
                self.assertEqual(count["throttled"], [status for status, _ in said[-1]].count(0x58))
                self.assertGreater(count["throttled"], 5)
        self.assertEqual(said[0], said[1])

    def test_answers_are_lost_doubled_and_turned_round(self):
        with Smsc("--drop", "10", "--silence", "10", "--duplicate", "10", "--reorder", "10", "--split", "3") as smsc, \
                Wire(smsc.port).bound() as wire:
            wire.send(b"".join(submit(n) for n in range(2, 302)))
            smsc.wait("submitted", 300)
            wire.send(pdu(ENQUIRE, 999))
            heard = []
            while (answer := wire.read())[2] != 999:
                heard.append(answer[2])
            count = smsc.stop()
            self.assertGreater(count["dropped"], 10)
            self.assertGreater(count["silent"], 10)
            self.assertEqual(count["accepted"], 300 - count["dropped"])
            self.assertLess(len(set(heard)), 290)
            self.assertGreater(len(heard), len(set(heard)))
            self.assertNotEqual(heard, sorted(heard))

    def test_rate_and_window_of_an_account(self):
        with Smsc("--account", "haatline:secret12:rate=50", "--account", "narrow:secret34:window=5", "--delay-ms", "200") as smsc:
            with Wire(smsc.port).bound() as wire:
                wire.send(b"".join(submit(n) for n in range(2, 102)))
                statuses = [wire.read()[1] for _ in range(100)]
                self.assertGreaterEqual(statuses.count(0), 50)
                self.assertGreater(statuses.count(0x58), 30)
            with Wire(smsc.port).bound(system_id="narrow", password="secret34") as wire:
                self.assertEqual([status for status, _ in self.answers(wire, 2, 12)].count(0x14), 5)

    def test_a_link_is_cut_reset_unbound_or_hangs_and_receipts_come_on_the_next(self):
        for fault, ends in (("--cut-after", True), ("--reset-after", True), ("--unbind-after", False), ("--hang-after", False)):
            with self.subTest(fault), Smsc(fault, "3", "--receipt-after-ms", "0") as smsc:
                with Wire(smsc.port).bound() as wire:
                    wire.send(b"".join(submit(n, registered=1) for n in range(2, 5)))
                    smsc.wait("accepted", 3)
                    if ends:
                        while wire.read():
                            pass
                    if fault == "--unbind-after":
                        while (heard := wire.read())[0] != UNBIND:
                            pass
                        wire.send(pdu(UNBIND | RESPONSE, heard[2]))
                        self.assertIsNone(wire.read() if not wire.held else None)
                with Wire(smsc.port).bound() as wire:
                    receipts = 0
                    while receipts < 3:
                        command, _, sequence, body = wire.read()
                        self.assertEqual(command, DELIVER)
                        receipts += 1
                        wire.send(pdu(DELIVER | RESPONSE, sequence, b"\0"))
                    smsc.wait("receipts_answered", 3)

    def test_five_hundred_binds_at_once(self):
        with Smsc("--account", "haatline:secret12:links=600") as smsc:
            with concurrent.futures.ThreadPoolExecutor(32) as pool:
                wires = list(pool.map(lambda _: Wire(smsc.port).bound(), range(500)))
            self.assertEqual(smsc.do("links"), "500 links\n")
            for wire in wires:
                wire.send(submit(2))
            self.assertEqual([wire.read()[1] for wire in wires], [0] * 500)
            for wire in wires:
                wire.socket.close()
            self.assertEqual(smsc.count()["bound_most"], 500)

    def test_phones_write_and_type_and_replies_are_timed(self):
        with Smsc("--mo-rate", "200", "--line", "HELP", "--duration", "30") as smsc, Wire(smsc.port).bound() as wire:
            for n in range(50):
                command, _, sequence, body = wire.read()
                self.assertEqual(command, DELIVER)
                source = body[3:body.index(b"\0", 3)].decode()
                wire.send(pdu(DELIVER | RESPONSE, sequence, b"\0") +
                          pdu(SUBMIT, n + 2, message_body(source="56161", to=source, text=b"1 Join")))
                while wire.read()[0] == DELIVER:
                    pass  # the next phones wrote meanwhile; their links' window is ten
            smsc.wait("mo_replied", 40)
            replies = smsc.stop()["replies"]
            self.assertGreaterEqual(replies["count"], 40)
            self.assertGreater(replies["p50_ms"], 0)

    def test_a_long_text_of_a_phone_by_each_way_and_the_desk_refuses_what_it_cannot_read(self):
        with Smsc() as smsc, Wire(smsc.port).bound() as wire:
            for way, parts in (("udh8", 3), ("udh16", 3), ("sar", 3), ("payload", 1)):
                smsc.do(json.dumps({"mo": {"from": "9876543212", "to": "56161", "text": "अचार " * 30, "as": way}}))
                for _ in range(parts):
                    command, _, sequence, _ = wire.read()
                    wire.send(pdu(DELIVER | RESPONSE, sequence, b"\0"))
            smsc.wait("mo_answered", 10)
            for wrong in ("mo 12 56161 x", "sing", '{"mo":7}', "set drop 101", "raw 0", "wait nothing 1", "receipt 17 delivered"):
                with self.assertRaises(AssertionError):
                    smsc.do(wrong)

    @unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificate")
    def test_the_port_speaks_tls(self):
        with tempfile.TemporaryDirectory(prefix="haatline-interop-") as folder:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                            "-subj", "/CN=localhost", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"], check=True,
                           timeout=PATIENCE_S, stderr=subprocess.DEVNULL)
            with Smsc("--tls-cert", f"{folder}/cert.pem", "--tls-key", f"{folder}/key.pem") as smsc:
                with Wire(smsc.port, in_tls=True).bound() as wire:
                    wire.send(submit(2), split=5)
                    self.assertEqual(wire.read()[1:3], (0, 2))
                with Wire(smsc.port) as bare:  # says no hello: the link never begins
                    bare.send(pdu(BIND_TRANSCEIVER, 1, bind_body()))
                    heard = bare.socket.recv(100)
                    self.assertNotIn(b"haatline", heard)


if __name__ == "__main__":
    unittest.main()
