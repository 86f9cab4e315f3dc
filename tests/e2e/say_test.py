"""`haatline say`: what a speaker records, and what a script plays."""
import csv
import io
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from harness import ROOT, Gateway, haatline


class Say(unittest.TestCase):
    def test_a_full_disk_on_standard_output_is_no_success(self):
        with open("/dev/full", "w") as full:
            told = subprocess.run([str(Gateway.binary), "say", "5"], stdout=full, stderr=subprocess.PIPE, text=True)
        self.assertEqual(told.returncode, 1)
        self.assertIn("standard output took not all of it", told.stderr)

    def test_a_value_is_said_in_one_language_and_in_all(self):
        told = haatline("say", "--lang", "hi", "--as", "money", "12,500.50")
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertEqual(told.stdout, "hi      बारह हज़ार पाँच सौ रुपये पचास पैसे\n        n12 hazar n5 sau rupee n50 paisa\n")
        all_of_them = json.loads(haatline("say", "--lang", "all", "--json", "१२").stdout)
        self.assertEqual(len(all_of_them), 14)
        self.assertEqual({row["language"]: row["text"] for row in all_of_them}["hi-Latn"], "बारह")
        code = json.loads(haatline("say", "--as", "digits", "--group", "2", "--json", "1100").stdout)
        self.assertEqual([clip["name"] for clip in code["clips"]], ["n1", "n1", "pause", "n0", "n0"])
        self.assertEqual(haatline("say", "--", "-5").stdout, "en      minus five\n        minus n5\n")

    def test_every_clip_that_is_played_stands_in_the_list_to_record(self):
        told = haatline("say", "--clips", "--lang", "all")
        self.assertEqual(told.returncode, 0, told.stderr)
        rows = list(csv.DictReader(io.StringIO(told.stdout)))
        self.assertEqual(len({row["language"] for row in rows}), 13)  # hi-Latn is heard as hi
        listed = {(row["language"], row["name"], row["word"]) for row in rows}
        self.assertEqual(len(listed), len(rows))
        for row in json.loads(haatline("say", "--lang", "all", "--json", "--as", "date", "1947-08-15").stdout):
            for clip in row["clips"]:
                if clip["word"] and row["language"] != "hi-Latn":
                    self.assertIn((row["language"], clip["name"], clip["word"]), listed)

    def test_what_cannot_be_said_is_refused_without_repeating_it(self):
        for words, status in ((("9876543210123",), 1), (("--as", "date", "2026-02-30"), 1), (("--as", "quantity", "5 maund"), 1),
                              (("--as", "digits", "98x65"), 1), (("--lang", "xx", "5"), 2), ((), 2), (("--as", "song", "5"), 2)):
            with self.subTest(words):
                told = haatline("say", *words)
                self.assertEqual((told.returncode, told.stdout), (status, ""))
                self.assertNotEqual(told.stderr, "")
                self.assertNotIn("98", told.stderr)

    def test_a_faulty_table_is_refused_by_check_with_file_and_line_and_has_no_voice(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            words = pathlib.Path(folder) / "words"
            shutil.copytree(ROOT / "locales", words)
            table = words / "hi" / "numbers.toml"
            lines = table.read_text().splitlines()
            line = next(i for i, text in enumerate(lines) if text.startswith('"20-29"'))
            lines[line] = lines[line].replace('"उनतीस"', '"उन्नीस"')
            table.write_text("\n".join(lines))
            fault = f"hi/numbers.toml:{line + 1}: "
            told = haatline("check", "--locales", str(words))
            self.assertEqual(told.returncode, 1)
            self.assertIn(fault + 'error: [words] 20-29 says 19 and 29 alike, "उन्नीस": correct one of them', told.stdout)
            said = haatline("say", "--locales", str(words), "--lang", "hi", "5")
            self.assertEqual((said.returncode, said.stdout), (2, ""))
            self.assertIn(fault, said.stderr)
