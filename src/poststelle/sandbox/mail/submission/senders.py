"""In whose name somebody may send, and what the message then says about it.

own address                       OWN        unchanged
Send As                           AS         unchanged; it wins where both rights are there
Send on Behalf only               ON_BEHALF  From: mailbox, Sender: member; the server writes the latter in
anything else                     None       refused
"""

from dataclasses import dataclass
from email import message_from_bytes
from email.policy import compat32
from email.utils import formataddr, getaddresses
from enum import StrEnum

from poststelle.model.rights import Right
from poststelle.sandbox.mail.signon import Door, SignedOn


class Manner(StrEnum):
    OWN = "own"
    AS = "as"
    ON_BEHALF = "on-behalf"


@dataclass(frozen=True, slots=True)
class Authored:
    """What the From field of a message is worth for the one who signed on."""

    author: str
    manner: Manner | None


def manner(door: Door, signed_on: SignedOn, address: str) -> Manner | None:
    address = address.strip().lower()
    if address == signed_on.user:
        return Manner.OWN
    if not signed_on.person:
        return None
    now = door.now()
    if door.organisation.holds(address, signed_on.person, Right.SEND_AS, now):
        return Manner.AS
    if door.organisation.holds(address, signed_on.person, Right.SEND_ON_BEHALF, now):
        return Manner.ON_BEHALF
    return None


def authored(door: Door, signed_on: SignedOn, raw: bytes, mail_from: str) -> Authored:
    """The first author without a right if there is one, else the first; without a From field the envelope counts."""
    judged = [Authored(author, manner(door, signed_on, author)) for author in authors(raw) or [mail_from]]
    return next((one for one in judged if one.manner is None), judged[0])


def authors(raw: bytes) -> list[str]:
    """The addresses of all From fields; one that cannot be read is given as it is written."""
    fields = [str(field) for field in message_from_bytes(raw[: header_end(raw)], policy=compat32).get_all("From", [])]
    return [address or text for text in fields for _, address in (getaddresses([text]) or [("", "")])]


def header_end(raw: bytes) -> int:
    """Where the last line of the header ends, whatever the lines end with."""
    if raw.startswith((b"\r\n", b"\n")):
        return 0
    ends = [at + size for mark, size in ((b"\r\n\r\n", 2), (b"\n\n", 1)) if (at := raw.find(mark)) >= 0]
    return min(ends, default=len(raw))


def with_sender(raw: bytes, name: str, address: str) -> bytes:
    """The message with this Sender field and no other, before everything else; the rest stays byte for byte."""
    end = header_end(raw)
    kept, dropping = [], False
    for line in raw[:end].splitlines(keepends=True):
        continued = line[:1] in (b" ", b"\t")
        dropping = dropping if continued else line[:7].lower() == b"sender:"
        if not dropping:
            kept.append(line)
    sender = f"Sender: {formataddr((name, address))}\r\n".encode()
    return sender + b"".join(kept) + raw[end:]
