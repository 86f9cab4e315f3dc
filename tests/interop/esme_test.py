"""Two other makers' ESMEs, npm smpp and Perl's Net::SMPP, against `haatline simulate smsc`."""
import unittest

from children import NodeEsme, PerlEsme
from smsc import Smsc

TO = "919876543212"
HINDI = "नमस्ते, मेला सोमवार को"


class Node(unittest.TestCase):
    def test_texts_arrive_as_they_were_sent_in_every_coding(self):
        with Smsc("--receipt-after-ms", "0") as smsc, NodeEsme(smsc.port) as esme:
            self.assertEqual((esme.bound["command_status"], esme.bound["system_id"], esme.bound["sc_interface_version"]),
                             (0, "haatline-smsc", 0x34))
            ids, texts = [], []
            for fields, text in (({"short_message": "Dear member {1} €5", "data_coding": 0}, "Dear member {1} €5"),
                                 ({"short_message": "Café at 5"}, "Café at 5"),  # labelled 1, GSM all the same
                                 ({"short_message": HINDI}, HINDI),
                                 ({"message_payload": "x" * 300, "data_coding": 0}, "x" * 300)):
                answer = esme.ask("submit_sm", {"source_addr": "HAATLN", "source_addr_ton": 5, "destination_addr": TO,
                                                "registered_delivery": 1} | fields)
                self.assertEqual(answer["command_status"], 0)
                ids.append(answer["message_id"])
                texts.append(text)
            self.assertEqual(len(set(ids)), 4)
            self.assertEqual(smsc.inbox(TO), texts)
            told = sorted(esme.hear()["receipted_message_id"] for _ in range(4))
            self.assertEqual(told, sorted(ids))
            self.assertEqual(smsc.wait("receipts_answered", 4), 4)

    def test_parts_with_a_header_are_one_text(self):
        with Smsc() as smsc, NodeEsme(smsc.port) as esme:
            for n, text in ((2, "second"), (1, "first ")):
                answer = esme.ask("submit_sm", {"source_addr": "HAATLN", "destination_addr": TO, "esm_class": 0x40, "data_coding": 0,
                                                "short_message": {"udh": f"05000342020{n}", "hex": text.encode().hex()}})
                self.assertEqual(answer["command_status"], 0)
            self.assertEqual(smsc.inbox(TO), ["first second"])

    def test_indias_fields_are_required_where_the_operator_checks(self):
        with Smsc("--dlt") as smsc, NodeEsme(smsc.port) as esme:
            fields = {"source_addr": "HAATLN", "destination_addr": TO, "short_message": "hi"}
            self.assertEqual(esme.ask("submit_sm", fields)["command_status"], 0x400)
            tlvs = [["1400", b"1301157000000000001".hex()], ["1401", b"1307160000000000001".hex()]]
            self.assertEqual(esme.ask("submit_sm", fields, tlvs)["command_status"], 0)

    def test_the_other_requests_and_the_end(self):
        with Smsc() as smsc, NodeEsme(smsc.port) as esme:
            self.assertEqual(esme.ask("enquire_link")["command_status"], 0)
            sent = esme.ask("data_sm", {"source_addr": "HAATLN", "destination_addr": TO, "message_payload": "by data_sm"})
            self.assertEqual((sent["response"], sent["command_status"]), ("data_sm_resp", 0))
            asked = esme.ask("query_sm", {"message_id": sent["message_id"], "source_addr": "HAATLN"})
            self.assertEqual((asked["command_status"], asked["message_state"]), (0, 2))
            self.assertEqual(esme.ask("cancel_sm", {"message_id": sent["message_id"]})["command_status"], 0x11)
            self.assertEqual(esme.ask("query_sm", {"message_id": "nobody"})["command_status"], 0x0C)
            many = esme.ask("submit_multi", {"source_addr": "HAATLN", "short_message": "to all",
                                             "dest_address": [{"dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": TO},
                                                              {"dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": "x"}]})
            self.assertEqual(many["command_status"], 0)
            self.assertEqual([(one["destination_addr"], one["error_status_code"]) for one in many["unsuccess_sme"]], [("x", 0x0B)])
            smsc.do("mo 9876543212 56161 KHOJ अचार")
            heard = esme.hear()
            self.assertEqual((heard["source_addr"], heard["destination_addr"], heard["data_coding"]), (TO, "56161", 8))
            self.assertEqual(heard["short_message"], {"message": "KHOJ अचार"})
            self.assertEqual(esme.ask("unbind")["command_status"], 0)
            self.assertEqual(esme.hear(), {"closed": True})

    def test_three_kinds_of_bind_and_a_wrong_password(self):
        with Smsc() as smsc:
            for kind in ("bind_transmitter", "bind_receiver", "bind_transceiver"):
                with NodeEsme(smsc.port, bind=kind) as esme:
                    self.assertEqual(esme.bound["command_status"], 0)
                    status = esme.ask("submit_sm", {"destination_addr": TO, "short_message": "hi"})["command_status"]
                    self.assertEqual(status, 4 if kind == "bind_receiver" else 0)
            with NodeEsme(smsc.port, password="wrong") as esme:
                self.assertEqual(esme.bound["command_status"], 0x0E)
                self.assertEqual(esme.hear(), {"closed": True})

    def test_every_style_of_receipts_is_read_and_answered(self):
        with Smsc("--receipts", "every", "--receipt-after-ms", "0", "--ids", "hex-decimal") as smsc, NodeEsme(smsc.port) as esme:
            count = 15
            for n in range(count):
                esme.ask("submit_sm", {"source_addr": "HAATLN", "destination_addr": TO, "short_message": f"#{n}",
                                       "registered_delivery": 1})
            self.assertEqual(len([esme.hear()["heard"] for _ in range(count)]), count)
            self.assertEqual(smsc.wait("receipts_answered", count), count)

    def test_answers_an_octet_at_a_time_without_a_version(self):
        with Smsc("--split", "1", "--no-version") as smsc, NodeEsme(smsc.port) as esme:
            self.assertEqual(esme.bound["command_status"], 0)
            self.assertNotIn("sc_interface_version", esme.bound)
            self.assertEqual(esme.ask("submit_sm", {"destination_addr": TO, "short_message": "hi"})["command_status"], 0)


