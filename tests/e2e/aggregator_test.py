"""`haatline simulate aggregator`: every provider's own requests against the whole process, with the faults of a network."""
import json
import pathlib
import socket
import subprocess
import tempfile
import unittest

from harness import PATIENCE_S, ROOT, Gateway

ROUGH = ("--phones", "8", "--duration", "2", "--think-ms", "20-80", "--retry-after-ms", "500", "--drop", "4", "--duplicate", "4",
         "--reorder", "4", "--abandon", "6", "--json")
AT_ONCE = 3
# Their screens travel by a request of the gateway's own, for which a demo knows no address.
ASYNCHRONOUS = {"huawei_sdp", "junebug"}


def aggregator(*arguments):
    return subprocess.Popen([str(Gateway.binary), "simulate", "aggregator", *arguments], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def providers():
    """Those that can be played, as the command itself names them."""
    _, errors = aggregator("--provider", "nobody").communicate(timeout=PATIENCE_S)
    return errors.split("there are ", 1)[1].strip().split(", ")


class Aggregator(unittest.TestCase):
    def test_every_provider_is_served_through_losses_copies_and_callers_who_hang_up(self):
        names = [name for name in providers() if name not in ASYNCHRONOUS]
        self.assertGreaterEqual(len(names), 15)
        with Gateway() as gateway:
            for first in range(0, len(names), AT_ONCE):
                runs = [(name, aggregator("--provider", name, "--url", gateway.url, "--seed", str(first + 1), *ROUGH))
                        for name in names[first:first + AT_ONCE]]
                for name, run in runs:
                    said, errors = run.communicate(timeout=PATIENCE_S)
                    with self.subTest(name):
                        self.assertEqual(run.returncode, 0, said + errors)
                        count = json.loads(said)
                        self.assertEqual((count["wrong"], count["unanswered"]), (0, 0), said)
                        self.assertGreater(count["screens"], 30, said)
                        self.assertGreater(count["lost_requests"] + count["lost_replies"], 0, said)
            self.assertEqual(gateway.terminate(), 0)

    def test_screens_that_the_gateway_sends_by_itself_reach_their_phones(self):
        with socket.create_server(("127.0.0.1", 0)) as free:
            screens = f"127.0.0.1:{free.getsockname()[1]}"
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            at = pathlib.Path(folder)
            (at / "token").write_text("synthetic-token-of-a-test")
            (at / "password").write_text("synthetic")
            (at / "story").write_text("dial *789#\n2\n1\n844101\n1\n1\n{name}\n2\n")
            (at / "haatline.toml").write_text(
                f'listen = "127.0.0.1:0"\ndata_dir = "{folder}/data"\n[[route]]\nname = "junebug"\ntoken_file = "token"\n'
                f'send_to = "{screens}"\n[route.settings]\nscheme = "http"\nhost = "{screens}"\nchannel = "c1"\nuser = "u"\n'
                '[route.secrets]\npassword_file = "password"\n')
            gateway = subprocess.Popen([str(Gateway.binary), "serve", "--config", str(at / "haatline.toml")], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            try:
                url = gateway.stdout.readline().removeprefix("ready ").strip()
                run = aggregator("--provider", "junebug", "--token", "synthetic-token-of-a-test", "--url", url, "--listen", screens,
                                 "--story", str(at / "story"), *ROUGH)
                said, errors = run.communicate(timeout=PATIENCE_S)
                self.assertEqual(run.returncode, 0, said + errors)
                self.assertGreater(json.loads(said)["screens"], 30)
            finally:
                gateway.terminate()
                self.assertEqual(gateway.wait(PATIENCE_S), 0)
                gateway.stdout.close()

    def test_who_cannot_be_played_is_told_why(self):
        for arguments, status, why in (
                (("--provider", "nobody"), 2, "no provider named 'nobody'; there are "),
                (("--provider", "twilio"), 2, "twilio says nothing of how a USSD dialogue is played"),
                (("--think-ms", "fast"), 2, "--think-ms is milliseconds, e.g. 300 or 200-800"),
                (("--config", str(ROOT / "deploy/haatline.toml"), "--provider", "mine"), 2, "has no route named 'mine'"),
                (("--config", "no-such-file"), 2, "no-such-file"),
                (("--url", "ftp://x"), 2, "")):
            run = aggregator(*arguments)
            said, errors = run.communicate(timeout=PATIENCE_S)
            with self.subTest(arguments):
                self.assertEqual((run.returncode, said), (status, ""))
                self.assertIn(why, errors)

    def test_a_route_that_refuses_is_no_success(self):
        with Gateway() as gateway:
            run = aggregator("--provider", "comviva", "--token", "guessed", "--url", gateway.url, *ROUGH)
            said, errors = run.communicate(timeout=PATIENCE_S)
            self.assertEqual((run.returncode, said), (1, ""))
            self.assertIn("the gateway refused the call (403)", errors)
            self.assertEqual(gateway.terminate(), 0)


if __name__ == "__main__":
    unittest.main()
