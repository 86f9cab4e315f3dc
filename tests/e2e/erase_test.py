"""Who is erased is gone: from the database, its log and index, every backup, the keys and what was logged."""
import pathlib
import sqlite3
import tempfile
import threading
import unittest

from harness import AfricasTalkingPhone, Gateway, ImimobilePhone, exported_names, haatline, registration

NAME, WORD, HINDI = "Zebrinaquasar", "qwrtzvblorp", "झिलमिलखनक"
PHONE, OTHER = "9876531777", "9876531778"
UDYAM = "7753191"  # the part of a Udyam number that is hers alone
WORDS = (NAME, WORD, HINDI, UDYAM)


def spellings(word):
    return {word.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")}


def number_spellings():
    # As text, and as SQLite stores it: 91… in six octets.
    return spellings(PHONE) | {int("91" + PHONE).to_bytes(6, "big")}


def found(folder, marks):
    """Which files below a folder hold one of these bytes."""
    return {path.name for path in pathlib.Path(folder).rglob("*") if path.is_file()
            if any(mark in path.read_bytes() for mark in marks)}


def cells(path):
    """Every text and blob of every table, and every whole number, as bytes."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.text_factory = bytes
    for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for row in database.execute(f'SELECT * FROM "{table.decode()}"'):
            for cell in row:
                if cell is not None:
                    yield table.decode(), cell if isinstance(cell, bytes) else str(cell).encode()
    database.close()


def rows(path, sql):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    found = database.execute(sql).fetchall()
    database.close()
    return found


def tables_with(path, marks):
    return {table for table, cell in cells(path) if any(mark in cell for mark in marks)}


class Erase(unittest.TestCase):
    def wait_until(self, holds):
        for _ in range(600):
            if holds():
                return
            threading.Event().wait(0.1)
        self.fail("waited a minute in vain")

    def live(self, phone):
        """Registers with a name, types a word nobody knows and a Hindi one, and uses what there is."""
        phone.dial()
        for text in ("2", "1", "800001", "1", "8", WORD, "0", "0"):
            phone.answer(text)
        phone.hang_up()
        phone.dial()
        phone.answer("2")  # begin again, if it asks
        phone.hang_up()
        phone.dial()
        for text in registration(NAME):
            phone.answer(text)
        self.assertTrue(phone.ended)
        # Searches, a call-back, her Udyam number; shown in search and hidden again: a consent taken back.
        for path in (("8", "5", f"BR-12-{UDYAM}", "1", "0"), ("8", "7", "1", "1", "0"), ("8", "7", "1", "0"), ("1", "8", HINDI),
                     ("1", "1", "1"), ("9",)):
            phone.dial()
            for text in path:
                phone.answer(text)
            phone.hang_up()

    def test_nothing_of_an_erased_person_is_left_anywhere(self):
        words = set().union(*(spellings(word) for word in WORDS))
        with Gateway(demo_size=0) as gateway, tempfile.TemporaryDirectory() as backups, \
                tempfile.TemporaryDirectory() as restored:
            data = pathlib.Path(gateway.data)
            database = data / "haatline.db"
            other = ImimobilePhone(gateway, OTHER)
            other.dial()
            for text in registration("Meena Papad"):
                other.answer(text)
            self.live(AfricasTalkingPhone(gateway, PHONE))

            # The same looks that shall find nothing later find what is there now.
            for word in WORDS:
                self.assertIn("haatline.db-wal", found(data, spellings(word)), word)
            self.assertLessEqual({"event"}, tables_with(database, words))
            self.assertLessEqual({"subject", "phone", "person_phone"}, tables_with(database, spellings("91" + PHONE)))
            # The sessions that prove a consent and its withdrawal have her number in them.
            self.assertEqual(rows(database, f"SELECT count(*) FROM consent WHERE withdrawn_evidence LIKE '%{PHONE}%'"), [(1,)])
            self.assertEqual(rows(database, "SELECT typeof(value) FROM enterprise_id"), [("blob",)])
            first = pathlib.Path(backups, "before.db")
            done = haatline("backup", str(first), "--data", str(data))
            self.assertEqual(done.returncode, 0, done.stderr)
            # A backup shows no word even now: they open with the keys alone.
            self.assertEqual(found(backups, words), set())
            self.assertIn("before.db", found(backups, number_spellings()))
            done = haatline("restore", str(first), "--data", restored + "/1")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(NAME, exported_names(restored + "/1"))

            done = haatline("erase", "--phone", PHONE, "--data", str(data), "--reason", "asked by letter", "--yes")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertTrue(done.stdout.startswith("erased;"), done.stdout)
            self.wait_until(lambda: 'haatline_upkeep_rows_total{job="key_copies"} 1' in gateway.get("/metrics").text)
            self.wait_until(lambda: pathlib.Path(str(database) + "-wal").stat().st_size == 0)

            self.assertEqual(found(data, words), set())
            self.assertEqual(found(data, number_spellings()), set())
            self.assertEqual(tables_with(database, words | spellings(PHONE)), set())
            self.assertNotIn(NAME, gateway.said())
            # Backups of before and after, and what comes of the old one.
            self.assertEqual(found(backups, words), set())
            done = haatline("backup", str(pathlib.Path(backups, "after.db")), "--data", str(data))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(found(backups, words), set())
            self.assertNotIn("after.db", found(backups, number_spellings()))
            done = haatline("restore", str(first), "--data", restored + "/2")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("1 erased again", done.stdout)
            self.assertEqual(found(restored + "/2", words | number_spellings()), set())
            self.assertEqual([name for name in exported_names(restored + "/2") if name], ["Meena Papad"])

            # The ledgers stand, and the line is a stranger's.
            for folder in (str(data), restored + "/2"):
                done = haatline("verify", "--data", folder)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("हिन्दी", AfricasTalkingPhone(gateway, PHONE, "later").dial())
            self.assertEqual(gateway.terminate(), 0)

    def test_secret_numbers_are_not_locked_out_by_a_restore_without_their_key(self):
        with Gateway(demo_size=10) as gateway, tempfile.TemporaryDirectory(prefix="haatline-e2e-") as place:
            phone, backup, data = AfricasTalkingPhone(gateway, PHONE), str(pathlib.Path(place, "monday.db")), str(pathlib.Path(place, "data"))
            for keys in (registration(NAME), ("8", "6", "4821", "4821")):
                phone.dial()
                for key in keys:
                    phone.answer(key)
            self.assertEqual(haatline("backup", backup, "--data", gateway.data).returncode, 0)
            restored = haatline("restore", backup, "--data", data)
            self.assertEqual(restored.returncode, 0, restored.stderr)
            self.assertIn("1 secret numbers need their haatline.pepper", restored.stdout)
            serve = ("serve", "--demo", "--demo-size", "10", "--listen", "127.0.0.1:0", "--data", data)
            refused = haatline(*serve)
            self.assertEqual((refused.returncode, refused.stdout), (1, ""))
            self.assertIn("haatline.pepper is not there, and 1 secret numbers fit under no other key", refused.stderr)
            self.assertFalse(pathlib.Path(data, "haatline.pepper").exists())
            with Gateway(data=data, demo_size=10, arguments=("--new-pepper",)) as lost:
                self.assertIn("secret_numbers=1 do not fit any more", lost.said())
                self.assertEqual(lost.terminate(), 0)
            pathlib.Path(data, "haatline.pepper").write_bytes(pathlib.Path(gateway.data, "haatline.pepper").read_bytes())
            with Gateway(data=data, demo_size=10) as whole:
                phone = AfricasTalkingPhone(whole, PHONE)
                phone.dial()
                phone.answer("8")
                self.assertIn("My account", phone.answer("4821"))

    def test_the_desk_is_asked_and_told_who_is_meant(self):
        with Gateway(demo_size=0) as gateway:
            phone = AfricasTalkingPhone(gateway, PHONE)
            phone.dial()
            for text in registration(NAME):
                phone.answer(text)
            gateway.terminate()
            nobody = haatline("erase", "--phone", OTHER, "--data", gateway.data, "--yes")
            self.assertEqual((nobody.returncode, nobody.stderr), (2, "haatline: nobody is meant by this: nothing was done\n"))
            asked = haatline("erase", "--phone", PHONE, "--data", gateway.data)
            self.assertEqual(asked.returncode, 1)
            self.assertIn("Type ERASE to go on: nothing was done", asked.stdout)
            self.assertEqual(exported_names(gateway.data), [NAME])
            done = haatline("erase", "--person", "100009", "--data", gateway.data, "--yes")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertTrue(done.stdout.startswith("erased;"), done.stdout)
            self.assertNotIn(NAME, exported_names(gateway.data))
            self.assertEqual(found(gateway.data, spellings(NAME)), set())
            gateway.start()
