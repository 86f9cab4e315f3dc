"""SMPP by hand: octets as a test wants them, right or wrong. Standard library only."""
import socket
import ssl
import struct

from children import PATIENCE_S

BIND_TRANSCEIVER, SUBMIT, DELIVER, DATA, ENQUIRE, UNBIND, NACK = 9, 4, 5, 0x103, 0x15, 6, 0x80000000
RESPONSE = 0x80000000


def pdu(command, sequence, body=b"", length=None, status=0):
    return struct.pack(">IIII", 16 + len(body) if length is None else length, command, status, sequence) + body


def cstring(text):
    return text.encode() + b"\0"


def bind_body(system_id="haatline", password="secret12", version=0x34):
    return cstring(system_id) + cstring(password) + b"\0" + bytes([version, 0, 0]) + b"\0"


def message_body(source="919911", to="56161", text=b"hi", behind=b"", sm_length=None, esm=0, dcs=0, registered=0):
    return (b"\0\1\1" + cstring(source) + b"\1\1" + cstring(to) + bytes([esm, 0, 0]) + b"\0\0" + bytes([registered, 0, dcs, 0]) +
            bytes([len(text) if sm_length is None else sm_length]) + text + behind)


def tlv(tag, value):
    return struct.pack(">HH", tag, len(value)) + value


class Wire:
    """One connection; `read` gives (command, status, sequence, body), or None at its end."""

    def __init__(self, port, in_tls=False):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if in_tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            self.socket = context.wrap_socket(self.socket)
        self.held = b""

    def send(self, octets, split=0):
        if not split:
            return self.socket.sendall(octets)
        for at in range(0, len(octets), split):
            self.socket.sendall(octets[at:at + split])

    def octets(self, count):
        while len(self.held) < count:
            try:
                more = self.socket.recv(65536)
            except ConnectionError:
                return None
            if not more:
                return None
            self.held += more
        out, self.held = self.held[:count], self.held[count:]
        return out

    def read(self):
        header = self.octets(16)
        if header is None:
            return None
        length, command, status, sequence = struct.unpack(">IIII", header)
        body = self.octets(length - 16)
        return None if body is None else (command, status, sequence, body)

    def bound(self, command=BIND_TRANSCEIVER, **account):
        self.send(pdu(command, 1, bind_body(**account)))
        answer = self.read()
        assert answer and answer[:3] == (command | RESPONSE, 0, 1), answer
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class Listening:
    """An SMSC by hand: accepts what a gateway dials."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(PATIENCE_S)
        self.port = self.socket.getsockname()[1]

    def link(self):
        """The next link, bound."""
        wire = Wire.__new__(Wire)
        wire.socket, wire.held = self.socket.accept()[0], b""
        wire.socket.settimeout(PATIENCE_S)
        wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        command, _, sequence, body = wire.read()
        wire.bind = (command, body)
        wire.send(pdu(command | RESPONSE, sequence, b"hand\0" + tlv(0x0210, b"\x34")))
        return wire

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()
