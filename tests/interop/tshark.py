"""Every PDU of a log as tshark, another reader of the standard, takes it apart: nothing malformed, and the fields that we meant."""
import json
import os
import pathlib
import subprocess
import tempfile

from children import PATIENCE_S, needs

FIELDS = ("smpp.command_id", "smpp.command_length", "smpp.command_status", "smpp.sequence_number", "smpp.source_addr",
          "smpp.destination_addr", "smpp.data_coding", "_ws.expert.message", "_ws.malformed")
# text2pcap makes a connection of its own; what tshark thinks of that is none of SMPP.
QUIET = ("-o", "tcp.analyze_sequence_numbers:FALSE", "-o", "tcp.check_checksum:FALSE")


def packets(hexes):
    """One dictionary of fields a PDU."""
    needs("tshark", "text2pcap")
    with tempfile.TemporaryDirectory(prefix="haatline-interop-") as folder:
        dump, capture = pathlib.Path(folder, "hex.txt"), pathlib.Path(folder, "cap.pcap")
        dump.write_text("".join("0000 " + " ".join(each[i:i + 2] for i in range(0, len(each), 2)) + "\n" for each in hexes))
        subprocess.run(["text2pcap", "-q", "-T", "2775,40000", dump, capture], check=True, timeout=PATIENCE_S,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wanted = [word for field in FIELDS for word in ("-e", field)]
        done = subprocess.run(["tshark", "-r", capture, "-d", "tcp.port==2775,smpp", *QUIET, "-T", "json", *wanted],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=2 * PATIENCE_S,
                              env={"HOME": folder, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
        assert done.returncode == 0, done.stderr
        return [packet["_source"]["layers"] for packet in json.loads(done.stdout)]


def read_again(pdus):
    """Holds what tshark says against the log of `haatline simulate smsc`. PDUs beyond 60,000 octets do not fit a packet."""
    pdus = [pdu for pdu in pdus if len(pdu["hex"]) <= 120_000]
    read = packets([pdu["hex"] for pdu in pdus]) if pdus else []
    assert len(read) == len(pdus), f"tshark read {len(read)} packets of {len(pdus)}"
    for pdu, fields in zip(pdus, read):
        one = lambda name: fields.get(name, [None])[0]  # noqa: E731
        faults = fields.get("_ws.malformed", []) + fields.get("_ws.expert.message", [])
        assert not faults, f"tshark says {faults} of {pdu}"
        assert int(one("smpp.sequence_number"), 0) == pdu["sequence"], (pdu, fields)
        assert int(one("smpp.command_length"), 0) == len(pdu["hex"]) // 2, (pdu, fields)
        for name, ours in (("smpp.source_addr", "source"), ("smpp.destination_addr", "destination")):
            if pdu.get("command") in ("submit_sm", "deliver_sm"):
                assert (one(name) or "") == pdu.get(ours, ""), (pdu, fields)
