"""SEARCH in US-ASCII, as Exchange has it: other charsets and keywords are refused (RFC 9051, section 6.4.4)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from poststelle.protocols.imap import dates, syntax
from poststelle.protocols.imap.sets import read_set
from poststelle.protocols.imap.syntax import Read
from poststelle.sandbox.mail.store import Entry

DEPTH = 50

FLAGGED = {
    "ANSWERED": "\\Answered",
    "DELETED": "\\Deleted",
    "DRAFT": "\\Draft",
    "FLAGGED": "\\Flagged",
    "SEEN": "\\Seen",
}


@dataclass(slots=True)
class Candidate:
    """A message that may be found; its bytes are opened when a key needs them."""

    number: int
    entry: Entry
    open: Callable[[], bytes]
    _message: EmailMessage | None = field(default=None)

    @property
    def message(self) -> EmailMessage:
        if self._message is None:
            parsed = message_from_bytes(self.open(), policy=policy.default)
            assert isinstance(parsed, EmailMessage)
            self._message = parsed
        return self._message

    def header(self, name: str) -> list[str]:
        try:
            return [str(value) for value in self.message.get_all(name, [])]
        except (ValueError, LookupError, AttributeError, IndexError, MessageError):  # the library stumbles over some
            return []

    def body(self) -> str:
        parts = self.message.walk() if self.message.is_multipart() else [self.message]
        return "\n".join(_text(part) for part in parts if part.get_content_maintype() == "text")

    def sent(self) -> date | None:
        try:
            return parsedate_to_datetime(next(iter(self.header("Date")), "")).date()
        except ValueError:
            return None


Test = Callable[[Candidate], bool]


def read(arguments: list[Read], last_number: int, last_uid: int) -> Test:
    """All keys must hold. Raises `ProtocolViolation` (by them)."""
    return Reader(list(arguments), last_number, last_uid).all()


@dataclass(slots=True)
class Reader:
    left: list[Read]
    last_number: int
    last_uid: int
    depth: int = 0

    def all(self) -> Test:
        tests = []
        while self.left:
            tests.append(self.key())
        if not tests:
            raise syntax.violation("a search key is needed", b"")
        return lambda message: all(test(message) for test in tests)

    def key(self) -> Test:
        self.depth += 1
        if self.depth > DEPTH:
            raise syntax.violation("search keys nested too deeply", b"")
        try:
            return self._key()
        finally:
            self.depth -= 1

    def _key(self) -> Test:
        first = self._next()
        if isinstance(first, list):
            return Reader(list(first), self.last_number, self.last_uid, self.depth).all()
        name = syntax.word(first)
        if name[:1].isdigit() or name.startswith("*"):
            ranges = read_set(name.encode(), self.last_number)
            return lambda message: any(message.number in one for one in ranges)
        match name:
            case "NOT":
                inner = self.key()
                return lambda message: not inner(message)
            case "OR":
                one, other = self.key(), self.key()
                return lambda message: one(message) or other(message)
            case "UID":
                uids = read_set(self._word().encode(), self.last_uid)
                return lambda message: any(message.entry.uid in one for one in uids)
        return self._flag(name) or self._measure(name) or self._words(name)

    def _flag(self, name: str) -> Test | None:
        if name in ("ALL", "OLD"):
            return lambda _: True
        if name in ("NEW", "RECENT"):  # no message is ever \Recent here
            return lambda _: False
        if flag := FLAGGED.get(name):
            return lambda message: flag in message.entry.flags
        if flag := FLAGGED.get(name.removeprefix("UN")):
            return lambda message: flag not in message.entry.flags
        return None

    def _measure(self, name: str) -> Test | None:
        if name in ("LARGER", "SMALLER"):
            size = syntax.number(self._next())
            return lambda message: message.entry.size > size if name == "LARGER" else message.entry.size < size
        sent = name.startswith("SENT")
        if (plain := name.removeprefix("SENT")) not in ("BEFORE", "ON", "SINCE"):
            return None
        day = _day(self._word())

        def test(message: Candidate) -> bool:
            at = message.sent() if sent else message.entry.received.astimezone(UTC).date()
            return at is not None and {"BEFORE": at < day, "ON": at == day, "SINCE": at >= day}[plain]

        return test

    def _words(self, name: str) -> Test:
        if name in ("BCC", "CC", "FROM", "SUBJECT", "TO"):
            return self._in_header(name)
        if name == "HEADER":
            return self._in_header(self._word())
        if name not in ("BODY", "TEXT"):
            raise syntax.violation("not a search key", name.encode())
        wanted = self._ascii()
        if name == "BODY":
            return lambda message: wanted in message.body().lower()
        return lambda message: (
            wanted in message.body().lower()
            or any(wanted in f"{key}: {value}".lower() for key, value in _headers(message))
        )

    def _in_header(self, name: str) -> Test:
        wanted = self._ascii()
        return lambda message: any(wanted in value.lower() for value in message.header(name))

    def _next(self) -> Read:
        if not self.left:
            raise syntax.violation("a search key is incomplete", b"")
        return self.left.pop(0)

    def _word(self) -> str:
        return syntax.word(self._next())

    def _ascii(self) -> str:
        text = syntax.string(self._next())
        if not text.isascii():
            raise syntax.violation("only US-ASCII", text)
        return text.decode().lower()


def _day(text: str) -> date:
    moment: datetime | None = dates.read_date_time(f"{text} 00:00:00 +0000".encode())
    if moment is None:
        raise syntax.violation("not a date", text.encode())
    return moment.date()


def _headers(message: Candidate) -> list[tuple[str, str]]:
    return [(key, value) for key in dict.fromkeys(message.message.keys()) for value in message.header(key)]


def _text(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, AttributeError):  # a charset that nobody knows, or no text after all
        return ""
