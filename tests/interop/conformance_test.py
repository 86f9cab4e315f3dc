"""The table of malformed and odd PDUs over TCP against `haatline simulate smsc`, strict and lenient, whole and an octet at a time."""
import json
import unittest

from children import ROOT
from smsc import Smsc
from wire import DATA, DELIVER, ENQUIRE, NACK, RESPONSE, SUBMIT, Wire, message_body, pdu, tlv

OK, MSG_LENGTH, CMD_LENGTH, CMD_ID, SOURCE = 0, 1, 2, 3, 0x0A
TLV_STREAM, TLV_NOT_ALLOWED, TLV_LENGTH = 0xC0, 0xC1, 0xC2
ANSWER = SUBMIT | RESPONSE
DATA_BODY = b"\0\1\x01" + b"919911\0" + b"\1\x01" + b"56161\0" + b"\0\0\0" + tlv(0x0424, b"hi")

# Number and name; what is sent; the answer's command, status, sequence (None: no answer); lenient status where it differs.
LINK_STAYS = [
    ("1 well-formed", pdu(SUBMIT, 7, message_body()), (ANSWER, OK, 7), None),
    ("2 unknown command", pdu(0x777, 7), (NACK, CMD_ID, 7), None),
    ("3 sm_length 200, two octets follow", pdu(SUBMIT, 7, message_body(sm_length=200)), (ANSWER, MSG_LENGTH, 7), None),
    ("4 a TLV longer than the PDU", pdu(SUBMIT, 7, message_body(behind=b"\x04\x24\x01\x00hi")), (ANSWER, TLV_LENGTH, 7), OK),
    ("5 two stray octets", pdu(SUBMIT, 7, message_body(behind=b"\x04\x24")), (ANSWER, TLV_STREAM, 7), OK),
    ("6 a vendor's TLV", pdu(SUBMIT, 7, message_body(behind=tlv(0x1400, b"1301157000000000001"))), (ANSWER, OK, 7), None),
    ("7 source_addr of 60 characters", pdu(SUBMIT, 7, message_body(source="9" * 60)), (ANSWER, SOURCE, 7), None),
    ("8 ends inside source_addr", pdu(SUBMIT, 7, b"\0\1\x019199"), (ANSWER, CMD_LENGTH, 7), None),
    ("9 no body", pdu(SUBMIT, 7), (ANSWER, CMD_LENGTH, 7), None),
    ("10 two texts", pdu(SUBMIT, 7, message_body(behind=tlv(0x0424, b"yo"))), (ANSWER, TLV_NOT_ALLOWED, 7), OK),
    ("11 a TLV twice", pdu(SUBMIT, 7, message_body(behind=tlv(0x0204, b"\0\1") + tlv(0x0204, b"\0\2"))), (ANSWER, OK, 7), None),
    ("12 sequence 0", pdu(SUBMIT, 0, message_body()), (ANSWER, OK, 0), None),
    ("13 the highest sequence", pdu(SUBMIT, 0xFFFFFFFF, message_body()), (ANSWER, OK, 0xFFFFFFFF), None),
    ("14 a response nobody asked for", pdu(DELIVER | RESPONSE, 9999, b"\0"), None, None),
    ("15 data_sm with a payload", pdu(DATA, 7, DATA_BODY), (DATA | RESPONSE, OK, 7), None),
    ("an empty text", pdu(SUBMIT, 7, message_body(text=b"")), (ANSWER, OK, 7), None),
    ("a NUL inside the text", pdu(SUBMIT, 7, message_body(text=b"a\0b")), (ANSWER, OK, 7), None),
    ("sm_length 255", pdu(SUBMIT, 7, message_body(text=b"x" * 255)), (ANSWER, MSG_LENGTH, 7), None),
    ("a header longer than the text", pdu(SUBMIT, 7, message_body(text=b"\xff\0\3\1\2\1hi", esm=0x40)), (ANSWER, OK, 7), None),
    ("a header without elements", pdu(SUBMIT, 7, message_body(text=b"\0hi", esm=0x40)), (ANSWER, OK, 7), None),
    ("a payload of 64 K", pdu(SUBMIT, 7, message_body(text=b"", behind=tlv(0x0424, b"x" * 65000))), (ANSWER, OK, 7), None),
]
LINK_ENDS = [
    ("16 command_length 15", pdu(SUBMIT, 7, length=15), ((NACK, CMD_LENGTH, 0), (NACK, CMD_LENGTH, 7))),
    ("17 command_length 0x7FFFFFFF", pdu(SUBMIT, 7, length=0x7FFFFFFF), ((NACK, CMD_LENGTH, 7),)),
    ("command_length 0", pdu(SUBMIT, 7, length=0), ((NACK, CMD_LENGTH, 0), (NACK, CMD_LENGTH, 7))),
    ("command_length 0xFFFFFFFF", pdu(SUBMIT, 7, length=0xFFFFFFFF), ((NACK, CMD_LENGTH, 7),)),
]


