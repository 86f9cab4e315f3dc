"""The edge towards the outside: what is not a callback, too much of it, too slowly, by too many."""
import http.client
import pathlib
import resource
import socket
import tempfile
import unittest

from harness import FORM, AfricasTalkingPhone, Gateway, africastalking, form, registration


class Edge(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = Gateway()
        cls.gateway = cls.house.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.house.__exit__(None, None, None)

    def test_health_and_metrics_answer(self):
        self.assertEqual(self.gateway.get("/healthz").status, 200)
        self.assertEqual(self.gateway.get("/readyz").status, 200)
        metrics = self.gateway.get("/metrics")
        self.assertEqual(metrics.status, 200)
        self.assertIn("# TYPE haatline_turns_total counter\n", metrics.text)
        self.assertIn("haatline_ready 1\n", metrics.text)

    def test_wrong_token_and_unknown_route_get_the_same_empty_403(self):
        turn = africastalking("9876520000", "s", "")
        replies = [self.gateway.post(path, turn) for path in
                   ("/in/africastalking/wrong", "/in/africastalking/demo2", "/in/africastalking/dem", "/in/africastalking/",
                    "/in/nobody/demo", "/in/africastalking")]
        for reply in replies:
            self.assertEqual((reply.status, reply.body), (403, b""))
        self.assertEqual({tuple(sorted(reply.headers)) for reply in replies}, {tuple(sorted(replies[0].headers))})

    def test_an_oversized_body_is_413_whether_announced_or_not(self):
        announced = self.gateway.post("/in/africastalking/demo", "text=" + "9" * 200_000)
        self.assertEqual(announced.status, 413)
        with socket.create_connection(("127.0.0.1", self.gateway.port)) as wire:
            wire.sendall(b"POST /in/africastalking/demo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunk = b"4000\r\n" + b"9" * 0x4000 + b"\r\n"
            try:
                for _ in range(8):
                    wire.sendall(chunk)
            except OSError:
                pass  # it need not listen to the end
            self.assertTrue(read_all(wire).startswith(b"HTTP/1.1 413 "))

    def test_what_cannot_be_parsed_is_400_and_names_the_field(self):
        whole = {"sessionId": "s", "serviceCode": "*789#", "phoneNumber": "+919876520001", "networkCode": "99999", "text": ""}
        for field in ("sessionId", "phoneNumber", "text"):
            reply = self.gateway.post("/in/africastalking/demo", form(**{name: text for name, text in whole.items() if name != field}))
            self.assertEqual(reply.status, 400, field)
            self.assertIn(field, reply.text)
        reply = self.gateway.post("/in/africastalking/demo", form(**whole | {"phoneNumber": "+1 212 555"}))
        self.assertEqual(reply.status, 400)
        self.assertIn("phoneNumber", reply.text)
        self.assertNotIn("212", reply.text)
        for broken in (b"%FF%FE", b"%E0%A4", b"%C0%AF", b"%ED%A0%80"):
            reply = self.gateway.post("/in/africastalking/demo", form(**whole).encode() + broken)
            self.assertEqual(reply.status, 400, broken)
            self.assertIn("text", reply.text)
        self.assertEqual(self.gateway.post("/in/africastalking/demo", form(**whole) + "%zz").status, 400)

    def test_bytes_that_are_no_http_are_answered_and_let_go(self):
        for rubbish in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"HELO haatline\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0" * 4096):
            with socket.create_connection(("127.0.0.1", self.gateway.port)) as wire:
                wire.sendall(rubbish)
                wire.shutdown(socket.SHUT_WR)
                heard = read_all(wire)
                self.assertTrue(heard == b"" or heard.startswith(b"HTTP/1.1 4"), heard)
        self.assertEqual(self.gateway.get("/healthz").status, 200)

    def test_a_header_without_end_is_refused(self):
        with socket.create_connection(("127.0.0.1", self.gateway.port)) as wire:
            try:
                wire.sendall(b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 100_000)
            except OSError:
                pass
            heard = read_all(wire)
            self.assertTrue(heard == b"" or heard.startswith((b"HTTP/1.1 431 ", b"HTTP/1.1 400 ", b"HTTP/1.1 413 ")), heard[:80])

    def test_odd_answers_get_a_clear_screen_and_the_call_goes_on(self):
        for number, odd in enumerate(("", "x" * 10_000, "\u202e\u0007\u0000\u001b[2J", "99999999999999999999", "\U0001f336" * 50,
                                      "'; DROP TABLE enterprise; --", "%s%n{0}${x}", "क" + "\u093c" * 400)):
            phone = AfricasTalkingPhone(self.gateway, f"987652010{number}")
            phone.dial()
            phone.answer("2")
            question = phone.answer("1")
            heard = phone.answer(odd)
            self.assertFalse(phone.ended, odd[:20])
            self.assertNotIn("\u202e", heard)
            if odd:
                self.assertNotEqual(heard, "")
                self.assertLessEqual(len(heard), 182)
            self.assertTrue(question)

    def test_one_slow_client_does_not_hold_the_others_up(self):
        with socket.create_connection(("127.0.0.1", self.gateway.port)) as slow:
            body = africastalking("9876520200", "slow", "").encode()
            head = f"POST /in/africastalking/demo HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['Content-Type']}\r\n" \
                   f"Content-Length: {len(body)}\r\n\r\n".encode()
            for at in range(len(head)):
                slow.sendall(head[at:at + 1])
                if at % 16 == 0:
                    self.assertEqual(self.gateway.get("/healthz").status, 200)
            for at in range(len(body)):
                slow.sendall(body[at:at + 1])
            self.assertTrue(slow.recv(65536).startswith(b"HTTP/1.1 200 "))

    def test_a_request_that_never_ends_is_let_go_after_its_deadline(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
            pathlib.Path(folder, "token").write_text("a-token-of-the-test-0001\n")
            config = pathlib.Path(folder, "haatline.toml")
            config.write_text("[limits]\nheader_timeout_ms = 200\n\n[[route]]\nname = \"africastalking\"\ntoken_file = \"token\"\n")
            with Gateway(demo_size=50, arguments=["--config", str(config)]) as gateway:
                for start in (b"POST /in/africastalking/a-token-of-the-test-0001 HTTP/1.1\r\nHost:",
                              b"POST /in/africastalking/a-token-of-the-test-0001 HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\ntext="):
                    with socket.create_connection(("127.0.0.1", gateway.port)) as wire:
                        wire.sendall(start)
                        heard = read_all(wire)  # ends when the gateway closes
                        self.assertTrue(heard == b"" or heard.startswith(b"HTTP/1.1 408 "), heard)
                turn = africastalking("9876520210", "s", "")
                self.assertEqual(gateway.post("/in/africastalking/a-token-of-the-test-0001", turn).status, 200)
                self.assertEqual(gateway.post("/in/africastalking/demo", turn).status, 403)
                self.assertEqual(gateway.get("/in/comviva/demo?SessionID=s").status, 403)

    def test_two_thousand_idle_connections_leave_room_for_a_call(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4096)), hard))
        idle = []
        try:
            for _ in range(2000):
                idle.append(socket.create_connection(("127.0.0.1", self.gateway.port)))
            phone = AfricasTalkingPhone(self.gateway, "9876520300")
            phone.dial()
            for text in registration("Room Enough"):
                phone.answer(text)
            self.assertTrue(phone.ended)
            # and those who only waited can still speak
            idle[1999].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(idle[1999].recv(65536).startswith(b"HTTP/1.1 200 "))
        finally:
            for connection in idle:
                connection.close()
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    def test_pipelined_callbacks_are_answered_in_order(self):
        session = "pipe"
        turns = [africastalking("9876520400", session, text) for text in ("", "2", "2*1")]
        with socket.create_connection(("127.0.0.1", self.gateway.port)) as wire:
            wire.sendall(b"".join(
                f"POST /in/africastalking/demo HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['Content-Type']}\r\n"
                f"Content-Length: {len(turn)}\r\n\r\n{turn}".encode() for turn in turns))
            bodies = []
            stream = wire.makefile("rb")
            for _ in turns:
                self.assertTrue(stream.readline().startswith(b"HTTP/1.1 200"))
                headers = http.client.parse_headers(stream)
                bodies.append(stream.read(int(headers["content-length"])).decode())
        alone = AfricasTalkingPhone(self.gateway, "9876520401")
        self.assertEqual(bodies, ["CON " + screen for screen in (alone.dial(), alone.answer("2"), alone.answer("1"))])

    def test_nothing_a_caller_said_and_no_number_is_in_the_log(self):
        with Gateway() as gateway:
            phone = AfricasTalkingPhone(gateway, "9876520500")
            phone.dial()
            for text in registration("Zubaida Secretname"):
                phone.answer(text)
            gateway.post("/in/africastalking/demo", form(sessionId="s", phoneNumber="+919876520500x", text="Zubaida"))
            gateway.post("/in/africastalking/tokenguess", africastalking("9876520500", "s", "Zubaida"))
            self.assertEqual(gateway.terminate(), 0)
            said = gateway.said()
        self.assertNotIn("9876520500", said)
        self.assertNotIn("Zubaida", said)
        self.assertNotIn("tokenguess", said)
        self.assertNotEqual(said, "")


def read_all(wire):
    heard = b""
    wire.settimeout(60)
    try:
        while piece := wire.recv(65536):
            heard += piece
            if b"\r\n\r\n" in heard:
                break
    except ConnectionResetError:
        pass
    return heard


if __name__ == "__main__":
    unittest.main()
