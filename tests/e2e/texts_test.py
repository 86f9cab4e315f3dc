"""Translations on their way through a translator's tools (GNU gettext) and back."""
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from harness import ROOT, haatline

TAKEN = re.compile(r"^(\S+): (\d+) taken, (\d+) refused, (\d+) unchanged, (\d+) read by a native reader, (\d+) fuzzy and (\d+) empty ", re.M)


def tool(*words):
    told = subprocess.run(words, capture_output=True, text=True, timeout=60)
    if told.returncode != 0:
        raise AssertionError(f"{words}: {told.stderr}")
    return told


@unittest.skipUnless(shutil.which("msgmerge"), "gettext is not installed: deploy/packages e2e")
class Texts(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haatline-e2e-")
        self.addCleanup(folder.cleanup)
        self.at = pathlib.Path(folder.name)
        self.locales = self.at / "locales"
        for language in (ROOT / "locales").glob("*/language.toml"):
            target = self.locales / language.parent.name
            target.mkdir(parents=True)
            for name in ("language.toml", "messages.po"):
                shutil.copy(language.parent / name, target / name)
        self.hindi = self.locales / "hi/messages.po"

    def export(self, language, *words):
        out = self.at / f"{language}.po"
        told = haatline("texts", "export", "--lang", language, "--locales", str(self.locales), "--out", str(out), *words)
        self.assertEqual((told.returncode, told.stderr), (0, ""))
        return out

    def bring(self, file, *words):
        """Exit status, what went where, what was refused."""
        told = haatline("texts", "import", str(file), "--locales", str(self.locales), *words)
        counts = TAKEN.search(told.stdout)
        self.assertTrue(counts, told.stdout + told.stderr)
        names = ("taken", "refused", "unchanged", "read", "fuzzy", "empty")
        return told.returncode, dict(zip(names, map(int, counts.groups()[1:]))), told.stderr.splitlines()

    def test_what_nobody_changed_comes_back_through_every_tool_as_it_was(self):
        before = self.hindi.read_bytes()
        whole = self.export("hi", "--beside", "en")
        tool("msgfmt", "--check", "--output-file=/dev/null", str(whole))
        for words in (("msgcat", "--width=40"), ("msgcat", "--no-wrap", "--sort-output"), ("msgattrib", "--no-location")):
            with self.subTest(words):
                back = self.at / "back.po"
                tool(*words, f"--output-file={back}", str(whole))
                status, counts, refused = self.bring(back)
                self.assertEqual((status, refused, counts["taken"], counts["empty"]), (0, [], 0, 0))
                self.assertGreater(counts["unchanged"], 300)
                self.assertEqual(self.hindi.read_bytes(), before)

    def test_one_text_changed_in_a_wrapped_sorted_windows_file_changes_one_line_of_ours(self):
        back = self.at / "back.po"
        tool("msgcat", "--width=30", "--sort-output", f"--output-file={back}", str(self.export("hi")))
        text = re.sub(r'(msgctxt "back"\nmsgid "Back"\nmsgstr) "[^"]*"', r'\1 "वापस"', back.read_text())
        back.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
        before = self.hindi.read_text().splitlines()
        dry = self.bring(back, "--dry-run")
        self.assertEqual(self.hindi.read_text().splitlines(), before)
        self.assertEqual(self.bring(back), dry)
        after = self.hindi.read_text().splitlines()
        self.assertEqual([new for old, new in zip(before, after) if old != new], ['msgstr "वापस"'])
        self.assertEqual(len(before), len(after))
        self.assertEqual(self.bring(back)[1]["taken"], 0)

    def test_guesses_of_msgmerge_are_left_alone_until_somebody_confirms_them(self):
        old = self.export("hi")
        english = self.locales / "en/messages.po"
        english.write_text(english.read_text().replace('msgid "Thank you. Dial again any time."', 'msgid "Thank you! Dial again any time."', 1))
        merged = self.at / "merged.po"
        tool("msgmerge", "--previous", f"--output-file={merged}", str(old), str(self.export("mai")))
        self.assertTrue(re.search(r'#, fuzzy\n(#\| .*\n)+msgctxt "bye"\nmsgid "Thank you! ', merged.read_text()))
        status, counts, refused = self.bring(merged, "--lang", "hi")
        self.assertEqual((status, refused, counts["taken"], counts["fuzzy"]), (0, [], 0, 1))
        confirmed = self.at / "confirmed.po"
        tool("msgattrib", "--clear-fuzzy", "--clear-previous", f"--output-file={confirmed}", str(merged))
        self.assertEqual(self.bring(confirmed, "--lang", "hi")[1]["taken"], 1)
        self.assertIn('msgid "Thank you! Dial', self.hindi.read_text())

    def test_a_new_language_is_filled_judged_read_and_checked(self):
        empty = self.export("mai", "--beside", "hi")
        self.assertIn("0 translated messages", tool("msgfmt", "--check", "--statistics", "--output-file=/dev/null", str(empty)).stderr)
        filled = self.at / "filled.po"
        tool("msgmerge", "--no-fuzzy-matching", f"--compendium={self.export('hi')}", f"--output-file={filled}", str(empty), str(empty))
        told = haatline("texts", "import", str(filled), "--locales", str(self.locales))
        self.assertEqual((told.returncode, told.stdout), (2, ""))
        self.assertIn("mai/language.toml is missing", told.stderr)
        (self.locales / "mai").mkdir()
        (self.locales / "mai/language.toml").write_text(
            'code = "mai"\nown_name = "मैथिली"\nlatin_name = "Maithili"\ndial_suffix = "88"\nfallback = "hi"\nneeds_ucs2 = true\n')
        status, counts, refused = self.bring(filled)
        self.assertEqual(status, 1 if refused else 0)
        self.assertGreater(counts["taken"], 300)
        for line in refused:
            self.assertRegex(line, rf"^{re.escape(str(filled))}:\d+: .*; ")
        self.assertEqual(self.bring(filled)[1]["taken"], 0)
        status, counts, _ = self.bring(filled, "--reviewed", "A. Reader")
        self.assertEqual((counts["taken"], counts["read"]), (0, counts["unchanged"]))
        written = (self.locales / "mai/messages.po").read_text()
        self.assertNotIn("# draft:", written)
        self.assertRegex(written, r"# read by A\. Reader, \d{4}-\d\d-\d\d\n")
        tool("msgfmt", "--check", "--output-file=/dev/null", str(self.locales / "mai/messages.po"))
        told = haatline("check", "--locales", str(self.locales), "--format", "md")
        self.assertRegex(told.stdout, r"\| mai \| ussd \| \d+ \| \d+ % \| 0 \| 0 \|")

    def test_what_would_harm_a_caller_is_refused_with_line_and_remedy(self):
        before = self.hindi.read_bytes()
        bad = self.at / "bad.po"
        for text, reason in (("{nobody} पीछे", "says {nobody}"), ("पीछे {", "`back`: "), ("*21*9#", "diverts calls"), ("₹", "SMS alphabets lack"),
                             ("बहुत बहुत बहुत लम्बा", "its budget says")):
            with self.subTest(text):
                bad.write_text(f'msgid ""\nmsgstr "Language: hi\\n"\n\nmsgctxt "back"\nmsgid "Back"\nmsgstr "{text}"\n')
                status, counts, refused = self.bring(bad)
                self.assertEqual((status, counts["taken"]), (1, 0))
                self.assertTrue(refused[0].startswith(f"{bad}:6: "), refused)
                self.assertIn(reason, refused[0])
        self.assertEqual(self.hindi.read_bytes(), before)
        told = haatline("texts", "import", str(bad), "--locales", str(self.locales), "--reviewed", "two\nlines")
        self.assertEqual(told.returncode, 2)

    def test_what_a_file_says_does_not_steer_the_terminal(self):
        bad = self.at / "bad.po"
        bad.write_text('msgid ""\nmsgstr "Language: hi\\n"\n\nmsgctxt "back\x9b31m\u202e"\nmsgid "Back"\nmsgstr "पीछे"\n')
        status, counts, refused = self.bring(bad)
        self.assertEqual((status, counts["taken"], len(refused)), (1, 0, 1))
        self.assertIn("`back\ufffd31m\ufffd` is no key", refused[0])
        self.hindi.write_text(re.sub(r'(msgctxt "bye"\nmsgid "[^"]*"\nmsgstr) "[^"]*"', '\\1 "पीछे\x9b31m\u202e"', self.hindi.read_text()))
        told = haatline("texts", "preview", "--lang", "hi", "bye", "--locales", str(self.locales))
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("पीछे\ufffd31m\ufffd", told.stdout)
        self.assertNotRegex(told.stdout + told.stderr, "[\x80-\x9f\u202e]")

    def test_the_page_about_languages_holds_what_the_command_prints(self):
        page = (ROOT / "docs/languages.md").read_text().split("<!-- from here: haatline check --format md -->\n")[1]
        self.assertEqual(page, haatline("check", "--format", "md").stdout, "write it anew: docs/languages.md says how")

    def test_screens_are_shown_in_the_terminal_page_by_page(self):
        told = haatline("texts", "preview", "--lang", "hi", "root", "--page", "160/60")
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertRegex(told.stdout, r"^root\n┌─ root, (page 1 of \d, )?\d+ of (60|160)\n│ ")
        for words in (("--lang", "hi", "no.such.key"), ("--lang", "tlh"), ("--lang", "hi", "--page", "many"), ("--lang", "hi", "--page", "182/182")):
            self.assertEqual(haatline("texts", "preview", *words).returncode, 2)


if __name__ == "__main__":
    unittest.main()
