"""Callers and strangers who try it on, against a whole process: each hears a clear answer, meets a cap, and is told to operators
by a metric and a line of the log, in which nobody's number and nobody's words stand."""
import random
import re
import threading
import unittest
import urllib.parse

from harness import (AfricasTalkingPhone, ComvivaPhone, Gateway, ImimobilePhone, africastalking, exported_names, haatline,
                     registration)


def call(phone, *answers, behind=""):
    """The last screen of one call."""
    heard = phone.dial(behind)
    if "2 Start again" in heard:
        heard = phone.answer("2")
    for text in answers:
        heard = phone.answer(text)
    return heard


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = Gateway(demo_size=2000)
        cls.gateway = cls.house.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def notices(self, kind):
        return int(re.search(rf'haatline_notices_total{{kind="{kind}"}} (\d+)', self.gateway.get("/metrics").text)[1])

    def told_and_nothing_leaked(self, kind, phone, *words):
        """In the log the number is masked, what was typed is not there, and one who goes on and on does not fill the disk."""
        said = self.gateway.said()
        lines = [line for line in said.splitlines() if f"kind={kind} phone=+91…{phone[-4:]}" in line]
        self.assertTrue(lines, f"operators are not told of {kind}")
        self.assertLessEqual(len(lines), 100)
        for word in (phone, *words):
            self.assertNotIn(word, said)

    def joined(self, number, name, show=True):
        phone = AfricasTalkingPhone(self.gateway, number)
        call(phone, *registration(name, pin="844101")[:-1], "1" if show else "2")
        self.assertTrue(phone.ended)
        return phone

    def test_five_hundred_registrations_from_one_number_leave_four_members(self):
        number = "9876561001"
        phone = self.joined(number, "Hydra One")
        refused = "Many joined from this number today. Please try tomorrow.\n9 Ask for a call\n0 Back"
        heard = []
        for n in range(500):
            # `*789*0#` and 8: somebody new on this phone.
            one = phone if n % 2 else ComvivaPhone(self.gateway, number)
            heard.append(call(one, "8", behind="0"))
            if heard[-1] != refused:
                for text in ("2", "1", "844101", "1", "1", f"Hydra{n}", "1"):
                    one.answer(text)
                self.assertTrue(one.ended)
        self.assertEqual(heard[3:], [refused] * 497)
        self.assertEqual(len([name for name in exported_names(self.gateway.data) if name.startswith("Hydra")]), 4)
        self.assertGreaterEqual(self.notices("registrations"), 497)
        self.told_and_nothing_leaked("registrations", number, "Hydra")
        # Another caller is a stranger to all this.
        self.joined("9876561002", "Honest Foods")

    def test_the_last_answer_of_a_registration_sent_five_hundred_times_is_one_member(self):
        number = "9876561003"
        phone = AfricasTalkingPhone(self.gateway, number)
        last = call(phone, *registration("Echo Foods"))
        heard, eight = set(), [threading.Thread(target=lambda: heard.update(phone.again() for _ in range(63))) for _ in range(8)]
        for one in eight:
            one.start()
        for one in eight:
            one.join()
        self.assertEqual(heard, {last})
        self.assertEqual(exported_names(self.gateway.data).count("Echo Foods"), 1)

    def test_who_walks_pins_and_products_sees_sixty_lists_and_forty_cards_a_day(self):
        number = "9876561004"
        phone = self.joined(number, "Locust Foods", show=False)
        stopped = "Enough searching for today. Please try tomorrow.\n9 Ask for a call\n0 Back"
        enough = 0
        lists, cards = set(), set()
        for pin in range(800001, 800031):
            for product in ("1", "3", "5"):
                for ring in ("1", "2"):
                    found = call(phone, product, ring, behind=str(pin))
                    if found == stopped:
                        enough += 1
                    elif " found" in found:
                        lists.add((pin, product, ring, found))
                        card = phone.answer("1")
                        cards.add(card) if card != stopped else None
        self.assertLessEqual(len(lists), 60)
        self.assertLessEqual(len(cards), 40)
        self.assertGreater(enough, 50)
        self.assertGreater(self.notices("directory"), 50)
        self.told_and_nothing_leaked("directory", number, "Locust", "800017")
        # The rest of the service stays hers, and everybody else's search too.
        self.assertIn("Privacy", call(phone, "8", "7"))
        other = self.joined("9876561005", "Neighbour Foods")
        self.assertIn(" found", call(other, "1", "1", "2"))

    def test_a_secret_number_guessed_from_three_networks_at_once_is_closed_after_five(self):
        number, secret = "9876561006", "4821"
        phone = self.joined(number, "Safe Foods")
        self.assertIn("Secret number is set.", call(phone, "8", "6", secret, secret))
        heard, lock = [], threading.Lock()

        def guess(one, numbers):
            for typed in numbers:
                answer = call(one, "8", typed)
                with lock:
                    heard.append(answer.split("\n")[0])
        ways = [AfricasTalkingPhone(self.gateway, number, "thief"), ImimobilePhone(self.gateway, number),
                ComvivaPhone(self.gateway, number, "thief")]
        thieves = [threading.Thread(target=guess, args=(one, [f"{n:04}" for n in range(at, 60, 3)])) for at, one in enumerate(ways)]
        for one in thieves:
            one.start()
        for one in thieves:
            one.join()
        # Dialogues of one number overtake each other, so not each of those was a try; one thief goes on alone.
        guess(ways[0], [f"{n:04}" for n in range(60, 70)])
        self.assertLessEqual(heard.count("That did not fit."), 5)
        closed = "This is closed for safety. A person can open it again.\n1 Ask for it\n0 Back"
        self.assertEqual(call(phone, "8"), closed)
        self.assertNotIn("My account", phone.answer(secret))
        # She herself gets it open again by a person, whose queue has it.
        phone.dial()
        phone.answer("8")
        self.assertEqual(phone.answer("1"), "Noted. A person at the desk will see it.")
        waiting = haatline("queue", "list", "--data", self.gateway.data)
        self.assertRegex(waiting.stdout, r"(?m)^ *\d+ +secret ")
        self.assertNotIn(number, waiting.stdout)
        self.assertGreaterEqual(self.notices("secret"), 5)
        self.told_and_nothing_leaked("secret", number, secret, "Safe Foods")

    def test_nobody_finds_and_asks_herself_and_who_was_blocked_asks_in_vain(self):
        asker = self.joined("9876561007", "Pushy Foods")
        quiet = self.joined("9876561008", "Quiet Foods")
        for ring in ("1", "2", "3"):
            self.assertNotIn("Pushy", call(asker, "1", "1", ring))
        asked = "Asked Quiet Foods. The answer comes by SMS. Numbers stay hidden."
        self.assertEqual(self.ask(asker, "Quiet Foods"), asked)
        self.assertIn("wants to talk", call(quiet, "3", "1"))
        self.assertEqual(quiet.answer("5").split("\n")[0], "Blocked. Pushy Foods cannot reach you any more.")
        for _ in range(10):
            self.assertEqual(self.ask(asker, "Quiet Foods").split("\n")[0],
                             "You asked Quiet Foods already. The answer comes under Messages.")
        self.assertEqual(call(quiet, "3").split("\n")[0], "No messages.")
        # Who was blocked reads what anybody reads who got a no.
        self.assertEqual(call(asker, "3", "1").split("\n")[0], "Quiet Foods cannot talk now.")
        self.assertNotIn("Pushy", self.gateway.said())

    def test_a_thousand_bodies_of_garbage_are_refused_and_fill_no_log(self):
        chance = random.Random(20261122)
        lines_before = self.gateway.said().count("\n")
        whole = africastalking("9876561009", "s", "2*1*844101").encode()
        statuses = {}
        for n in range(1000):
            body = bytearray(chance.randbytes(chance.randrange(400)) if n % 2 else whole)
            for _ in range(chance.randrange(1, 8)):
                at = chance.randrange(len(body) + 1)
                body[at:at + chance.randrange(3)] = chance.choice((b"%", b"&", b"=", b"\0", b"\xff", b"%00", b"+91", b"*", b"{}"))
            route = chance.choice(("africastalking/demo", "imimobile/demo/789", "comviva/demo"))
            if route.startswith("africastalking"):
                reply = self.gateway.post(f"/in/{route}", bytes(body))
            else:
                reply = self.gateway.get(f"/in/{route}?" + urllib.parse.quote_from_bytes(bytes(body), safe="=&%+*"))
            statuses[reply.status] = statuses.get(reply.status, 0) + 1
            self.assertLess(len(reply.body), 1000)
        self.assertLessEqual(set(statuses), {200, 400})
        self.assertGreater(statuses[400], 500)
        said = self.gateway.said()
        self.assertLessEqual(said.count("\n") - lines_before, 20)
        self.assertNotIn("9876561009", said)
        self.assertNotIn("\0", said)
        self.assertEqual(self.gateway.get("/readyz").status, 200)

    def ask(self, phone, name):
        """Looks for a name in the list of her own PIN and asks to talk; the screen then."""
        page = call(phone, "1", "1", "1")
        while True:
            row = re.search(rf"(?m)^(\d) {name}", page)
            if row:
                phone.answer(row[1])
                return phone.answer("1")
            self.assertIn("9 More", page, f"{name} is not in the list")
            page = phone.answer("9")


if __name__ == "__main__":
    unittest.main()
