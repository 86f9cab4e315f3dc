"""A provider of messages over HTTP, played by the test: asked again after a restart, and spoken to otherwise after a reload."""
import contextlib
import http.server
import json
import pathlib
import signal
import sqlite3
import tempfile
import threading
import time
import unittest
import urllib.parse

import harness
from harness import Gateway, haatline
from smsc import API_KEY, post_messages

MAPPING = """mapping: 1
provider: demo
settings: {host: ''}
out:
  sms_send:
    url: 'http://{setting:host}/send'
    needs: [to, text]
    form: {to: '{to | digits}', text: '{text}'}
    answer: {body: json, accepted: 'json:id is present', fields: {provider_message_id: 'json:id?'}}
  status:
    url: 'http://{setting:host}/status'
    needs: [provider_message_id]
    form: {id: '{provider_message_id}'}
    answer:
      body: json
      event: dlr
      accepted: json:s is present
      fields: {status: {take: 'json:s', map: {'1': delivered, '2': failed, else: queued}}, raw_code: 'json:s'}
"""


class Provider:
    """Gives each text an id of its own; says of an id what `says` has, else that it waits."""

    def __enter__(self):
        self.changed, self.sent, self.asked, self.refused, self.says, self.busy = threading.Condition(), [], [], 0, {}, False
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode("utf-8")
                status, answer = provider.answer(self.path, dict(urllib.parse.parse_qsl(body)))
                octets = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(octets)))
                self.send_header("Content-Type", "application/json")
                if status == 429:
                    self.send_header("Retry-After", "1")
                self.end_headers()
                self.wfile.write(octets)

            def handle(self):
                with contextlib.suppress(ConnectionError):  # the gateway was killed
                    super().handle()

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = "127.0.0.1:%d" % self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, path, fields):
        with self.changed:
            self.changed.notify_all()
            if path == "/status":
                self.asked.append(fields["id"])
                return 200, {"s": self.says.get(fields["id"], "9")}
            if self.busy:
                self.refused += 1
                return 429, {}
            self.sent.append(fields)
            return 200, {"id": f"m-{len(self.sent)}"}

    def wait(self, until):
        with self.changed:
            if not self.changed.wait_for(lambda: until(self), harness.PATIENCE_S):
                raise AssertionError(f"sent {self.sent}, asked {self.asked}, refused {self.refused}")


@contextlib.contextmanager
def house():
    with tempfile.TemporaryDirectory(prefix="haatline-provider-") as folder, Provider() as provider:
        at = pathlib.Path(folder)
        (at / "mine.yaml").write_text(MAPPING)
        (at / "token").write_text("synthetic-token-of-a-test")
        (at / "key").write_text(API_KEY + "\n")
        (at / "haatline.toml").write_text(f"""
[[route]]
name = "mine"
mapping = "mine.yaml"
token_file = "token"
sms = true
send_to = "{provider.host}"
sender = "HAATLN"
[route.settings]
host = "{provider.host}"
[[api_key]]
name = "tests"
key_file = "key"
may = ["messages"]
""")
        with Gateway(arguments=["--config", str(at / "haatline.toml")], demo=False) as gateway:
            yield gateway, provider, at / "mine.yaml"


def texts(first, count):
    return [{"to": f"98765432{n:02d}", "text": f"Notice {n}", "language": "en", "once": f"n{n}"} for n in range(first, first + count)]


def states(gateway):
    with contextlib.closing(sqlite3.connect(f"file:{gateway.data}/haatline.db?mode=ro", uri=True)) as db:
        return [state for state, in db.execute("SELECT state FROM parcel ORDER BY id")]


class Polls(unittest.TestCase):
    def test_what_became_of_a_message_is_asked_for_again_after_a_restart(self):
        with house() as (gateway, provider, _):
            self.assertEqual(post_messages(gateway, texts(1, 3)).status, 202)
            provider.wait(lambda it: len(it.sent) == 3)
            self.assertEqual(gateway.terminate(), 0)
            self.assertEqual((states(gateway), provider.asked), ([3, 3, 3], []))
            provider.says = {"m-1": "1", "m-2": "2"}  # the third phone is still off
            gateway.start()
            provider.wait(lambda it: len(it.asked) >= 3)
            gateway.kill()  # before anybody could say that the answers are kept
            gateway.start()
            provider.wait(lambda it: "m-3" in it.asked[3:])
            self.assertEqual(gateway.terminate(), 0)
            self.assertEqual(sorted(set(provider.asked)), ["m-1", "m-2", "m-3"])
            self.assertEqual(sorted(states(gateway)), [3, 4, 5], provider.asked)
            self.assertEqual(len(provider.sent), 3)  # nothing was sent again


class Reload(unittest.TestCase):
    def test_after_a_reload_messages_leave_as_the_new_mapping_says_and_none_that_waited_is_lost(self):
        for how in ("command", "signal"):
            with self.subTest(how), house() as (gateway, provider, mapping):
                self.assertEqual(post_messages(gateway, texts(1, 1)).status, 202)
                provider.wait(lambda it: len(it.sent) == 1)
                provider.busy = True
                self.assertEqual(post_messages(gateway, texts(2, 5)).status, 202)
                provider.wait(lambda it: it.refused >= 1)
                mapping.write_text(MAPPING.replace("form: {to: '{to | digits}', text: '{text}'}",
                                                   "form: {phone: '{to | digits}', body: '{text}'}"))
                if how == "command":
                    told = haatline("reload", "--data", gateway.data)
                    self.assertEqual((told.returncode, told.stderr), (0, ""), told.stdout)
                    self.assertIn("mappings read again: mine", told.stdout)
                else:
                    gateway.process.send_signal(signal.SIGHUP)
                    until = time.monotonic() + harness.PATIENCE_S  # a signal has no answer but the log
                    while "mapping read again route=mine" not in gateway.said():
                        self.assertLess(time.monotonic(), until, gateway.said())
                provider.busy = False
                provider.wait(lambda it: len(it.sent) == 6)
                self.assertEqual(gateway.terminate(), 0)
                self.assertEqual(provider.sent[0], {"to": "91" + texts(1, 1)[0]["to"], "text": "Notice 1"})
                self.assertEqual(sorted(provider.sent[1:], key=lambda it: it.get("phone", "")),
                                 [{"phone": "91" + one["to"], "body": one["text"]} for one in texts(2, 5)])
                self.assertEqual(states(gateway), [3] * 6)
