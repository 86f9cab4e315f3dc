"""Messages through a whole gateway and a simulated SMSC: there and back, over crashes, over an SMSC that was away."""
import contextlib
import os
import random
import tempfile
import threading
import unittest

from harness import Gateway
from smsc import Smsc, bound, post_messages


@contextlib.contextmanager
def house(*options, extra=""):
    with tempfile.TemporaryDirectory(prefix="haatline-sms-") as folder, Smsc(*options) as smsc:
        with Gateway(arguments=bound(smsc, folder, extra), demo=False) as gateway:
            yield gateway, smsc


def numbered(first, count, phones=97):
    """Texts that the simulator can tell apart and put in order at each phone."""
    return [{"to": f"98765{n % phones:05d}", "text": f"Notice #{n}", "language": "en", "once": f"n{n}"} for n in range(first, first + count)]


class There(unittest.TestCase):
    def test_a_hindi_text_arrives_and_its_receipt_ends_the_trace(self):
        with house() as (gateway, smsc):
            reply = post_messages(gateway, [{"to": "9876543212", "text": "नमस्ते, आपका नंबर जुड़ गया", "language": "hi"}])
            self.assertEqual(reply.status, 202, reply)
            smsc.wait("receipts_answered", 1)
            self.assertEqual(smsc.inbox("9876543212"), ["नमस्ते, आपका नंबर जुड़ गया"])

    def test_a_word_in_tamil_is_answered_in_tamil_letters(self):
        with house() as (_, smsc):
            smsc.do("mo 9876543213 56767 தேடு ஊறுகாய்")
            smsc.wait("mo_replied", 1)
            self.assertRegex(smsc.inbox("9876543213")[-1], "[஀-௿]")


class Crashes(unittest.TestCase):
    CYCLES, BATCH = int(os.environ.get("HAATLINE_KILLS", "6")), 60

    def crash_through(self, *options):
        chance = random.Random(7)
        with house("--delay-ms", "1-20", *options) as (gateway, smsc):
            acknowledged, sent = set(), 0
            for _ in range(self.CYCLES):
                first = sent
                sent += self.BATCH
                batches = [numbered(n, 10) for n in range(first, sent, 10)]
                killer = threading.Timer(chance.uniform(0.02, 0.25), gateway.process.kill)
                killer.start()
                for batch in batches:
                    smsc.do(f"mo 98764{chance.randrange(100_000):05d} 56767 HELP")
                    reply = post_messages(gateway, batch)
                    if reply is not None and reply.status == 202:
                        acknowledged.update(each["text"] for each in batch)
                killer.join()
                gateway.kill()
                gateway.start()
                for batch in batches:  # whoever was not answered asks again, under the same names
                    self.assertEqual(post_messages(gateway, batch).status, 202)
                    acknowledged.update(each["text"] for each in batch)
            words = self.CYCLES * len(batches)
            smsc.wait("mo_replied", words)
            smsc.wait("distinct", len(acknowledged) + words)
            count = smsc.count()
            # Every word was answered once, every text arrived: nothing else did.
            self.assertEqual((len(acknowledged), count["distinct"], count["mo_answered"]), (sent, sent + words, words), count)
            return count

    def test_kill_9_loses_nothing_and_repeats_at_most_a_window_a_kill(self):
        count = self.crash_through()
        self.assertLessEqual(count["repeated"], self.CYCLES * 10, count)  # [[smpp]] begins with a window of ten
        self.assertEqual(count["out_of_order"], 0, count)

    def test_where_the_smsc_honours_the_reference_nothing_is_repeated(self):
        count = self.crash_through("--honours-reference")
        self.assertEqual((count["repeated"], count["out_of_order"]), (0, 0), count)


class Away(unittest.TestCase):
    def test_an_smsc_that_was_away_gets_everything_in_each_phones_order(self):
        with house() as (gateway, smsc):
            smsc.stop()
            for first in range(0, 500, 100):
                self.assertEqual(post_messages(gateway, numbered(first, 100)).status, 202)
            gateway.kill()  # and the gateway fell meanwhile
            gateway.start()
            smsc.start()
            smsc.wait("distinct", 500)
            count = smsc.count()
            self.assertEqual((count["out_of_order"], count["repeated"]), (0, 0), count)


class Stops(unittest.TestCase):
    def test_sigterm_waits_for_what_left_so_that_nothing_is_sent_again(self):
        with house("--delay-ms", "300") as (gateway, smsc):
            self.assertEqual(post_messages(gateway, numbered(0, 40)).status, 202)
            smsc.wait("submitted", 1)
            self.assertEqual(gateway.terminate(), 0)
            gateway.start()
            smsc.wait("distinct", 40)
            count = smsc.count()
            self.assertEqual((count["repeated"], count["out_of_order"]), (0, 0), count)
