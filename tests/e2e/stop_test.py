"""What stopping and starting must not change: SIGTERM drains, a restart remembers."""
import socket
import tempfile
import unittest

from harness import FORM, AfricasTalkingPhone, ComvivaPhone, Gateway, ImimobilePhone, africastalking, exported_names, registration


class Stop(unittest.TestCase):
    def test_the_first_call_is_answered_and_a_restart_keeps_what_was_said(self):
        with Gateway() as gateway:
            phones = [AfricasTalkingPhone(gateway, "9876530000"), ImimobilePhone(gateway, "9876530001"),
                      ComvivaPhone(gateway, "9876530002")]
            before = []
            for phone in phones:
                phone.dial()
                before.append([phone.answer(text) for text in ("2", "1", "800001")][-1])
            self.assertEqual(gateway.terminate(), 0)
            gateway.start()
            # The open dialogue goes on as if nothing had happened; a new dial offers to continue.
            for phone, role in zip(phones, before):
                product = phone.answer("1")
                self.assertNotEqual(product, role)
                phone.hang_up()
                self.assertNotEqual(phone.dial(), role)
                self.assertEqual(phone.answer("1"), product)
            self.assertEqual(gateway.terminate(), 0)

    def test_a_retry_after_a_restart_gets_the_stored_reply(self):
        with Gateway() as gateway:
            phone = AfricasTalkingPhone(gateway, "9876530010")
            phone.dial()
            for text in registration("Kept Once"):
                heard = phone.answer(text)
            for stop in (gateway.terminate, gateway.kill):
                stop()
                gateway.start()
                self.assertEqual(phone.again(), heard)
            self.assertEqual(exported_names(gateway.data).count("Kept Once"), 1)

    def test_sigterm_under_load_answers_what_it_took_and_exits_0(self):
        callers = 200
        with Gateway() as gateway:
            wires, turns = [], []
            for number in range(callers):
                wire = socket.create_connection(("127.0.0.1", gateway.port))
                wire.settimeout(60)
                wires.append(wire)
                turns.append(africastalking(f"98765301{number:02d}" if number < 100 else f"98765311{number - 100:02d}", f"t{number}", ""))
            # Every connection has spoken once, so none is still on its way to being accepted.
            first = [ask(wire, turn) for wire, turn in zip(wires, turns)]
            self.assertTrue(all(body.startswith(b"CON ") for body in first))
            for number, wire in enumerate(wires):
                turns[number] += "2"
                wire.sendall(request(turns[number]))
            self.assertEqual(gateway.terminate(), 0)
            heard = [reply_of(wire) for wire in wires]
            answered = [body for body in heard if body]
            self.assertTrue(all(body.startswith(b"CON ") for body in answered), set(answered))
            self.assertGreater(len(answered), 0)
            gateway.start()
            for wire in wires:
                wire.close()
            for number, turn in enumerate(turns):
                again = gateway.post("/in/africastalking/demo", turn)
                self.assertEqual(again.status, 200)
                if heard[number]:
                    self.assertEqual(again.body, heard[number])
                else:
                    self.assertEqual(again.body, answered[0])

    def test_a_second_sigterm_and_an_idle_stop_exit_0_too(self):
        with Gateway() as gateway:
            self.assertEqual(gateway.terminate(), 0)
            gateway.start()
            gateway.process.terminate()
            gateway.process.terminate()
            self.assertEqual(gateway.wait(), 0)

    def test_demo_data_is_made_once(self):
        with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as data:
            with Gateway(data=data, demo_size=150) as gateway:
                metrics = gateway.get("/metrics").text
                self.assertIn("\nhaatline_enterprises 150\n", metrics)
                gateway.terminate()
                gateway.start()
                self.assertIn("\nhaatline_enterprises 150\n", gateway.get("/metrics").text)
                self.assertEqual(exported_names(gateway.data), [])  # what is fictional is not exported


def request(body):
    return (f"POST /in/africastalking/demo HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['Content-Type']}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}").encode()


def reply_of(wire):
    """The body of one whole reply, or nothing when the connection closed without one."""
    heard = b""
    try:
        while True:
            head, mark, body = heard.partition(b"\r\n\r\n")
            if mark:
                length = next(int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
                if len(body) >= length:
                    return body[:length]
            piece = wire.recv(65536)
            if not piece:
                assert heard == b"", f"half a reply: {heard!r}"
                return b""
            heard += piece
    except ConnectionResetError:
        assert heard == b"", f"half a reply: {heard!r}"
        return b""


def ask(wire, body):
    wire.sendall(request(body))
    return reply_of(wire)


if __name__ == "__main__":
    unittest.main()
