"""The gateway's way out over SMPP (`interop_esme`: the carrier alone, on real sockets) against SMSCs of other makers, and against one
by hand that is odd on purpose."""
import json
import os
import unittest

from children import HERE, Child, Esme, needs, npm_modules
from conformance_test import LINK_ENDS, LINK_STAYS
from smsc import Smsc
from wire import DELIVER, ENQUIRE, RESPONSE, SUBMIT, UNBIND, Listening, message_body, pdu

PHONE = "919876543212"
HINDI = "नमस्ते, मेला सोमवार को"


class OurEsme(Child):
    def __init__(self, port, *words):
        binary = Smsc.binary.parent / "interop_esme"
        assert binary.exists(), f"{binary} is not built: ninja interop_esme"
        super().__init__(binary, port, *words)

    def told(self, key):
        """The next line that tells of it."""
        while (line := self.line()) is not None:
            # The carrier's log comes the same way.
            if line.startswith("{") and key in (told := json.loads(line)):
                return told
        raise AssertionError(f"it ended before it told of {key}")

    def send(self, text, to="9876543212"):
        self.say(f"send {to} {text}")


class NodeSmsc(Esme):
    def __init__(self, *words):
        super().__init__("node", HERE / "node_smsc.cjs", *words, env=os.environ | {"NODE_PATH": str(npm_modules())})
        self.port = self.next()["ready"]

    def until_told(self, key):
        while key not in (told := self.next()):
            pass
        return told

    def tell(self, **what):
        self.say(json.dumps(what))


class PerlSmsc(NodeSmsc):
    def __init__(self):
        needs("perl", "/usr/share/perl5/Net/SMPP.pm")
        Child.__init__(self, "perl", HERE / "perl_smsc.pl")
        self.port = self.next()["ready"]


def turned(octets):
    """A case of the table as an SMSC sends it: deliver_sm for submit_sm, an answer to a submission that was none."""
    command = int.from_bytes(octets[4:8], "big")
    if command == DELIVER | RESPONSE:
        return pdu(SUBMIT | RESPONSE, 9999, b"1\0")
    return octets[:4] + DELIVER.to_bytes(4, "big") + octets[8:] if command == SUBMIT else octets


class OddSmsc(unittest.TestCase):
    def answered(self, wire):
        """The next PDU that is no enquiry of the ESME's own."""
        while (heard := wire.read()) and heard[0] == ENQUIRE:
            wire.send(pdu(ENQUIRE | RESPONSE, heard[2]))
        return heard

    def every_case(self, *words):
        with Listening() as smsc, OurEsme(smsc.port, *words):
            wire = smsc.link()
            for name, octets, answer, lenient_status in LINK_STAYS:
                with self.subTest(name, words=words):
                    wire.send(turned(octets))
                    if answer:
                        command = DELIVER | RESPONSE if answer[0] == SUBMIT | RESPONSE else answer[0]
                        status = lenient_status if words and lenient_status is not None else answer[1]
                        self.assertEqual(self.answered(wire)[:3], (command, status, answer[2]))
                    wire.send(pdu(DELIVER, 8, message_body(source=PHONE)))
                    self.assertEqual(self.answered(wire), (DELIVER | RESPONSE, 0, 8, b"\0"))
            for name, octets, answers in LINK_ENDS:
                with self.subTest(name):
                    wire.send(turned(octets))
                    self.assertIn(self.answered(wire)[:3], answers)
                    self.assertIsNone(wire.read())
                    wire = smsc.link()  # and it comes back

    def test_strict(self):
        self.every_case()

    def test_lenient(self):
        self.every_case("lenient")

    def test_unbind_is_answered_and_the_link_comes_back(self):
        with Listening() as smsc, OurEsme(smsc.port):
            wire = smsc.link()
            wire.send(pdu(UNBIND, 5))
            self.assertEqual(self.answered(wire)[:3], (UNBIND | RESPONSE, 0, 5))
            self.assertIsNone(wire.read())
            self.assertEqual(smsc.link().bind[0], 9)


