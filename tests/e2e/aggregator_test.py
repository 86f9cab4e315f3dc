"""`haatline simulate aggregator`: every provider's own requests against the whole process, with the faults of a network."""
import contextlib
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


def providers(section):
    """Those of which this section can be played, as the command itself names them."""
    _, errors = aggregator("--provider", "nobody", "--section", section).communicate(timeout=PATIENCE_S)
    return errors.split("there are ", 1)[1].strip().split(", ")


@contextlib.contextmanager
def configured(toml, **files):
    """A gateway with this configuration, and secrets beside it; gives its address and the configuration's path."""
    with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
        at = pathlib.Path(folder)
        for name, text in files.items():
            (at / name).write_text(text)
        (at / "haatline.toml").write_text(f'listen = "127.0.0.1:0"\ndata_dir = "{folder}/data"\n{toml}')
        gateway = subprocess.Popen([str(Gateway.binary), "serve", "--config", str(at / "haatline.toml")], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            yield gateway.stdout.readline().removeprefix("ready ").strip(), str(at / "haatline.toml")
        finally:
            gateway.terminate()
            status = gateway.wait(PATIENCE_S)
            gateway.stdout.close()
            assert status == 0, status


# What each of them needs to prove where its requests come from.
GUARDED = {"dartmedia": ("userid", ("password",)), "infobip": ("user", ("password",)), "junebug": (None, ("token",)),
           "plivo": (None, ("auth_token",)), "twilio": (None, ("auth_token",)), "vonage": (None, ("signature_secret",))}


def guarded_route(name):
    user, secrets = GUARDED[name]
    settings = f'[route.settings]\n{user} = "demo"\n' if user else ""
    return (f'[[route]]\nname = "{name}"\ntoken_file = "token"\n{settings}[route.secrets]\n'
            + "".join(f'{secret}_file = "secret"\n' for secret in secrets))


class Aggregator(unittest.TestCase):
    def test_every_provider_is_served_through_losses_copies_and_callers_who_hang_up(self):
        names = [name for name in providers("ussd") if name not in ASYNCHRONOUS]
        self.assertGreaterEqual(len(names), 15)
        with Gateway() as gateway:
            for first in range(0, len(names), AT_ONCE):
                runs = [(name, aggregator("--provider", name, "--section", "ussd", "--url", gateway.url, "--seed",
                                          str(first + 1), *ROUGH))
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

    def test_every_message_report_and_call_is_answered_as_its_preset_says(self):
        played = {section: providers(section) for section in ("sms", "voice")}
        self.assertGreaterEqual(len(played["sms"]), 20)
        self.assertGreaterEqual(len(played["voice"]), 7)
        work = [(section, name) for section, names in played.items() for name in names]
        lost_replies = 0  # of one run there may be none
        with Gateway() as gateway:
            for first in range(0, len(work), 2 * AT_ONCE):
                runs = [(section, name, aggregator("--provider", name, "--section", section, "--url", gateway.url, "--seed",
                                                   str(first + 1), *ROUGH))
                        for section, name in work[first:first + 2 * AT_ONCE]]
                for section, name, run in runs:
                    said, errors = run.communicate(timeout=PATIENCE_S)
                    with self.subTest(f"{name} {section}"):
                        self.assertEqual(run.returncode, 0, said + errors)
                        count = json.loads(said)
                        self.assertEqual((count["wrong"], count["unanswered"]), (0, 0), said)
                        self.assertGreaterEqual(count["retries"], count["lost_requests"], said)
                        self.assertGreater(count["retries"], 0, said)
                        lost_replies += count["lost_replies"]
                        for event, outcomes in count["events"].items():
                            # Messages and reports are taken once they are on disk. Nobody answers calls yet: told to come back.
                            came = "acknowledged" if event.endswith(" ignore") else "taken" if section == "sms" else "told to come back"
                            self.assertGreater(outcomes[came], 0, said)
                            self.assertEqual(outcomes["wrong"], 0, said)
            self.assertGreater(lost_replies, 0)
            self.assertEqual(gateway.terminate(), 0)

    def test_forged_messages_and_calls_are_refused_wherever_a_provider_can_prove_itself(self):
        toml = 'public_url = "https://gw.example.in"\n' + "".join(guarded_route(name) for name in GUARDED)
        with configured(toml, token="synthetic-token-of-a-test", secret="synthetic-secret") as (url, config):
            for name in GUARDED:
                for section in ("sms", "voice") if name in ("plivo", "twilio", "vonage") else ("sms",):
                    run = aggregator("--provider", name, "--section", section, "--config", config, "--url", url, "--forge", "40", *ROUGH)
                    said, errors = run.communicate(timeout=PATIENCE_S)
                    with self.subTest(f"{name} {section}"):
                        self.assertEqual(run.returncode, 0, said + errors)
                        outcomes = json.loads(said)["events"].values()
                        self.assertGreater(sum(each["taken"] + each["told to come back"] for each in outcomes), 10, said)
                        self.assertGreater(sum(each["refused"] for each in outcomes), 5, said)

    def test_screens_that_the_gateway_sends_by_itself_reach_their_phones(self):
        # provider: what its route needs to know of where screens go, and what it sends them with
        routes = {
            "junebug": ('scheme = "http"\nhost = "{screens}"\nchannel = "c1"\nuser = "u"\n', "password_file"),
            "huawei_sdp": ('scheme = "http"\nsend_host = "{screens}"\nsend_path = "/SendUssdService"\nsp_id = "1"\nservice_id = "2"\n',
                           "sp_password_file"),
        }
        self.assertEqual(set(routes), ASYNCHRONOUS)
        for name, (settings, secret) in routes.items():
            with socket.create_server(("127.0.0.1", 0)) as free:
                screens = f"127.0.0.1:{free.getsockname()[1]}"
            toml = (f'[[route]]\nname = "{name}"\ntoken_file = "token"\nsend_to = "{screens}"\n[route.settings]\n'
                    f'{settings.format(screens=screens)}[route.secrets]\n{secret} = "secret"\n')
            story = "dial *789#\n2\n1\n844101\n1\n1\n{name}\n2\n"
            with self.subTest(name), configured(toml, token="synthetic-token-of-a-test", secret="synthetic", story=story) as (url, config):
                run = aggregator("--provider", name, "--section", "ussd", "--config", config, "--url", url, "--listen", screens,
                                 "--story", config.replace("haatline.toml", "story"), *ROUGH)
                said, errors = run.communicate(timeout=PATIENCE_S)
                self.assertEqual(run.returncode, 0, said + errors)
                count = json.loads(said)
                self.assertEqual((count["wrong"], count["unanswered"]), (0, 0), said)
                self.assertGreater(count["screens"], 30)
                self.assertGreater(count["stories"], 0)

    def test_who_cannot_be_played_is_told_why(self):
        for arguments, status, why in (
                (("--provider", "nobody"), 2, "no provider named 'nobody'; there are "),
                (("--provider", "twilio", "--section", "ussd"), 2, "twilio says nothing of how a USSD dialogue is played"),
                (("--provider", "comviva", "--section", "voice"), 2, "comviva says nothing of how a call is played"),
                (("--provider", "karix"), 2, "karix says nothing of how anything is played"),
                (("--provider", "comviva", "--section", "fax"), 2, "--section"),
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
