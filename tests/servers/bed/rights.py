"""Who may do what at the servers, and the two small services through which Postfix asks.

`socketmap` answers who may use an envelope sender; the milter looks at the From header field: own address and
send-as pass, on-behalf gets `Sender:` set to the person, everything else is refused as Exchange does. No Postfix
table knows the signed-on person while it reads headers, hence the milter.
"""

import asyncio
import struct
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path

REFUSED = "550 5.7.60 SMTP; Client does not have permissions to send as this sender"


@dataclass
class Rights:
    people: tuple[str, ...]
    shared: tuple[str, ...]
    read: set[tuple[str, str]] = field(default_factory=set)
    send_as: set[tuple[str, str]] = field(default_factory=set)
    on_behalf: set[tuple[str, str]] = field(default_factory=set)

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.people + self.shared

    def senders(self, address: str) -> list[str]:
        """Who may use the address as envelope sender."""
        mine = [address] if address in self.people else []
        return mine + [person for person, mailbox in self.send_as | self.on_behalf if mailbox == address]

    def write_for_dovecot(self, directory: Path) -> None:
        own = [(person, person) for person in self.people]
        self._write(directory / "rights.imap", [*own, *self.read], "userdb_person={0}")
        self._write(directory / "rights.pop3", [*own, *self.read], "userdb_person={0}")
        self._write(directory / "rights.smtp", [*own, *self.send_as, *self.on_behalf], "user={0}")

    @staticmethod
    def _write(file: Path, pairs: list[tuple[str, str]], extra: str) -> None:
        lines = [f"{person}|{mailbox}:::::::{extra.format(person)}\n" for person, mailbox in pairs]
        file.write_text("".join(lines))


class Policy:
    """Both services in a thread of their own."""

    def __init__(self, rights: Rights, socketmap_port: int, milter_port: int) -> None:
        self.rights = rights
        self.ports = (socketmap_port, milter_port)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.ready = threading.Event()

    def start(self) -> None:
        self.thread.start()
        self.ready.wait(10)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen())
        self.ready.set()
        self.loop.run_forever()

    async def _listen(self) -> None:
        await asyncio.start_server(_until_gone(self._socketmap), "127.0.0.1", self.ports[0])
        await asyncio.start_server(_until_gone(self._milter), "127.0.0.1", self.ports[1])

    async def _socketmap(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Netstrings "map key" in, "OK value" or "NOTFOUND " out; socketmap_table(5)."""
        while True:
            size = int((await reader.readuntil(b":"))[:-1])
            request = (await reader.readexactly(size + 1))[:-1].decode()
            table, _, key = request.partition(" ")
            answer = self._look_up(table, key.lower()).encode()
            writer.write(b"%d:%s," % (len(answer), answer))

    def _look_up(self, table: str, key: str) -> str:
        if table == "login":
            holders = self.rights.senders(key)
            return "OK " + ",".join(holders) if holders else "NOTFOUND "
        return "OK here" if key in self.rights.addresses else "NOTFOUND "

    async def _milter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversation = Milter(self.rights)
        while True:
            (size,) = struct.unpack("!I", await reader.readexactly(4))
            packet = await reader.readexactly(size)
            for answer in conversation.receive(packet[:1], packet[1:]):
                writer.write(struct.pack("!I", len(answer)) + answer)


class Milter:
    """One conversation of the milter protocol, version 6."""

    # skip connect, helo, recipients, body, end of header, unknown commands, DATA
    SKIP = 0x01 | 0x02 | 0x08 | 0x10 | 0x40 | 0x100 | 0x200
    ADD_AND_CHANGE_HEADERS = 0x01 | 0x10

    def __init__(self, rights: Rights) -> None:
        self.rights = rights
        self._begin()
        self.person = ""

    def _begin(self) -> None:
        self.authors: list[str] = []
        self.has_sender = False

    def receive(self, command: bytes, data: bytes) -> list[bytes]:
        match command:
            case b"O":
                return [b"O" + struct.pack("!III", 6, self.ADD_AND_CHANGE_HEADERS, self.SKIP)]
            case b"D":
                self._macros(data)
                return []
            case b"M":
                self._begin()
                return [b"c"]
            case b"L":
                self._header(data)
                return [b"c"]
            case b"E":
                return self._judge()
            case b"A" | b"K" | b"Q":
                self._begin()
                return []
            case _:
                return [b"c"]

    def _macros(self, data: bytes) -> None:
        words = data[1:].decode().split("\0")
        self.person = dict(zip(words[::2], words[1::2], strict=False)).get("{auth_authen}", self.person).lower()

    def _header(self, data: bytes) -> None:
        name, value = data.rstrip(b"\0").decode("utf-8", "replace").split("\0", 1)
        if name.lower() == "from":
            self.authors.append(parseaddr(value)[1].lower())
        self.has_sender = self.has_sender or name.lower() == "sender"

    def _judge(self) -> list[bytes]:
        if len(self.authors) != 1:
            return [b"y" + b"550 5.7.1 one From, please\0"]
        author = self.authors[0]
        if author == self.person or (self.person, author) in self.rights.send_as:
            return [b"c"]
        if (self.person, author) not in self.rights.on_behalf:
            return [b"y" + REFUSED.encode() + b"\0"]
        value = b"Sender\0 " + self.person.encode() + b"\0"
        change = b"m" + struct.pack("!I", 1) + value if self.has_sender else b"h" + value
        return [change, b"c"]


Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def _until_gone(serve: Serve) -> Serve:
    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    return served