class Conformance(unittest.TestCase):
    def still_answers(self, wire):
        wire.send(pdu(SUBMIT, 8, message_body()))
        self.assertEqual(wire.read()[:3], (ANSWER, OK, 8))

    def every_case(self, lenient, split):
        with Smsc(*(["--lenient"] if lenient else []), odd=True) as smsc, Wire(smsc.port).bound() as wire:
            for name, octets, answer, lenient_status in LINK_STAYS:
                if split and len(octets) > 10_000:
                    continue
                with self.subTest(name, lenient=lenient, split=split):
                    wire.send(octets, split)
                    if answer:
                        wanted = (answer[0], lenient_status, answer[2]) if lenient and lenient_status is not None else answer
                        self.assertEqual(wire.read()[:3], wanted)
                    self.still_answers(wire)
            for name, octets, answers in LINK_ENDS:
                with self.subTest(name), Wire(smsc.port).bound() as last:
                    before = smsc.rss_kib()
                    last.send(octets)
                    self.assertIn(last.read()[:3], answers)
                    self.assertIsNone(last.read())
                    self.assertLess(smsc.rss_kib() - before, 4096)
            self.still_answers(wire)

    def test_strict_whole(self):
        self.every_case(lenient=False, split=0)

    def test_strict_an_octet_at_a_time(self):
        self.every_case(lenient=False, split=1)

    def test_lenient(self):
        self.every_case(lenient=True, split=0)

    def test_every_truncation_of_every_vector_is_answered_or_overlooked_and_the_link_stays(self):
        vectors = json.loads((ROOT / "tests/gateway/wire/smpp/vectors.json").read_text())["vectors"]
        with Smsc("--duplicate", "0", odd=True) as smsc:
            for vector in vectors:
                octets = bytes.fromhex(vector["hex"])
                if octets[4:8] in (b"\0\0\0\6", b"\x80\0\0\6"):
                    continue  # unbind ends a link by itself
                with self.subTest(vector["name"]), Wire(smsc.port).bound() as wire:
                    cut = b"".join(len(part).to_bytes(4, "big") + part[4:] for part in (octets[:n] for n in range(16, len(octets))))
                    wire.send(cut + pdu(ENQUIRE, 0x7FFFFFF0))
                    while (answer := wire.read()) and answer[2] != 0x7FFFFFF0:
                        pass
                    self.assertEqual(answer, (ENQUIRE | RESPONSE, 0, 0x7FFFFFF0, b""))

    def test_two_binds_in_one_segment_and_a_bind_behind_a_submission(self):
        with Smsc() as smsc, Wire(smsc.port) as wire:
            from wire import bind_body
            wire.send(pdu(SUBMIT, 1, message_body()) + pdu(9, 2, bind_body()) + pdu(9, 3, bind_body()))
            self.assertEqual([wire.read()[1:3] for _ in range(3)], [(4, 1), (0, 2), (5, 3)])

    def test_ten_thousand_unknown_commands_end_the_link_and_no_other(self):
        with Smsc(odd=True) as smsc, Wire(smsc.port).bound() as other, Wire(smsc.port).bound() as wire:
            wire.send(b"".join(pdu(0x777, n) for n in range(10_000)))
            nacks = 0
            while (answer := wire.read()):
                self.assertEqual(answer[:2], (NACK, CMD_ID))
                nacks += 1
            self.assertEqual(nacks, 1000)
            self.still_answers(other)


if __name__ == "__main__":
    unittest.main()
