"""Calls over three providers' own callbacks: the happy ways, the dropped ones, the doubled and the crossing ones."""
import threading
import unittest

from harness import (AfricasTalkingPhone, ComvivaPhone, Gateway, ImimobilePhone, africastalking, exported_names, registration)

PHONES = {"africastalking": AfricasTalkingPhone, "imimobile": ImimobilePhone, "comviva": ComvivaPhone}


class Calls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = Gateway()
        cls.gateway = cls.house.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def play(self, phone, answers):
        screens = [phone.dial()]
        for text in answers:
            self.assertFalse(phone.ended, f"the call ended early with {screens[-1]!r}")
            screens.append(phone.answer(text))
        return screens

    def test_three_providers_tell_the_same_story(self):
        heard = {}
        for number, (name, kind) in enumerate(PHONES.items()):
            phone = kind(self.gateway, f"987651000{number}")
            joined = self.play(phone, registration("Asha Papad"))
            self.assertTrue(phone.ended)
            found = self.play(phone, ["1", "1", "4", "1"])
            self.assertFalse(phone.ended)
            phone.hang_up()
            reference = "".join(letter for letter in joined[-1] if letter.isdigit())
            self.assertGreaterEqual(len(reference), 6)
            heard[name] = [screen.replace(reference, "{ref}") for screen in joined + found]
        self.assertEqual(heard["africastalking"], heard["imimobile"])
        self.assertEqual(heard["africastalking"], heard["comviva"])
        self.assertIn("Asha Papad", heard["comviva"][len(registration("")) + 1])

    def test_each_language_has_its_own_words(self):
        first = {}
        for number, suffix in enumerate(("22", "20", "")):
            phone = AfricasTalkingPhone(self.gateway, f"987651010{number}")
            first[suffix] = phone.dial(suffix)
        self.assertEqual(len(set(first.values())), 3, first)
        self.assertTrue(any("\u0900" <= letter <= "\u097f" for letter in first["22"]), first["22"])

    def test_no_screen_costs_more_than_the_route_carries(self):
        for number, language in enumerate(("1", "2", "3")):
            phone = AfricasTalkingPhone(self.gateway, f"987651020{number}")
            for screen in self.play(phone, registration("Naam Kaam", language)) + self.play(phone, ["1", "1", "4", "1"]):
                native = any(ord(letter) > 0x2000 or 0x0900 <= ord(letter) < 0x0E00 for letter in screen)
                self.assertLessEqual(len(screen.encode("utf-16-le")) // 2 if native else len(screen), 80 if native else 182, screen)
            phone.hang_up()

    def test_a_request_sent_twice_gets_the_same_bytes_and_happens_once(self):
        phone = AfricasTalkingPhone(self.gateway, "9876510300")
        phone.dial()
        for text in registration("Twice Told"):
            heard = phone.answer(text)
            self.assertEqual(phone.again(), heard)
        self.assertEqual(exported_names(self.gateway.data).count("Twice Told"), 1)

        other = ImimobilePhone(self.gateway, "9876510301")
        heard = other.dial()
        self.assertEqual(other.again("*789#"), heard)
        for text in registration("Tid Told"):
            heard = other.answer(text)
            self.assertEqual(other.again(text), heard)
        self.assertEqual(exported_names(self.gateway.data).count("Tid Told"), 1)

    def test_comviva_takes_the_same_answer_twice_as_two_answers(self):
        phone = ComvivaPhone(self.gateway, "9876510302")
        phone.dial()
        consent = phone.answer("2")
        pin = phone.answer("1")
        again = phone.answer("1")  # a byte-identical request after a reply that arrived: a new answer, wrong for a PIN
        self.assertNotEqual(consent, pin)
        self.assertNotEqual(again, pin)

    def test_the_same_request_on_two_connections_at_once_is_one_answer(self):
        phone = AfricasTalkingPhone(self.gateway, "9876510310")
        phone.dial()
        answers = registration("Crossed Wires")
        for text in answers[:-1]:
            phone.answer(text)
        body = africastalking(phone.phone, f"{phone.session}-{phone.phone}-{phone.calls}", "*".join(answers))
        replies = []
        twins = [threading.Thread(target=lambda: replies.append(self.gateway.post("/in/africastalking/demo", body)))
                 for _ in range(8)]
        for twin in twins:
            twin.start()
        for twin in twins:
            twin.join()
        self.assertEqual(len(replies), 8)
        self.assertTrue(all(reply == replies[0] for reply in replies), replies)
        self.assertEqual(exported_names(self.gateway.data).count("Crossed Wires"), 1)

    def test_an_answer_to_a_call_that_was_dialled_anew_is_late(self):
        phone = AfricasTalkingPhone(self.gateway, "9876510320")
        phone.dial()
        phone.answer("2")
        old = africastalking(phone.phone, f"{phone.session}-{phone.phone}-{phone.calls}", "2*1")
        fresh = phone.dial()
        late = self.gateway.post("/in/africastalking/demo", old)
        self.assertEqual(late.status, 200)
        self.assertTrue(late.text.startswith("END "), late)
        self.assertEqual(phone.again(), fresh)
        self.assertFalse(phone.ended)

    def test_an_answer_that_overtook_its_predecessor_does_not_skip_a_question(self):
        phone = AfricasTalkingPhone(self.gateway, "9876510321")
        phone.dial()
        session = f"{phone.session}-{phone.phone}-{phone.calls}"
        ahead = self.gateway.post("/in/africastalking/demo", africastalking(phone.phone, session, "2*1*800001"))
        self.assertEqual(ahead.status, 200)
        phone.dial()
        self.assertIn("1", phone.answer("1"))
        self.assertFalse(phone.ended)

    def test_a_dropped_call_goes_on_where_it_stopped(self):
        for number, kind in enumerate((AfricasTalkingPhone, ComvivaPhone)):
            phone = kind(self.gateway, f"987651040{number}")
            phone.dial()
            for text in ("2", "1", "800001"):
                role = phone.answer(text)
            phone.hang_up()
            stopped = phone.dial()
            self.assertNotEqual(stopped, role)
            self.assertEqual(phone.answer("1"), role)

    def test_digits_of_every_script_choose_the_row(self):
        expected = None
        for number, zero in enumerate("0०০੦૦୦௦౦೦൦"):
            phone = AfricasTalkingPhone(self.gateway, f"987651050{number}")
            phone.dial()
            phone.answer(chr(ord(zero) + 2))
            phone.answer(chr(ord(zero) + 1))
            role = phone.answer("".join(chr(ord(zero) + int(digit)) for digit in "800001"))
            expected = expected or role
            self.assertEqual(role, expected)

    def test_a_name_of_quotes_braces_and_stars_is_kept_as_typed(self):
        name = "A'b\"{0} \\ <i>%s"
        phone = ComvivaPhone(self.gateway, "9876510600")
        self.play(phone, registration(name))
        self.assertTrue(phone.ended)
        self.assertIn(name, exported_names(self.gateway.data))
        self.assertIn("A'b\"{0}", phone.dial())


if __name__ == "__main__":
    unittest.main()
