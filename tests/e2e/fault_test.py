"""What happens to machines: disks full, read-only, damaged or gone, no descriptors left, streams closed. Each on the real thing: a
disk of its own in a mount namespace, files damaged byte by byte."""
import os
import pathlib
import resource
import signal
import socket
import stat
import subprocess
import tempfile
import time
import unittest

from harness import PATIENCE_S, AfricasTalkingPhone, Gateway

BUSY = "Service is busy. Your answers are saved. Please dial again in a few minutes."
NAMESPACE = ("unshare", "--mount", "--map-root-user") if os.geteuid() else ("unshare", "--mount")
CAN_MOUNT = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], stderr=subprocess.DEVNULL).returncode == 0


def until(true):
    """Asks again until it is so; only a hang reaches the end of patience."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if true():
            return True
    return False


def in_namespace(mounts):
    return (*NAMESPACE, "sh", "-c", f"{mounts} && exec \"$@\"", "sh")


def serve(data, *arguments, prefix=()):
    """A start that must fail: its exit status and what it said."""
    return subprocess.run([*prefix, str(Gateway.binary), "serve", "--demo", "--demo-size", "200", "--data", data, "--listen",
                           "127.0.0.1:0", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, timeout=PATIENCE_S)


def damage(path, begin, length, octet=0xA5):
    with open(path, "r+b") as file:
        file.seek(begin)
        file.write(bytes([octet]) * length)


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="haatline-e2e-")
        self.addCleanup(folder.cleanup)
        self.data = folder.name
        self.db = os.path.join(self.data, "haatline.db")

    def refused(self, *words, prefix=()):
        told = serve(self.data, prefix=prefix)
        self.assertEqual((told.returncode, told.stdout), (1, ""), told.stderr)
        for word in ("cannot start", *words):
            self.assertIn(word, told.stderr)

    def a_call(self, gateway, number):
        """Two answers; the screen that follows."""
        phone = AfricasTalkingPhone(gateway, number)
        phone.dial()
        phone.answer("2")
        return phone, phone.answer("1")


@unittest.skipUnless(CAN_MOUNT, "needs a mount namespace")
class SmallDisk(Folder):
    def on_disk(self, mebibytes):
        class Small(Gateway):
            prefix = in_namespace(f"mount -t tmpfs -o size={mebibytes}m tmpfs '{self.data}'")
        return Small(data=self.data, demo_size=50)

    def test_a_disk_that_fills_up_keeps_what_was_answered_and_recovers_by_itself(self):
        with self.on_disk(48) as gateway:
            phone, pin = self.a_call(gateway, "9876541000")
            filler = f"/proc/{gateway.process.pid}/root{self.data}/filler"
            with open(filler, "wb", buffering=0) as file:
                for size in (1 << 20, 4096, 1):
                    try:
                        while file.write(b"\0" * size) == size:
                            pass
                    except OSError:
                        pass
            # The log has some room left; then nothing more is acknowledged.
            self.assertTrue(any(AfricasTalkingPhone(gateway, f"98765420{n % 100:02d}", session=f"f{n}").dial() == BUSY
                                for n in range(3000)))
            ready = gateway.get("/readyz")
            self.assertEqual(ready.status, 503)
            self.assertIn("the disk is full: make room", ready.text)
            self.assertEqual(gateway.get("/healthz").status, 200)
            self.assertIn("the disk is full", gateway.said())
            os.unlink(filler)
            self.assertTrue(until(lambda: gateway.get("/readyz").status == 200))  # no caller needed
            self.assertIn("answers are written again", gateway.said())
            self.assertNotEqual(phone.answer("800001"), pin)
            self.assertFalse(phone.ended)

    def test_a_disk_too_small_to_start_on_is_told(self):
        self.refused("the disk is full: make room",
                     prefix=in_namespace(f"mount -t tmpfs -o size=256k tmpfs '{self.data}'"))

    def test_a_disk_mounted_read_only_is_told(self):
        with Gateway(data=self.data) as gateway:
            gateway.terminate()
        self.refused("ead-only", prefix=in_namespace(
            f"mount --bind '{self.data}' '{self.data}' && mount -o remount,bind,ro '{self.data}'"))

    def test_a_database_file_mounted_read_only_is_told(self):
        with Gateway(data=self.data) as gateway:
            gateway.terminate()
        self.refused("haatline.db", prefix=in_namespace(f"mount --bind '{self.db}' '{self.db}' && mount -o remount,bind,ro '{self.db}'"))


class Damage(Folder):
    def setUp(self):
        super().setUp()
        with Gateway(data=self.data) as gateway:
            gateway.terminate()
        self.size = os.path.getsize(self.db)

    def test_a_damaged_first_page(self):
        damage(self.db, 0, 100)
        self.refused("haatline.db", "restore a backup")

    def test_a_file_cut_in_the_middle(self):
        os.truncate(self.db, self.size // 2 // 4096 * 4096)
        self.refused("haatline.db", "damaged: restore a backup")

    def test_a_file_cut_inside_a_page(self):
        os.truncate(self.db, self.size - 1000)
        self.refused("haatline.db", "restore a backup")

    def test_pages_damaged_in_the_middle_end_no_process_and_are_told(self):
        damage(self.db, self.size // 10 // 4096 * 4096, self.size * 8 // 10)
        told = subprocess.Popen([str(Gateway.binary), "serve", "--demo", "--demo-size", "200", "--data", self.data, "--listen",
                                 "127.0.0.1:0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = told.stdout.readline()
        if line:  # both ends of every table are whole: it serves, and tells when it meets the damage
            gateway = Gateway(data=self.data)
            gateway.port = int(line.rsplit(":", 1)[1])
            phone = AfricasTalkingPhone(gateway, "9876541100")
            heard = [phone.dial()]
            for answer in ("2", "1", "800001", "1"):
                if not phone.ended:
                    heard.append(phone.answer(answer))
            told.send_signal(signal.SIGTERM)
            self.assertIn(BUSY, heard)
        _, said = told.communicate(timeout=PATIENCE_S)
        self.assertEqual(told.returncode, 0 if line else 1)
        self.assertIn("the file is damaged: restore a backup", said)

    def test_a_log_damaged_before_its_end_is_not_forgotten_in_silence(self):
        with Gateway(data=self.data) as gateway:
            for number in range(12):
                self.a_call(gateway, f"98765412{number:02d}")
            gateway.kill()
        log = self.db + "-wal"
        damage(log, os.path.getsize(log) // 3, 64)
        self.refused("haatline.db-wal", "the log is damaged", "Restore a backup", "truncate -s")
        size = int(serve(self.data).stderr.split("truncate -s ")[1].split()[0])
        os.truncate(log, size)
        with Gateway(data=self.data) as gateway:
            self.assertEqual(AfricasTalkingPhone(gateway, "9876541299").dial()[:6], "Bhasha")

    def test_a_torn_end_of_the_log_is_taken_as_what_it_is(self):
        with Gateway(data=self.data) as gateway:
            phone, pin = self.a_call(gateway, "9876541300")
            gateway.kill()
        log = self.db + "-wal"
        with open(log, "ab") as file:
            file.write(b"\0" * 3000)
        with Gateway(data=self.data) as gateway:
            phone.gateway = gateway
            self.assertNotEqual(phone.answer("800001"), pin)


class Held(Folder):
    def test_a_second_gateway_on_the_folder_is_refused_and_the_first_goes_on(self):
        with Gateway(data=self.data) as gateway:
            self.refused("another haatline serves this folder")
            self.assertEqual(gateway.get("/readyz").status, 200)

    def test_a_database_moved_away_is_told_nothing_is_acknowledged_and_moved_back_it_goes_on(self):
        with Gateway(data=self.data) as gateway:
            phone, pin = self.a_call(gateway, "9876541400")
            os.rename(self.db, self.db + ".aside")
            self.assertEqual(phone.answer("800001"), BUSY)
            ready = gateway.get("/readyz")
            self.assertEqual(ready.status, 503)
            self.assertIn("gone from its folder", ready.text)
            os.rename(self.db + ".aside", self.db)
            self.assertTrue(until(lambda: gateway.get("/readyz").status == 200))
            self.assertTrue(phone.dial().startswith("You stopped at question 2."))
            self.assertEqual(phone.answer("1"), pin)

    def test_a_deleted_database_is_copied_from_what_is_still_open(self):
        for name in ("", "-wal"):
            with self.subTest(name), Gateway(demo_size=50) as gateway:
                db = os.path.join(gateway.data, "haatline.db")
                phone, pin = self.a_call(gateway, "9876541500")
                os.unlink(db + name)
                self.assertEqual(phone.answer("800001"), BUSY)
                self.assertIn("haatline.db.rescued", gateway.get("/readyz").text)
                self.assertEqual(stat.S_IMODE(os.stat(db + ".rescued").st_mode), 0o600)
                gateway.kill()
                for file in pathlib.Path(gateway.data).glob("haatline.db*"):
                    if not file.name.endswith(".rescued"):
                        file.unlink()
                os.rename(db + ".rescued", db)
                gateway.start()
                self.assertTrue(phone.dial().startswith("You stopped at question 2."))
                self.assertEqual(phone.answer("1"), pin)


class Descriptors(Folder):
    def test_more_connections_than_descriptors_wait_and_are_served_when_some_are_free(self):
        with Gateway(data=self.data) as gateway:
            gateway.get("/healthz")
            used = len(os.listdir(f"/proc/{gateway.process.pid}/fd"))
            _, hard = resource.prlimit(gateway.process.pid, resource.RLIMIT_NOFILE)
            resource.prlimit(gateway.process.pid, resource.RLIMIT_NOFILE, (used + 4, hard))
            wires = [socket.create_connection(("127.0.0.1", gateway.port)) for _ in range(20)]
            wires[0].settimeout(PATIENCE_S)
            wires[0].sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertIn(b"200", wires[0].recv(4096))
            for wire in wires:
                wire.close()
            self.assertEqual(gateway.get("/healthz").status, 200)
            self.assertEqual(self.a_call(gateway, "9876541600")[0].ended, False)
            self.assertEqual(gateway.terminate(), 0)

    def test_too_few_descriptors_to_start_are_told(self):
        self.refused("too many files are open: raise LimitNOFILE", prefix=("sh", "-c", "ulimit -n 9; exec \"$@\"", "sh"))


class Streams(Folder):
    def test_started_with_closed_streams_nothing_is_written_into_files_or_to_callers(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        process = subprocess.Popen(["sh", "-c", "exec \"$@\" <&- >&- 2>&-", "sh", str(Gateway.binary), "serve", "--demo", "--demo-size",
                                    "50", "--data", self.data, "--listen", f"127.0.0.1:{port}"])
        try:
            gateway = Gateway(data=self.data)
            gateway.port = port

            def answers():
                try:
                    return gateway.get("/readyz").status == 200
                except OSError:
                    return False
            self.assertTrue(until(answers))
            for stream in (0, 1, 2):
                self.assertEqual(os.readlink(f"/proc/{process.pid}/fd/{stream}"), "/dev/null")
            gateway.post("/in/africastalking/wrong", "x=1")  # is logged
            self.assertFalse(self.a_call(gateway, "9876541700")[0].ended)
        finally:
            process.terminate()
            self.assertEqual(process.wait(PATIENCE_S), 0)

    def test_a_log_reader_that_went_away_stops_nobody(self):
        process = subprocess.Popen([str(Gateway.binary), "serve", "--demo", "--demo-size", "50", "--data", self.data, "--listen",
                                    "127.0.0.1:0"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        gateway = Gateway(data=self.data)
        gateway.port = int(process.stdout.readline().rsplit(":", 1)[1])
        process.stdout.close()
        process.stderr.close()
        for _ in range(3):
            self.assertEqual(gateway.post("/in/africastalking/wrong", "x=1").status, 403)
        self.assertFalse(self.a_call(gateway, "9876541800")[0].ended)
        process.terminate()
        self.assertEqual(process.wait(PATIENCE_S), 0)


if __name__ == "__main__":
    unittest.main()
