"""Kannel's bearerbox and smsbox, a gateway many operators run, as ESME against `haatline simulate smsc`."""
import http.client
import pathlib
import tempfile
import unittest
import urllib.parse

from children import PATIENCE_S, Child, free_port, needs
from smsc import Smsc

HERE = pathlib.Path(__file__).resolve().parent
TO = "919876543212"


class Kannel:
    """Both of its boxes in a folder of their own, bound to the SMSC."""

    def __init__(self, smsc):
        needs("/usr/sbin/bearerbox", "/usr/sbin/smsbox")
        self.smsc = smsc

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="haatline-interop-")
        conf = pathlib.Path(self._folder.name, "kannel.conf")
        self.send_port = free_port()
        text = (HERE / "kannel.conf.in").read_text()
        for word, value in (("ADMIN", free_port()), ("BOX", free_port()), ("SMSC", self.smsc.port), ("SEND", self.send_port)):
            text = text.replace(f"@{word}@", str(value))
        conf.write_text(text)
        log = pathlib.Path(self._folder.name, "log")
        self.boxes = [Child("/usr/sbin/bearerbox", conf, cwd=self._folder.name, errors=log, limit_s=3 * PATIENCE_S)]
        self.smsc.wait("binds", 1)
        self.boxes.append(Child("sh", "-c", 'exec /usr/sbin/smsbox "$1" 2>&1', "smsbox", conf, cwd=self._folder.name,
                                limit_s=3 * PATIENCE_S))
        self.boxes[1].until("Connected to bearerbox at")
        return self

    def send(self, text, coding=0, **more):
        """The status and text of its answer."""
        query = {"username": "haatline", "password": "secret", "from": "HAATLN", "to": TO, "coding": coding} | more
        encoded = urllib.parse.urlencode(query) + "&text=" + urllib.parse.quote(text.encode("utf-16-be") if coding == 2 else text)
        connection = http.client.HTTPConnection("127.0.0.1", self.send_port, timeout=PATIENCE_S)
        try:
            connection.request("GET", "/cgi-bin/sendsms?" + encoded)
            reply = connection.getresponse()
            return reply.status, reply.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def __exit__(self, *_):
        for box in reversed(self.boxes):
            box.end()
        self._folder.cleanup()


class AgainstKannel(unittest.TestCase):
    def test_texts_receipts_long_texts_and_indias_fields(self):
        with Smsc("--receipt-after-ms", "10", "--dlt") as smsc, Kannel(smsc) as kannel:
            meta = "?smpp?" + urllib.parse.urlencode({"PE_ID": "1301157000000000001", "TEMPLATE_ID": "1307160000000000001"})
            hindi, long = "नमस्ते, मेला सोमवार को", "papad and pickle " * 24
            receipts = {"dlr-mask": 31, "dlr-url": "http://127.0.0.1:9/never"}
            for text, coding in (("Dear member", 0), (hindi, 2), (long.strip(), 0)):
                self.assertEqual(kannel.send(text, coding, **{"meta-data": meta}, **receipts)[0], 202)
            smsc.wait("whole_texts", 3)
            self.assertEqual(sorted(smsc.inbox(TO)), sorted(["Dear member", hindi, long.strip()]))
            smsc.wait("receipts_answered", 5)
            self.assertEqual(kannel.send("without its template")[0], 202)
            smsc.wait("refused_dlt", 1)
            count = smsc.count()
            self.assertLessEqual(count["unanswered_most"], 10)
            self.assertEqual((count["malformed"], count["unexpected_responses"], count["deliveries_refused"]), (0, 0, 0))

    def test_a_phone_writes_and_its_answer_comes_back(self):
        with Smsc() as smsc, Kannel(smsc) as kannel:
            for n, text in enumerate(("HELLO kannel", "फिर से")):
                smsc.do(f"mo 9876543212 56161 {text}")
                smsc.wait("mo_replied", n + 1)
            self.assertEqual(smsc.inbox(TO)[0], "You wrote: HELLO+kannel")  # its own way to write a blank
            smsc.wait("enquire_links", 1)
            self.assertTrue(kannel)

    def test_it_comes_back_after_a_cut_and_throttling_loses_nothing(self):
        with Smsc("--throttle-one-in", "20", "--seed", "2") as smsc, Kannel(smsc) as kannel:
            for n in range(20):
                self.assertEqual(kannel.send(f"text #{n}")[0], 202)
            smsc.wait("whole_texts", 20)
            smsc.do("cut")
            smsc.wait("binds", 2)
            self.assertEqual(kannel.send("text #21")[0], 202)
            smsc.wait("whole_texts", 21)
            self.assertEqual(smsc.count()["distinct"], 21)


if __name__ == "__main__":
    unittest.main()
