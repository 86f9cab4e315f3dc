"""Each part of an SMS as tshark, another reader of the standard, takes it apart: header elements, lengths, septets.

tshark renders national tables in the default alphabet, so its text is compared with our septets rendered so."""
import json
import pathlib
import shutil
import struct
import subprocess
import tempfile
import unittest

from harness import PATIENCE_S, ROOT, haatline

VECTORS = json.loads((ROOT / "tests/locales/coding/sms_vectors.json").read_text())["vectors"]
USER_0 = 147  # pcap link type that tshark is told to read as gsm_sms
FIELDS = {"reference": "gsm_sms.udh.mm.msg_id", "total": "gsm_sms.udh.mm.msg_parts",
          "number": "gsm_sms.udh.mm.msg_part", "locking": "gsm_sms.dis_iei_lang.locking_shift",
          "single": "gsm_sms.dis_iei_lang.single_shift", "text": "gsm_sms.sms_text"}


def alphabet():
    """Default alphabet and extension, from the file that the product's tables are made of."""
    lines = (ROOT / "locales/coding/alphabets.txt").read_text().split("alphabet 0 default\n")[1].splitlines()
    cells = [None if word == "-" else chr(int(word, 16)) for line in lines[1:9] for word in line.split()]
    extension = [None if word == "-" else chr(int(word, 16)) for line in lines[10:18] for word in line.split()]
    return cells, extension


def in_default_alphabet(septets):
    cells, extension = alphabet()
    out, escaped = "", False
    for septet in septets:
        if septet == 0x1B and not escaped:
            escaped = True
            continue
        out += (extension[septet] or "\ufffd") if escaped else cells[septet]
        escaped = False
    return out


def deliver(part, dcs):
    """An SMS-DELIVER from a short code, at a moment long ago."""
    header = 0x44 if part["udh"] else 0x04
    return bytes([header, 5, 0xA1, 0x21, 0x43, 0xF5, 0, dcs, 0x62, 0x11, 0x22, 0x01, 0x23, 0x45, 0x22, part["udl"]]) + \
        bytes.fromhex(part["ud"])


def read_by_tshark(packets):
    with tempfile.TemporaryDirectory(prefix="haatline-e2e-") as folder:
        path = pathlib.Path(folder, "parts.pcap")
        path.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, USER_0) +
                         b"".join(struct.pack("<IIII", n, 0, len(packet), len(packet)) + packet for n, packet in enumerate(packets)))
        options = ["-o", 'uat:user_dlts:"User 0 (DLT=147)","gsm_sms","0","","0",""', "-o", "gsm_sms.reassemble:FALSE"]
        wanted = [word for field in sorted(set(FIELDS.values())) for word in ("-e", field)]
        done = subprocess.run(["tshark", "-r", path, *options, "-T", "json", *wanted], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=PATIENCE_S, env={"HOME": folder, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
        return [packet["_source"]["layers"] for packet in json.loads(done.stdout)]


@unittest.skipUnless(shutil.which("tshark"), "tshark is not installed: deploy/packages e2e")
class Tshark(unittest.TestCase):
    def test_every_part_of_every_vector_is_taken_apart_as_we_put_it_together(self):
        packets, expected = [], []
        for vector in VECTORS:
            plan = json.loads(haatline("encode", "--json", "--reference", "66", "--allow", vector["allow"], "--tables",
                                       ",".join(map(str, vector["tables"])), "--ref", "16" if vector["ref16"] else "8",
                                       "--", vector["text"]).stdout)
            for number, part in enumerate(plan["parts"], 1):
                packets.append(deliver(part, plan["dcs"]))
                many = plan["segments"] > 1
                body = bytes.fromhex(part["smpp"])[len(part["udh"]) // 2:]
                expected.append({"id": vector["id"], "total": str(plan["segments"]) if many else None,
                                 "number": str(number) if many else None, "reference": "66" if many else None,
                                 "locking": plan["lock"], "single": plan["single"],
                                 "text": in_default_alphabet(body) if plan["dcs"] == 0 else part["text"]})
        layers = read_by_tshark(packets)
        self.assertEqual(len(layers), len(packets))
        for found, wanted in zip(layers, expected):
            with self.subTest(wanted["id"]):
                one = lambda name: found.get(FIELDS[name], [None])[0]  # noqa: E731
                for name in ("total", "number"):
                    self.assertEqual(one(name), wanted[name], name)
                reference = one("reference")
                self.assertEqual(reference and str(int(reference, 0)), wanted["reference"])
                for name in ("locking", "single"):
                    self.assertEqual(int(one(name) or "0", 0), wanted[name], name)
                self.assertEqual((one("text") or ""), wanted["text"])