class Perl(unittest.TestCase):
    def submit(self, esme, octets, **fields):
        return esme.ask("submit_sm", {"source_addr": "HAATLN", "source_addr_ton": 5, "destination_addr": TO, "dest_addr_ton": 1,
                                      "dest_addr_npi": 1, "short_message": octets.hex()} | fields)

    def test_texts_payloads_receipts_and_the_end(self):
        with Smsc("--receipt-after-ms", "0") as smsc, PerlEsme(smsc.port) as esme:
            self.assertEqual((esme.bound["status"], esme.bound["system_id"]), (0, "haatline-smsc"))
            plain = self.submit(esme, b"Dear member", registered_delivery=1)
            self.assertEqual(plain["status"], 0)
            self.assertEqual(self.submit(esme, HINDI.encode("utf-16-be"), data_coding=8)["status"], 0)
            self.assertEqual(self.submit(esme, b"", message_payload=(b"y" * 300).hex())["status"], 0)
            self.assertEqual(smsc.inbox(TO), ["Dear member", HINDI, "y" * 300])
            receipt = esme.hear("hear")
            self.assertEqual((receipt["heard"], receipt["receipted_message_id"].rstrip("\0")), ("deliver_sm", plain["message_id"]))
            self.assertEqual(esme.ask("enquire_link")["status"], 0)
            self.assertEqual(esme.ask("unbind")["status"], 0)

    def test_a_phone_writes_to_a_receiver_and_a_transmitter_cannot_hear(self):
        with Smsc() as smsc, PerlEsme(smsc.port, "transmitter") as sender, PerlEsme(smsc.port, "receiver") as receiver:
            self.assertEqual(self.submit(sender, b"hi")["status"], 0)
            self.assertEqual(self.submit(receiver, b"hi")["status"], 4)
            smsc.do("mo 9876543212 56161 KHOJ achar")
            heard = receiver.hear("hear")
            self.assertEqual(bytes.fromhex(heard["short_message"]), b"KHOJ achar")
            self.assertEqual(heard["source_addr"], TO)

    def test_indias_fields_the_other_way_round(self):
        with Smsc("--dlt", "--dlt-swapped") as smsc, PerlEsme(smsc.port) as esme:
            self.assertEqual(self.submit(esme, b"hi")["status"], 0x400)
            fields = {"vendor_1401": b"1301157000000000001".hex(), "vendor_1400": b"1307160000000000001".hex()}
            self.assertEqual(self.submit(esme, b"hi", **fields)["status"], 0)

    def test_ten_binds_one_after_the_other(self):
        with Smsc() as smsc:
            with PerlEsme(smsc.port, password="wrong") as esme:
                self.assertEqual(esme.bound["status"], 0x0E)
            for _ in range(10):
                with PerlEsme(smsc.port) as esme:
                    self.assertEqual(esme.ask("unbind")["status"], 0)
            self.assertEqual(smsc.count()["binds"], 10)


if __name__ == "__main__":
    unittest.main()
