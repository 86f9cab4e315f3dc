#!/usr/bin/env python3
"""A check that cannot fail is worth nothing: every rule is shown a little tree that breaks it and one that does not."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from rules import borders, folders, length, words  # noqa: E402
from source import Tree  # noqa: E402



def list_faults(rule, files):
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list(rule(Tree(root)))


class Bad(unittest.TestCase):
    def refuses(self, rule, path, text, says=""):
        found = list_faults(rule, {path: text})
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:"), found)
        self.assertIn(says, found[0])

    def allows(self, rule, path, text):
        self.assertEqual(list_faults(rule, {path: text}), [])

    def test_an_arrow_that_points_up_is_refused(self):
        self.refuses(borders.floors, "cluster/a.cpp", '#include "storage/store.hpp"\n', "may not look up to storage")
        self.refuses(borders.floors, "menus/a.hpp", '#include "storage/store.hpp"\n')
        self.refuses(borders.floors, "base/a.hpp", '\n#  include "locales/text/digits.hpp"\n', "a.hpp:2:")
        self.refuses(borders.floors, "gateway/app/a.cpp", '#include "simulators/handset/x.hpp"\n')
        self.refuses(borders.floors, "gateway/app/a.cpp", '#include "tests/support/x.hpp"\n')

    def test_an_include_that_names_no_room_is_refused(self):
        self.refuses(borders.floors, "cluster/a.cpp", '#include "msisdn.hpp"\n', "names no room")

    def test_an_arrow_that_points_down_is_allowed(self):
        self.allows(borders.floors, "storage/a.cpp", '#include "cluster/msisdn.hpp"\n#include <vector>\n')
        self.allows(borders.floors, "gateway/main.cpp", '#include "simulators/handset/command_phone.hpp"\n')
        self.allows(borders.floors, "tests/menus/a_test.cpp", '#include "gateway/net/http.hpp"\n')

    def test_each_library_has_one_door(self):
        rule = borders.one_door_per_library
        for path, header in [("gateway/app/a.cpp", "boost/asio.hpp"), ("simulators/a.cpp", "boost/beast/core.hpp"),
                             ("gateway/wire/a.cpp", "sys/socket.h"), ("gateway/app/a.cpp", "openssl/ssl.h"),
                             ("storage/a.cpp", "openssl/evp.h"), ("gateway/app/a.cpp", "curl/curl.h"),
                             ("menus/a.cpp", "unicode/ustring.h"), ("storage/a.cpp", "sqlite3.h"),
                             ("cluster/a.cpp", "yaml-cpp/yaml.h"), ("tests/base/a_test.cpp", "catch2/catch.hpp")]:
            with self.subTest(header):
                self.refuses(rule, path, f"#include <{header}>\n", header)
        self.allows(rule, "gateway/net/a.cpp", "#include <boost/asio.hpp>\n#include <openssl/ssl.h>\n")
        self.allows(rule, "storage/sqlite/a.cpp", "#include <sqlite3.h>\n")
        self.allows(rule, "locales/text/a.cpp", "#include <unicode/ustring.h>\n")

    def test_clock_and_chance_come_in_by_the_door(self):
        rule = borders.clock_and_chance
        for code in ["auto t = std::chrono::system_clock::now();", "steady_clock::now()", "std::time(nullptr)", "rand()",
                     "std::random_device d;", "getentropy(a, 8);", "getrandom(a, 8, 0);", 'std::getenv("HOME")', "::clock_gettime(CLOCK_REALTIME, &t);"]:
            with self.subTest(code):
                self.refuses(rule, "menus/a.cpp", code + "\n", "reads the world")
                self.refuses(rule, "tests/menus/a_test.cpp", code + "\n")
                self.allows(rule, "base/system.cpp", code + "\n")
                self.allows(rule, "menus/a.cpp", "// never " + code + "\n/* nor\n" + code + " */\n")
        self.allows(rule, "menus/a.cpp", "runtime(x); operand(); session.time(0.5);\n")

    def test_a_sleeping_test_is_refused(self):
        rule = borders.tests_never_sleep
        self.refuses(rule, "tests/gateway/a_test.cpp", "std::this_thread::sleep_for(1s);\n", "sleeps")
        self.refuses(rule, "tests/e2e/run.py", "import time\ntime.sleep(1)\n", "run.py:2:")
        self.refuses(rule, "tests/e2e/go.sh", "sleep 1\n")
        self.allows(rule, "tests/e2e/run.py", "# never time.sleep(1)\nawait_line(x)\n")

    def test_a_file_past_400_lines_is_refused(self):
        self.refuses(length.lengths_only_shrink, "menus/a.cpp", "int a;\n" * 401, "has 401 lines")
        self.allows(length.lengths_only_shrink, "menus/a.cpp", "int a;\n" * 400)

    def test_a_function_past_80_lines_is_refused(self):
        body = "int long_one(int a,\n             int b) {\n" + "    a += b;\n" * 80 + "}\n"
        self.refuses(length.lengths_only_shrink, "menus/a.cpp", "int first() {\n}\n\n" + body, "menus/a.cpp long_one has 83 lines")
        self.allows(length.lengths_only_shrink, "menus/a.cpp", "int f() {\n" + "    g();\n" * 78 + "}\n\nint h() {\n    g();\n}\n")

    def test_the_ratchet_turns_one_way(self):
        rule, name = length.lengths_only_shrink, "tests/tidy/ratchet.json"
        long_file = {"menus/a.cpp": "int a;\n" * 420}
        self.assertEqual(list_faults(rule, long_file | {name: '{"menus/a.cpp": 420}'}), [])
        self.assertIn("grew from 410 to 420", list_faults(rule, long_file | {name: '{"menus/a.cpp": 410}'})[0])
        self.assertIn("write 420", list_faults(rule, long_file | {name: '{"menus/a.cpp": 500}'})[0])
        self.assertIn("take its row out", list_faults(rule, {name: '{"menus/a.cpp": 500}'})[0])

    def test_a_folder_without_a_readme_is_refused(self):
        rule = folders.folders_say_what_they_own
        self.assertEqual(len(list_faults(rule, {"menus/a.cpp": "int a;\n"})), 1)
        self.assertEqual(len(list_faults(rule, {"menus/a.cpp": "int a;\n", "menus/README.md": "# menus\n"})), 1)
        self.assertEqual(list_faults(rule, {"menus/a.cpp": "int a;\n", "menus/README.md": "# m\n" + "Owns.\n" * 5}), [])

    def test_a_header_without_pragma_once_is_refused(self):
        self.refuses(folders.headers_open_once, "base/a.hpp", "int a;\n")
        self.allows(folders.headers_open_once, "base/a.hpp", "// why\n#pragma once\n")

    def test_places_of_one_machine_are_refused(self):
        rule = words.nothing_of_one_machine
        for text in ["cd /root/x", "/home/anna/haatline", "open /tmp/x", "https://registry.example.org/x"]:
            with self.subTest(text):
                self.refuses(rule, "docs/a.md", text + "\n")
        self.allows(rule, "docs/a.md", "framework/x, /var/lib/haatline, network/root/x\n")
        self.allows(rule, "tests/a_test.cpp", 'char folder[] = "/tmp/haatline-XXXXXX";\n')

    def test_a_number_that_may_be_somebodys_is_refused(self):
        for text in ["call 98" + "31234567", "+91 70" + "12345678", "msisdn=91" + "8812345678&x", "087" + "01234567"]:
            with self.subTest(text):
                self.refuses(words.no_real_numbers, "docs/a.md", text + "\n", "somebody")
        self.allows(words.no_real_numbers, "docs/a.md", "9876543210, +919000000001, 12345678901234, 0.9831234567, 1700000000000\n")

    def test_unfinished_work_is_refused(self):
        for word in ["TO" + "DO", "FIX" + "ME", "XX" + "X"]:
            with self.subTest(word):
                self.refuses(words.nothing_unfinished, "base/a.cpp", f"// {word}: later\n", word)
        self.allows(words.nothing_unfinished, "base/a.cpp", 'char name[] = "haatline-XXXXXX"; // todos los\n')

    def test_texts_outside_locales_are_refused(self):
        rule = words.texts_only_in_locales
        self.refuses(rule, "menus/flows/find.yaml", "text: मुफ़्त\n", "outside locales")
        self.refuses(rule, "menus/flows/find.yaml", 'text: "Who makes this here"\n', "sentence")
        self.refuses(rule, "gateway/a.cpp", 'auto t = "धन्यवाद";\n')
        self.allows(rule, "menus/flows/find.yaml", "# who makes this: मुफ़्त\ntext: find.what\nneeds: prod role\n")
        self.allows(rule, "gateway/a.cpp", "// क्ष stays whole\n")
        self.allows(rule, "locales/hi/a.cpp", 'auto t = "धन्यवाद";\n')


if __name__ == "__main__":
    result = unittest.TextTestRunner(verbosity=0, stream=sys.stdout).run(unittest.defaultTestLoader.loadTestsFromTestCase(Bad))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
