"""A disk that takes nothing more, while callers call."""
import resource
import signal
import unittest

from harness import AfricasTalkingPhone, Gateway

# Below the size of the database's log after the first turns, above that of what we say on standard error.
FULL_BYTES = 4096


class GatewayOnASmallDisk(Gateway):
    """Writing past the limit fails like a full disk instead of killing the process."""

    @staticmethod
    def before():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def disk_is(self, limit_bytes):
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (limit_bytes, hard))


class Disk(unittest.TestCase):
    def test_on_a_full_disk_callers_hear_busy_operators_read_why_and_with_room_the_call_goes_on(self):
        with GatewayOnASmallDisk() as gateway:
            phone = AfricasTalkingPhone(gateway, "9876530001")
            phone.dial()
            consent = phone.answer("2")
            gateway.disk_is(FULL_BYTES)
            self.assertEqual(phone.answer("1"), "Service is busy. Your answers are saved. Please dial again in a few minutes.")
            self.assertTrue(phone.ended)
            self.assertIn("haatline_steps_failed_total 1\n", gateway.get("/metrics").text)
            gateway.disk_is(resource.RLIM_INFINITY)
            self.assertTrue(phone.dial().startswith("You stopped at question 1."))
            self.assertEqual(phone.answer("1"), consent)
            self.assertEqual(gateway.terminate(), 0)
            self.assertRegex(gateway.said(), r'level=error msg="answers not written steps=1 error=unavailable detail=\S')
            self.assertNotIn("9876530001", gateway.said())


if __name__ == "__main__":
    unittest.main()
