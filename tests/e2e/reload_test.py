"""New menus for a gateway that runs: taken over or refused, told on the terminal of whoever asked."""
import contextlib
import getpass
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import stat
import subprocess
import tempfile
import unittest

from harness import ROOT, AfricasTalkingPhone, Gateway, haatline


def acts(gateway):
    with contextlib.closing(sqlite3.connect(f"file:{gateway.data}/haatline.db?mode=ro", uri=True)) as db:
        return db.execute("SELECT who, act, object, reason FROM audit ORDER BY seq").fetchall()


class Reload(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haatline-e2e-")
        self.addCleanup(folder.cleanup)
        self.menus = pathlib.Path(folder.name, "flows")
        shutil.copytree(ROOT / "menus/flows", self.menus)

    def rename(self, before, after):
        for file in self.menus.glob("*.yaml"):
            file.write_text(file.read_text().replace(before, after))

    def test_a_new_set_is_in_use_and_an_open_call_finishes_on_the_old(self):
        with Gateway(arguments=["--menus", str(self.menus)]) as gateway:
            phone = AfricasTalkingPhone(gateway, "9876540001")
            phone.dial()
            phone.answer("2")
            pin = phone.answer("1")
            # The PIN is asked for in other words.
            self.rename("  reg.pin:\n    entry: pin\n", "  reg.pin:\n    text: reg.dist\n    entry: pin\n")
            told = haatline("reload", "--data", gateway.data, "--as", "meera", "--reason", "shorter PIN question")
            self.assertEqual((told.returncode, told.stderr), (0, ""), told.stdout)
            self.assertRegex(told.stdout, r"^in use: version [0-9a-f]{12}, \d+ screens, 14 languages, \d+ warnings;")
            self.assertTrue(phone.answer("12").endswith(pin))  # not understood, asked again in the old words
            self.assertNotEqual(phone.answer("800001"), pin)
            self.assertFalse(phone.ended)
            other = AfricasTalkingPhone(gateway, "9876540002")
            other.dial()
            other.answer("2")
            self.assertNotEqual(other.answer("1"), pin)
            again = haatline("reload", "--data", gateway.data)
            self.assertEqual((again.returncode, again.stdout), (0, "menus and words are as they were\n"))
            self.assertEqual(acts(gateway), [("meera", "reload", "menus", "shorter PIN question"),
                                             (getpass.getuser(), "reload", "menus", "")])

    def test_a_broken_set_is_refused_with_the_report_and_the_running_one_stays(self):
        with Gateway(arguments=["--menus", str(self.menus)]) as gateway:
            phone = AfricasTalkingPhone(gateway, "9876540003")
            first = phone.dial()
            self.rename("go: reg.dist\n", "go: reg.nowhere\n")
            told = haatline("reload", "--data", gateway.data)
            self.assertEqual(told.returncode, 1)
            self.assertRegex(told.stdout, r"\.yaml:\d+: error: .*reg\.nowhere")
            self.assertTrue(told.stdout.endswith("refused: the running menus stay\n"))
            self.assertIn("reload refused", gateway.said())
            self.assertEqual([act for _, act, _, _ in acts(gateway)], ["reload.refused"])
            self.assertEqual(AfricasTalkingPhone(gateway, "9876540004").dial(), first)

    def test_a_providers_file_is_read_again_whole_or_not_at_all(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            at = pathlib.Path(folder)
            mapping, token = at / "mine.yaml", "synthetic-token-of-a-test"
            mapping.write_text((ROOT / "gateway/presets/arkesel.yaml").read_text())
            (at / "token").write_text(token)
            (at / "haatline.toml").write_text('[[route]]\nname = "mine"\nmapping = "mine.yaml"\ntoken_file = "token"\n')

            def dial(number, session, field="userData"):
                body = {"sessionID": session, "userID": "U", "msisdn": f"91{number}", "newSession": True, field: "*789#", "network": "x"}
                reply = gateway.post(f"/in/mine/{token}", json.dumps(body), {"Content-Type": "application/json"})
                return reply.status, json.loads(reply.text)
            with Gateway(arguments=["--config", str(at / "haatline.toml")], demo=False) as gateway:
                status, first = dial("9876540011", "k1")
                self.assertEqual((status, first["continueSession"]), (200, True))
                self.assertEqual(dial("9876540012", "k2", "typed"), (400, {"error": "field userData is missing"}))
                mapping.write_text(mapping.read_text().replace("text: userData", "txt: userData"))
                line = 1 + mapping.read_text().split("txt: userData")[0].count("\n")
                told = haatline("reload", "--data", gateway.data)
                self.assertEqual(told.returncode, 1, told.stderr)
                self.assertIn(f"mine.yaml:{line}: ussd: `fields`: unknown field `txt`", told.stdout)
                self.assertTrue(told.stdout.endswith("refused: the running menus and mappings stay\n"), told.stdout)
                self.assertIn("mapping refused: ", gateway.said())
                self.assertEqual(dial("9876540013", "k3"), (200, {**first, "sessionID": "k3", "msisdn": "919876540013"}))
                mapping.write_text(mapping.read_text().replace("txt: userData", "text: typed"))
                told = haatline("reload", "--data", gateway.data)
                self.assertEqual((told.returncode, told.stderr), (0, ""), told.stdout)
                self.assertTrue(told.stdout.endswith("mappings read again: mine; settings and secrets are those of the start\n"), told.stdout)
                self.assertEqual(dial("9876540014", "k4", "typed")[0], 200)
                self.assertEqual(dial("9876540015", "k5"), (400, {"error": "field typed is missing"}))
                mapping.unlink()
                told = haatline("reload", "--data", gateway.data)
                self.assertEqual(told.returncode, 1)
                self.assertIn("mine.yaml is no file with something in it", told.stdout)
                self.assertEqual(dial("9876540016", "k6", "typed")[0], 200)
                self.assertEqual(gateway.terminate(), 0)

    def test_check_watch_proves_the_set_again_at_every_save(self):
        watcher = subprocess.Popen([str(Gateway.binary), "check", "--menus", str(self.menus), "--watch"],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

        def next_report():
            lines = []
            for line in watcher.stdout:
                if line == "watching; Ctrl-C ends\n":
                    break
                lines.append(line)
            return "".join(lines)
        self.addCleanup(watcher.wait)  # last of the three: a check that failed above must not wait for a watch without end
        self.addCleanup(watcher.stdout.close)
        self.addCleanup(watcher.kill)
        self.assertNotIn("error:", next_report())
        self.rename("go: reg.dist\n", "go: reg.nowhere\n")
        self.assertRegex(next_report(), r"\.yaml:\d+: error: .*reg\.nowhere")
        # As editors save: a new file is put in the place of the old one.
        for file in self.menus.glob("*.yaml"):
            whole = file.read_text().replace("go: reg.nowhere\n", "go: reg.dist\n")
            file.with_suffix(".new").write_text(whole)
            os.replace(file.with_suffix(".new"), file)
        report = next_report()
        while "error:" in report:  # a slow machine may have looked between two files
            report = next_report()
        watcher.terminate()  # not SIGINT, which whoever runs the tests in the background has switched off for its children
        self.assertEqual(watcher.wait(60), -signal.SIGTERM)

    def test_the_socket_is_its_users_alone_and_goes_with_the_gateway(self):
        with Gateway() as gateway:
            socket = os.path.join(gateway.data, "haatline.sock")
            self.assertEqual(stat.S_IMODE(os.stat(socket).st_mode), 0o600)
            told = haatline("reload", "--data", gateway.data)
            self.assertEqual(told.returncode, 0)
            self.assertIn("inside the binary", told.stdout)
            self.assertEqual(gateway.terminate(), 0)
            self.assertFalse(os.path.exists(socket))
            gateway.start()
            gateway.kill()
            told = haatline("reload", "--data", gateway.data)
            self.assertEqual((told.returncode, told.stdout), (2, ""))
            self.assertIn("no gateway serves", told.stderr)
            gateway.start()  # over what the killed one left
            self.assertEqual(haatline("reload", "--data", gateway.data).returncode, 0)

    def test_a_folder_with_a_path_longer_than_a_socket_may_have(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            data = os.path.join(folder, "d" * 60, "e" * 60)
            os.makedirs(data)
            with Gateway(data=data, demo_size=10):
                self.assertEqual(haatline("reload", "--data", data).returncode, 0)


if __name__ == "__main__":
    unittest.main()
