"""Messages that test whether bytes survive: delivered as into a Maildir, and read back from the server itself."""

import imaplib
import os
import secrets
import ssl
from collections.abc import Sequence
from pathlib import Path

from tests.servers.bed.all import SUPPORT, Bed


def varied() -> dict[str, bytes]:
    """Name and bytes; line ends as CRLF. What a server may not carry (NUL in IMAP) it changes itself, before us."""
    head = b"From: Kunde <kunde@example.org>\r\nTo: support@firma.test\r\nMessage-ID: <%s@example.org>\r\n"
    blob = secrets.token_bytes(15_000_000)
    return {
        "plain": head % b"plain" + b"Subject: Frage\r\n\r\nHallo\r\n",
        "umlauts": head % b"umlauts" + "Subject: Grüße aus Köln\r\n\r\nÄÖÜ äöü ß €\r\n".encode(),
        "latin-1": head % b"latin"
        + b"Subject: Gr\xfc\xdfe\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n\xe4\xf6\xfc\r\n",
        "eight-bit": head % b"eight" + b"Subject: raw\r\n\r\n" + bytes(range(128, 256)) + b"\r\n",
        "nul": head % b"nul" + b"Subject: nul\r\n\r\nbefore\x00after\r\n",
        "empty": b"",
        "only-header": head % b"header" + b"Subject: no body\r\n",
        "no-newline-at-end": head % b"end" + b"Subject: end\r\n\r\nlast line",
        "long-line": head % b"long" + b"Subject: long\r\n\r\n" + b"x" * 100_000 + b"\r\n",
        "dots": head % b"dots" + b"Subject: dots\r\n\r\n.\r\n..\r\n...three\r\n.\r\n",
        "twenty-megabytes": head % b"large"
        + b"Subject: large\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + _base64(blob),
    }


def _base64(content: bytes) -> bytes:
    from base64 import encodebytes

    return encodebytes(content).replace(b"\n", b"\r\n")


def deliver(directory: Path, uid: int, content: bytes, number: int) -> None:
    """Into `new/` of a Maildir, by way of `tmp/`, as a delivery agent does."""
    inbox = directory / "mail" / SUPPORT / "Maildir"
    for folder in ("", "cur", "new", "tmp"):
        (inbox / folder).mkdir(parents=True, exist_ok=True)
    for path in (inbox.parent, inbox, inbox / "cur", inbox / "new", inbox / "tmp"):
        os.chown(path, uid, uid)
    name = f"{1_700_000_000 + number}.M{number}.bed"
    (inbox / "tmp" / name).write_bytes(content)
    os.chown(inbox / "tmp" / name, uid, uid)
    (inbox / "tmp" / name).rename(inbox / "new" / name)


def as_the_server_gives_them(bed: Bed, port: int) -> list[bytes]:
    """Every message of the inbox, read with the standard library's client and a password."""
    trust = ssl.create_default_context(cafile=str(bed.ca))
    with imaplib.IMAP4_SSL("localhost", port, ssl_context=trust) as client:
        client.login(SUPPORT, bed.passwords[SUPPORT])
        client.select("INBOX", readonly=True)
        count = len(client.uid("SEARCH", "ALL")[1][0].split())
        return [_body(client.fetch(str(number), "(BODY.PEEK[])")[1]) for number in range(1, count + 1)]


def _body(answer: Sequence[object]) -> bytes:
    for piece in answer:
        if isinstance(piece, tuple):
            return bytes(piece[1])
    return b""
