"""What is derived from a message's octets for lists and search. It can be rebuilt from them at any time."""

from dataclasses import dataclass
from datetime import datetime

from poststelle.model.message import Party
from poststelle.protocols import mime

SNIPPET_SIGNS = 200
INDEXED_SIGNS = 200_000  # of the text; what comes later in a message is not searched
NOBODY = Party("", "")


@dataclass(frozen=True, slots=True)
class Derived:
    subject: str = ""
    sender: Party = NOBODY
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: int = 0
    text: str = ""
    snippet: str = ""
    readable: bool = True


def derive(octets: bytes) -> Derived:
    """Never fails: what cannot be parsed is listed all the same, as not readable."""
    try:
        return _derived(mime.read(octets))
    except Exception:  # whatever a parser does on hostile octets, the message is kept and listed
        return Derived(readable=False)


def _derived(mail: mime.Mail) -> Derived:
    return Derived(
        subject=_storable(mail.subject),
        sender=_party(mail.author),
        to=tuple(map(_party, mail.to)),
        cc=tuple(map(_party, mail.cc)),
        date=mail.date,
        message_id=_storable(mail.message_id),
        in_reply_to=_storable(mail.in_reply_to),
        references=tuple(map(_storable, mail.references)),
        attachments=sum(1 for one in mail.attachments if not one.inline),
        text=_storable(mime.body_text(mail)[:INDEXED_SIGNS]),
        snippet=_storable(mime.snippet(mail, SNIPPET_SIGNS))[:SNIPPET_SIGNS],
        readable=mail.readable,
    )


def _party(party: Party) -> Party:
    return Party(_storable(party.name), _storable(party.address))


def _storable(text: str) -> str:
    """Without lone surrogates and NUL, which no database column takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
