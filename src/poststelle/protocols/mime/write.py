"""Messages written: structure by the standard library, 7-bit throughout, header fields line by line our own.

The fields are not left to the library as a whole, since it breaks long Message-IDs in References into encoded words.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address as Written
from email.message import EmailMessage
from email.utils import format_datetime

from poststelle.model.message import Party
from poststelle.model.submission import Upload
from poststelle.protocols.mime import charsets, parameters

SEVEN_BIT = policy.SMTP.clone(cte_type="7bit")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}")
MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")
CONTENT_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,60}")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
RESERVED = frozenset({"bcc", "content-type", "content-transfer-encoding", "content-disposition", "mime-version"})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`headers` are further fields of ours. There is no Bcc: hidden recipients stand in the envelope alone."""

    author: Party
    to: tuple[Party, ...]
    subject: str
    text: str
    date: datetime
    message_id: str
    sender: Party | None = None
    cc: tuple[Party, ...] = ()
    reply_to: tuple[Party, ...] = ()
    html: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Upload, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def build(letter: Outgoing) -> bytes:
    """The message with CRLF line ends; `ValueError` when a value would begin a header field of its own."""
    lines = [_parties("From", [letter.author])]
    if letter.sender and letter.sender != letter.author:
        lines.append(_parties("Sender", [letter.sender]))
    for name, people in (("Reply-To", letter.reply_to), ("To", letter.to), ("Cc", letter.cc)):
        lines += [_parties(name, people)] if people else []
    lines.append(_text("Subject", letter.subject))
    lines.append(b"Date: " + format_datetime(letter.date).encode() + b"\r\n")
    lines.append(_ids("Message-ID", [letter.message_id]))
    lines += [_ids("In-Reply-To", [letter.in_reply_to])] if letter.in_reply_to else []
    lines += [_ids("References", letter.references)] if letter.references else []
    lines += [_text(_own(name), value) for name, value in letter.headers.items()]
    return b"".join(lines) + _content(letter)


def _content(letter: Outgoing) -> bytes:
    """Content fields, blank line and body."""
    message = EmailMessage(policy=SEVEN_BIT)
    message.set_content(_lines(letter.text))
    if letter.html:
        message.add_alternative(_lines(letter.html), subtype="html")
    for upload in letter.attachments:
        kind = upload.content_type.lower()
        if not CONTENT_TYPE.fullmatch(kind) or kind.startswith(("multipart/", "message/")):
            kind = "application/octet-stream"  # composite types may not be encoded, RFC 2046 section 5.2.1
        main, _, sub = kind.partition("/")
        name = parameters.file_name(upload.name) or "attachment"
        message.add_attachment(upload.content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def _parties(name: str, people: Sequence[Party]) -> bytes:
    written = [Written(_checked(party.name), addr_spec=_address(party.address)) for party in people]
    international = any(not party.address.rpartition("@")[0].isascii() for party in people)
    chosen = policy.SMTPUTF8 if international else SEVEN_BIT
    return chosen.fold_binary(name, chosen.header_factory(name, written))


def _address(address: str) -> str:
    """A domain beyond ASCII in its ASCII form."""
    local, at, domain = _checked(address).rpartition("@")
    if not (at and local and domain) or any(sign.isspace() or sign in '<>,;"' for sign in address):
        raise ValueError(f"not a mail address: {address!r}")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"


def _text(name: str, value: str) -> bytes:
    return SEVEN_BIT.fold_binary(name, SEVEN_BIT.header_factory(name, _checked(value)))


def _ids(name: str, ids: Sequence[str]) -> bytes:
    """One a line, never broken: 998 octets are allowed, RFC 5322 section 2.1.1."""
    if broken := [one for one in ids if not MESSAGE_ID.fullmatch(one)]:
        raise ValueError(f"not a message id: {broken[0][:100]!r}")
    return f"{name}: ".encode() + "\r\n ".join(ids).encode() + b"\r\n"


def _own(name: str) -> str:
    if not NAME.fullmatch(name) or name.lower() in RESERVED:
        raise ValueError(f"not a header field of ours: {name!r}")
    return name


def _checked(value: str) -> str:
    if CONTROL.search(value):
        raise ValueError("a control character in a header field")
    return charsets.clean(value)


def _lines(text: str) -> str:
    return charsets.clean(text.replace("\r\n", "\n").replace("\r", "\n"))
