"""The command line: what an operator types, and what it says when that is wrong."""
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

from harness import Gateway, ROOT, haatline

CALLS = pathlib.Path(__file__).resolve().parent / "calls"


class Commands(unittest.TestCase):
    def test_version_and_help(self):
        version = haatline("--version")
        self.assertEqual(version.returncode, 0)
        self.assertRegex(version.stdout, r"^haatline \d+\.\d+\.\d+\n$")
        for command in ((), ("serve",), ("check",), ("phone",), ("import",), ("export",),
                        ("encode",), ("find",), ("say",), ("queue",), ("queue", "list"), ("queue", "show"), ("queue", "take"), ("queue", "done")):
            told = haatline(*command, "--help")
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertIn("Usage", told.stdout)

    def test_what_is_typed_wrong_ends_with_two_whatever_is_wrong_with_it(self):
        for words in (("dance",), (), ("check", "--menus", "no-such-folder"), ("check", "--dance"), ("check", "--format", "song"),
                      ("import", "songs", str(ROOT / "README.md")), ("import", "places", "no-such-file"), ("queue", "done", "100009"),
                      ("find",), ("find", "achar", "--data", "no-such-folder"), ("find", "achar", "--kind", "song"),
                      ("serve", "--config", "no-such-file.toml"), ("serve", "--demo-size", "many")):
            with self.subTest(words):
                told = haatline(*words)
                self.assertEqual((told.returncode, told.stdout), (2, ""))
                self.assertNotEqual(told.stderr, "")

    def test_a_word_is_found_in_any_writing_and_says_why(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            self.assertEqual(haatline("import", "states", str(ROOT / "data/states.csv"), "--data", folder).returncode, 0)
            for word, kind, code, why in (("అచార్", "product", "pickle", "sound"), ("loncha", "product", "pickle", "synonym"),
                                          ("banaras", "district", None, "synonym"), ("vaishalee", "district", "537", "sound")):
                with self.subTest(word):
                    told = haatline("find", word, "--kind", kind, "--json", "--data", folder)
                    self.assertEqual(told.returncode, 0, told.stderr)
                    first = json.loads(told.stdout.splitlines()[0])
                    self.assertEqual((first["kind"], first["why"]), (kind, why))
                    if code:
                        self.assertEqual(first["code"], code)
            self.assertEqual(haatline("find", "qwrtqwrt", "--kind", "product", "--data", folder).returncode, 1)
            self.assertIn("sounds the same", haatline("find", "అచార్", "--data", folder).stdout)

    def test_the_shipped_menus_and_words_pass_their_own_check(self):
        told = haatline("check")
        self.assertEqual(told.returncode, 0, told.stdout + told.stderr)

    def test_a_menu_that_leads_nowhere_is_refused_with_file_and_line(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            for file in (ROOT / "menus/flows").glob("*.yaml"):
                text = file.read_text()
                if file.name == "find.yaml":
                    text = re.sub(r"\bgo: find\.where\b", "go: find.nowhere", text, count=1)
                pathlib.Path(folder, file.name).write_text(text)
            told = haatline("check", "--menus", folder)
            self.assertEqual(told.returncode, 1)
            self.assertRegex(told.stdout + told.stderr, r"find\.yaml:\d+: .*find\.nowhere")
            serve = haatline("serve", "--demo", "--demo-size", "10", "--data", folder, "--menus", folder, "--listen", "127.0.0.1:0")
            self.assertNotEqual(serve.returncode, 0)
            self.assertNotIn("ready", serve.stdout)
            self.assertIn("find.nowhere", serve.stderr)

    def test_a_configuration_fault_names_key_and_line(self):
        for text, key, line in (
                ('listen = "127.0.0.1:0"\nlissten = 3\n', "lissten", 2),
                ('listen = 8080\n', "listen", 1),
                ('[limits]\nreply_timeout_ms = "soon"\n', "reply_timeout_ms", 2),
                ('[limits]\n\nreply_timeout_ms = -5\n', "reply_timeout_ms", 3)):
            with self.subTest(text), tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
                file = pathlib.Path(folder, "haatline.toml")
                file.write_text(text)
                told = haatline("serve", "--config", str(file), "--data", folder)
                self.assertEqual(told.returncode, 1)
                self.assertEqual(told.stdout, "")
                self.assertIn(key, told.stderr)
                self.assertIn(f"haatline.toml:{line}", told.stderr)
        missing = haatline("serve", "--config", "no-such-file.toml")
        self.assertNotEqual(missing.returncode, 0)
        self.assertIn("no-such-file.toml", missing.stdout + missing.stderr)

    def test_serve_without_configuration_or_demo_says_what_to_give(self):
        told = haatline("serve")
        self.assertNotEqual(told.returncode, 0)
        self.assertIn("--config", told.stderr)
        self.assertIn("--demo", told.stderr)

    def test_a_taken_port_and_a_folder_that_cannot_be_are_told_plainly(self):
        with socket.socket() as taken, tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            told = haatline("serve", "--demo", "--demo-size", "10", "--data", folder, "--listen", address)
            self.assertEqual(told.returncode, 1)
            self.assertNotIn("ready", told.stdout)
            self.assertIn(address, told.stderr)
            pathlib.Path(folder, "file").write_text("")
            told = haatline("serve", "--demo", "--data", os.path.join(folder, "file", "below"), "--listen", "127.0.0.1:0")
            self.assertEqual(told.returncode, 1)
            self.assertIn("below", told.stderr)

    def test_the_demo_is_for_this_machine_only(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            for address in ("0.0.0.0:0", "[::]:0", "10.1.2.3:8080"):
                told = haatline("serve", "--demo", "--demo-size", "10", "--data", folder, "--listen", address)
                self.assertEqual((told.returncode, told.stdout), (1, ""), address)
                self.assertIn("loopback", told.stderr)
            self.assertEqual(os.listdir(folder), [])

    def test_a_route_that_cannot_ask_for_a_proof_says_so_at_its_start(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            at = pathlib.Path(folder)
            (at / "secret").write_text("a-synthetic-secret-of-a-test")
            for secrets, said in (("", True), ('[route.secrets]\ntoken_file = "secret"\n', False)):
                (at / "haatline.toml").write_text(
                    f'listen = "no address"\ndata_dir = "{folder}/data"\n[[route]]\nname = "junebug"\ntoken_file = "secret"\n{secrets}')
                told = haatline("serve", "--config", str(at / "haatline.toml"))
                self.assertEqual(told.returncode, 1, told.stderr)
                self.assertEqual("route=junebug asks for no token" in told.stderr, said, told.stderr)
                self.assertIn("route=junebug shows no screens", told.stderr)
                self.assertNotIn("synthetic", told.stderr)

    def test_the_files_of_the_repository_can_be_imported_kind_by_kind_and_twice(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            with Gateway(data=folder, demo_size=10) as gateway:
                self.assertEqual(gateway.terminate(), 0)
            for kind, file in (("states", "states.csv"), ("districts", "districts.csv"), ("places", "pins.csv"),
                               ("products", "products.csv"), ("labels", "labels_hi.csv")):
                told = haatline("import", kind, str(ROOT / "data" / file), "--data", folder)
                self.assertEqual(told.returncode, 0, told.stderr)
                self.assertRegex(told.stdout, r"^0 kept, [1-9]\d* unchanged, 0 rejected\n$", kind)
            revoked = pathlib.Path(folder, "revoked.csv")
            revoked.write_text("number,date\n9876540001,2026-01-31\nnobody,2026-01-31\n")
            told = haatline("import", "revoked", str(revoked), "--data", folder)
            self.assertEqual((told.returncode, told.stdout.count("1 rejected")), (1, 1), told.stderr)
            self.assertIn("revoked.csv:3: ", told.stderr)
            self.assertNotIn("98765", told.stderr)

    def test_a_file_that_is_no_database_is_refused_and_left_alone(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            file = pathlib.Path(folder, "haatline.db")
            file.write_bytes(b"these are my letters, not a database\n" * 100)
            told = haatline("serve", "--demo", "--data", folder, "--listen", "127.0.0.1:0")
            self.assertEqual(told.returncode, 1)
            self.assertIn("haatline.db", told.stderr)
            self.assertTrue(file.read_bytes().startswith(b"these are my letters"))

    def test_a_port_on_which_nobody_listens_is_told_to_who_phones(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            told = haatline("phone", "--url", f"http://127.0.0.1:{nobody.getsockname()[1]}", "--script", "-")
        self.assertEqual(told.returncode, 1)
        self.assertIn("./run", told.stderr)

    def test_the_phone_says_what_is_wrong_with_its_options(self):
        for options, word in ((["--from", "12"], "--from"), (["--code", "789"], "--code"), (["--provider", "acme"], "acme"),
                              (["--lang", "xx"], "xx"), (["--script", "no-such-script"], "no-such-script")):
            with self.subTest(options):
                told = haatline("phone", "--url", "http://127.0.0.1:9", *options)
                self.assertNotEqual(told.returncode, 0)
                self.assertIn(word, told.stdout + told.stderr)

    def test_run_passes_the_ready_line_on_and_says_what_to_dial(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as data:
            process = subprocess.Popen([str(ROOT / "run"), "--listen", "127.0.0.1:0", "--data", data, "--demo-size", "50"], text=True,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            first = process.stdout.readline()
            try:
                self.assertRegex(first, r"^ready http://127\.0\.0\.1:\d+\n$")
                following = [process.stdout.readline() for _ in range(4)]
                self.assertIn(f"haatline phone --url {first.split()[1]}", "".join(following))
                self.assertIn(f"{first.split()[1]}/phone/", "".join(following))
                self.assertTrue(pathlib.Path(data, "haatline.db").exists())
            finally:
                process.terminate()
                process.stdout.read()
                status = process.wait(60)
                process.stdout.close()
            self.assertEqual(status, 0)

    def test_recorded_calls_are_heard_again(self):
        """tests/e2e/calls/*.call → *.heard; HAATLINE_RECORD=1 writes them anew, and a person reads the diff."""
        scripts = sorted(CALLS.glob("*.call"))
        self.assertTrue(scripts)
        with Gateway(demo_size=2000) as gateway:
            for number, script in enumerate(scripts):
                options = re.findall(r"^# phone: (.*)$", script.read_text(), re.M)
                told = haatline("phone", "--url", gateway.url, "--from", f"98765400{number:02d}", "--script", str(script),
                                *" ".join(options).split())
                self.assertEqual(told.returncode, 0, told.stderr)
                expected = script.with_suffix(".heard")
                if os.environ.get("HAATLINE_RECORD"):
                    expected.write_text(told.stdout)
                self.assertEqual(told.stdout, expected.read_text(), script.name)

    def test_the_picture_in_the_readme_is_what_was_heard(self):
        page, begin, end = ROOT / "README.md", "<!-- call: from tests/e2e/calls/hindi-registration.heard -->\n", "<!-- call: end -->"
        before, rest = page.read_text().split(begin)
        shown, after = rest.split(end)
        heard = "```\n" + "".join(as_pictured(line) for line in (CALLS / "hindi-registration.heard").read_text().splitlines()) + "```\n"
        if os.environ.get("HAATLINE_RECORD"):
            page.write_text(before + begin + heard + end + after)
            shown = heard
        self.assertEqual(shown, heard)


def as_pictured(line):
    """What she does at the margin, what she reads indented."""
    if not line:
        return ""
    return (line if line.startswith(("dial ", "> ")) or line == "(hangs up)" else "        " + line) + "\n"


if __name__ == "__main__":
    unittest.main()