class OtherMakers(unittest.TestCase):
    def test_npm_smpp_hears_our_texts_and_we_hear_its(self):
        with NodeSmsc("ids=hex") as smsc, OurEsme(smsc.port) as esme:
            bound = smsc.until_told("bound")
            self.assertEqual((bound["bound"], bound["right"], bound["version"]), ("bind_transceiver", True, 0x34))
            self.assertEqual(esme.told("link"), {"link": "up"})
            for text, dcs in (("Dear member {1}", 0), (HINDI, 8)):
                esme.send(text)
                heard = smsc.until_told("submit")
                self.assertEqual((heard["text"], heard["data_coding"], heard["source_addr"], heard["destination_addr"]),
                                 (text, dcs, "HAATLN", PHONE))
                self.assertEqual((heard["pe_id"], heard["template_id"]), ("1301157000000000001", "1307160000000000001"))
                told = esme.told("submitted")
                self.assertEqual((told["what"], told["ids"]), ("accepted", heard["id"]))
            esme.send("y" * 400)
            parts = [smsc.until_told("submit") for _ in range(3)]
            self.assertEqual("".join(part["text"] for part in parts), "y" * 400)
            self.assertEqual([part["udh"][0][-4:] for part in parts], ["0301", "0302", "0303"])
            self.assertEqual(esme.told("submitted")["ids"], " ".join(part["id"] for part in parts))
            self.assertEqual(smsc.until_told("asked"), {"asked": "enquire_link"})

    def test_npm_smpp_sends_texts_and_receipts_and_drops_the_link(self):
        with NodeSmsc() as smsc, OurEsme(smsc.port) as esme:
            smsc.until_told("bound")
            for text in ("HELP", "मदद"):
                smsc.tell(deliver={"source_addr": PHONE, "destination_addr": "56161", "short_message": text})
                self.assertEqual(smsc.until_told("response"), {"response": "deliver_sm_resp", "command_status": 0})
                self.assertEqual(esme.told("arrived"), {"arrived": text, "from": PHONE, "to": "56161", "odd": ""})
            for text, state in (("id:77 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:", "delivered"),
                                ("ID: 77 STAT: UNDELIV ERR: 600", "undelivered")):
                smsc.tell(receipt={"text": text, "from": PHONE, "to": "56161"})
                self.assertEqual(smsc.until_told("response")["command_status"], 0)
                told = esme.told("receipt")
                self.assertEqual((told["receipt"], told["state"]), ("77", state))
            for text in ("", "x" * 254, "stat:XYZ"):
                smsc.tell(receipt={"text": text, "from": PHONE, "to": "56161"})
                self.assertEqual(smsc.until_told("response"), {"response": "deliver_sm_resp", "command_status": 0})
            smsc.tell(drop=True)
            smsc.until_told("closed")
            self.assertTrue(smsc.until_told("bound")["right"])

    def test_npm_smpp_throttles(self):
        with NodeSmsc("throttle-every=2") as smsc, OurEsme(smsc.port) as esme:
            smsc.until_told("bound")
            esme.told("link")
            whats = []
            for n in range(4):
                esme.send(f"#{n}")
                whats.append(esme.told("submitted")["what"])
            self.assertEqual(whats, ["accepted", "slow_down", "accepted", "slow_down"])

    def test_net_smpp_gives_every_message_the_same_id(self):
        with PerlSmsc() as smsc, OurEsme(smsc.port) as esme:
            self.assertEqual(smsc.until_told("bound"), {"bound": "bind_transceiver", "system_id": "haatline"})
            esme.told("link")
            for text, octets in (("Dear member", b"Dear member"), (HINDI, HINDI.encode("utf-16-be"))):
                esme.send(text)
                heard = smsc.until_told("submit")
                self.assertEqual((bytes.fromhex(heard["text"]), heard["destination_addr"]), (octets, PHONE))
                self.assertEqual(esme.told("submitted")["ids"], "123456789")
            smsc.tell(deliver={"source_addr": PHONE, "destination_addr": "56161", "short_message": b"HELP".hex()})
            self.assertEqual(esme.told("arrived")["arrived"], "HELP")
            while smsc.until_told("heard")["heard"] != "deliver_sm_resp":
                pass

    def test_our_smsc_with_every_style_of_receipts_and_tshark_as_the_witness(self):
        with Smsc("--receipts", "standard", "--receipt-after-ms", "0", "--dlt", "--ids", "hex") as smsc, OurEsme(smsc.port) as esme:
            esme.told("link")
            ids = []
            for text in ("Dear member", HINDI, "z" * 400):
                esme.send(text)
                told = esme.told("submitted")
                self.assertEqual(told["what"], "accepted")
                ids += told["ids"].split()
            self.assertEqual(smsc.inbox(PHONE), ["Dear member", HINDI, "z" * 400])
            self.assertEqual(smsc.wait("receipts_answered", len(ids)), len(ids))
            smsc.do("receipts every")
            for _ in range(15):
                esme.send("again")
                esme.told("submitted")
            smsc.wait("receipts_answered", len(ids) + 15)
            count = smsc.count()
            self.assertEqual((count["malformed"], count["deliveries_refused"], count["unexpected_responses"]), (0, 0, 0))


if __name__ == "__main__":
    unittest.main()
