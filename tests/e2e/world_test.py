"""A thousand villages, each under its own seed: phones, networks, crashes and failing disks in virtual time."""
import re
import subprocess
import unittest

from harness import Gateway

# Two halves side by side; about a twelfth of a second of one core a world.
HALVES = ("1-500", "501-1000")


def world(*arguments):
    return subprocess.Popen([str(Gateway.binary), "simulate", "world", *arguments], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class World(unittest.TestCase):
    def test_every_promise_is_kept_under_a_thousand_seeds(self):
        for seeds, run in [(half, world("--seeds", half)) for half in HALVES]:
            said, errors = run.communicate()
            self.assertEqual(run.returncode, 0, said[-6000:] + errors)
            self.assertIn(f"seeds {seeds}: every promise was kept\n", said)
            self.assertRegex(said, r"\n500 worlds: \d+ callbacks, \d+ steps, \d+ crashes, \d+ disk faults, \d+ numbers whose member was erased\n")
            self.assertGreater(int(re.search(r"(\d+) crashes", said)[1]), 500)
            self.assertGreater(int(re.search(r"(\d+) numbers", said)[1]), 10)
            for effect in ("talk.agree", "erase.ask", "secret.set", "phone.ask", "name.change", "product.add"):
                self.assertRegex(said, rf"\n  {effect} \d+\n", "some world comes there")

    def test_a_broken_promise_is_told_with_its_seed_its_story_and_how_to_replay_it(self):
        run = world("--seeds", "1-20", "--spoil", "disk-lies")
        said, _ = run.communicate()
        self.assertEqual(run.returncode, 1)
        told = re.search(r"\nseed (\d+): .+\n"
                         r"replay: (haatline simulate world --seeds \d+ --steps 120 --spoil disk-lies --verbose)\n", said)
        self.assertTrue(told, said[-3000:])
        replay = world(*told[2].split()[3:])
        self.assertIn(told[0].strip().splitlines()[0], replay.communicate()[0])

    def test_options_that_cannot_be_read_say_so(self):
        for arguments in (("--seeds", "x"), ("--seeds", "5-1"), ("--spoil", "everything")):
            run = world(*arguments)
            _, errors = run.communicate()
            self.assertEqual(run.returncode, 2)
            self.assertEqual(errors, "haatline: --seeds is a number or a range like 1-1000, --spoil one of `--spoil list`\n")


if __name__ == "__main__":
    unittest.main()
