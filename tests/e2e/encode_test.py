"""`haatline encode`: what an author sees of a text's cost, and what a script reads."""
import json
import subprocess
import unittest

from harness import Gateway, PATIENCE_S, ROOT, haatline

VECTORS = json.loads((ROOT / "tests/locales/coding/sms_vectors.json").read_text())["vectors"]


def shown(*arguments, text=None):
    return subprocess.run([str(Gateway.binary), "encode", *arguments], input=text, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=PATIENCE_S)


class Encode(unittest.TestCase):
    def test_vectors_come_out_of_the_command_as_they_stand(self):
        for vector in VECTORS[::6]:
            with self.subTest(vector["id"]):
                arguments = ["--json", "--reference", str(vector["ref"]), "--allow", vector["allow"],
                             "--tables", ",".join(map(str, vector["tables"])), "--ref", "16" if vector["ref16"] else "8"]
                told = shown(*arguments, *(["--prefer"] if vector["policy"] == "prefer" else []), text=vector["text"] + "\n")
                self.assertEqual(told.returncode, 0, told.stderr)
                plan, expected = json.loads(told.stdout), vector["expect"]
                for member in ("kind", "dcs", "lock", "single", "segments", "clean", "units"):
                    self.assertEqual(plan[member], expected[member], member)
                self.assertEqual([{key: part[key] for key in ("text", "udl", "udh", "ud", "smpp")} for part in plan["parts"]],
                                 expected["parts"])

    def test_the_dear_letter_is_marked_and_its_price_told(self):
        text = "Meeting on 3 May, 10 am. Bring ₹500 for the dryer, your card and a sample of it."
        told = haatline("encode", "--price", "15", text)
        self.assertEqual(told.returncode, 0, told.stderr)
        lines = told.stdout.splitlines()
        self.assertEqual(lines[1].index("^"), lines[0].index("₹"))
        self.assertIn('U+20B9 at character 32: no SMS alphabet has it; it sends the whole text to UCS-2. Remedy: write Rs. for it.',
                      lines[2])
        self.assertIn("UCS-2, data_coding 8: 2 parts, 80 of 2 x 67 units, 54 left in the last", told.stdout)
        self.assertIn("Price: 2 x 15 paise = 30 paise", told.stdout)
        self.assertIn("Cheaper with --policy fold: 1 part, 82 of 160 septets in GSM 7-bit, 15 paise less", told.stdout)

    def test_folding_is_told_change_by_change(self):
        told = haatline("encode", "--policy", "fold", "--json", "It’s ₹5")
        plan = json.loads(told.stdout)
        self.assertEqual((plan["text"], plan["kind"]), ("It's Rs.5", "gsm7-default"))
        self.assertEqual(plan["changes"], [{"at": 2, "octets": 3, "kind": "mark", "to": "'"},
                                           {"at": 7, "octets": 3, "kind": "rupee", "to": "Rs."}])

    def test_a_ussd_screen_is_cut_into_pages(self):
        menu = "What do you want to do today?\n" + "\n".join(f"{n} Option number {n} of the menu" for n in range(1, 8))
        plan = json.loads(shown("--channel", "ussd", "--json", text=menu).stdout)
        self.assertEqual([page["text"].splitlines()[-1] for page in plan["pages"]], ["99>", "7 Option number 7 of the menu"])
        self.assertEqual({page["dcs"] for page in plan["pages"]}, {15})
        hello = json.loads(haatline("encode", "--channel", "ussd", "--json", "hello").stdout)
        self.assertEqual(hello["pages"][0]["data"], "e8329bfd06")

    def test_what_cannot_travel_or_is_typed_wrong_says_why(self):
        for words, status, reason in (
                (("--allow", "gsm7", "क"), 1, "U+0915 at octet 0 is in no alphabet that the route allows"),
                (("a" * 40_000,), 1, "255"),
                (("--tables", "14", "a"), 2, "--tables 14"), (("--tables", "6-4", "a"), 2, "--tables 6-4"),
                (("--allow", "utf8", "a"), 2, "--allow utf8"), (("--channel", "fax", "a"), 2, "--channel"),
                (("--channel", "ussd", "--budget", "200/90", "a"), 2, "--budget 200/90")):
            with self.subTest(words[:3]):
                told = haatline("encode", *words)
                self.assertEqual((told.returncode, told.stdout), (status, ""))
                self.assertIn(reason, told.stderr)

    def test_bytes_that_are_no_text_are_shown_and_do_not_reach_the_terminal(self):
        told = subprocess.run([str(Gateway.binary), "encode"], input=b"a\xff\x1b[2J\n", stdout=subprocess.PIPE, timeout=PATIENCE_S)
        self.assertEqual(told.returncode, 0)
        self.assertNotIn(b"\x1b", told.stdout)
        self.assertIn("save the text as UTF-8".encode(), told.stdout)
        for channel in ("sms", "ussd"):
            told = subprocess.run([str(Gateway.binary), "encode", "--json", "--channel", channel], input=b"a\xff\n",
                                  stdout=subprocess.PIPE, timeout=PATIENCE_S)
            self.assertEqual(json.loads(told.stdout.decode())["text"], "a\ufffd")
