"""What is derived from a message's octets for lists and search. It can be rebuilt from them at any time."""

import email
import email.policy
import email.utils
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

from poststelle.model.message import Party

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
    readable: bool = True

    @property
    def snippet(self) -> str:
        return " ".join(self.text[: 4 * SNIPPET_SIGNS].split())[:SNIPPET_SIGNS]


def derive(octets: bytes) -> Derived:
    """Never fails: what cannot be parsed is listed all the same, as not readable."""
    try:
        return _read(octets)
    except Exception:  # whatever a parser does on hostile octets, the message is kept and listed
        return Derived(readable=False)


def _read(octets: bytes) -> Derived:
    message = email.message_from_bytes(octets, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain", "html"))
    sender = _parties(message, "from")
    return Derived(
        subject=_clean(str(message.get("subject", ""))),
        sender=sender[0] if sender else Party("", ""),
        to=_parties(message, "to"),
        cc=_parties(message, "cc"),
        date=_date(str(message.get("date", ""))),
        message_id=_clean(str(message.get("message-id", ""))),
        in_reply_to=_clean(str(message.get("in-reply-to", ""))),
        references=tuple(_clean(str(message.get("references", ""))).split()),
        attachments=sum(1 for _ in message.iter_attachments()),
        text=_clean(body.get_content()) if body else "",
    )


def _parties(message: EmailMessage, field: str) -> tuple[Party, ...]:
    pairs = email.utils.getaddresses([str(value) for value in message.get_all(field, [])])
    return tuple(Party(_clean(name), _clean(address)) for name, address in pairs if name or address)


def _date(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _clean(text: str) -> str:
    """Without lone surrogates and NUL, which no database column takes."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
