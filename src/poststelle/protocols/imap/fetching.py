"""FETCH: what a client asks for, and what it gets (RFC 9051 section 6.4.5, 7.5.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from poststelle.protocols.imap import dates, syntax
from poststelle.protocols.imap.syntax import Read

MACROS = {
    "ALL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"),
    "FAST": ("FLAGS", "INTERNALDATE", "RFC822.SIZE"),
    "FULL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"),
}
ITEM = re.compile(
    r"(?P<name>BODY|BINARY)(?P<peek>\.PEEK)?\[(?P<section>[^\]]*)\](?:<(?P<start>\d{1,10})(?:\.(?P<length>\d{1,10}))?>)?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one FETCH response says of a message. `uid` is 0 when the server did not say."""

    sequence: int
    uid: int = 0
    flags: frozenset[str] | None = None
    internal_date: datetime | None = None
    size_octets: int | None = None
    body: bytes | None = None  # BODY[]
    modseq: int | None = None
    sections: Mapping[str, bytes] = field(default_factory=dict)  # "HEADER", "1.MIME" …
    other: Mapping[str, Read] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing asked for. `name` is "FLAGS", "UID", "BODY[]" with its section in `section` (None: not a section)."""

    name: str
    section: str | None = None
    peek: bool = False
    start: int | None = None
    length: int | None = None

    @property
    def label(self) -> str:
        """Its name in the answer: BODY[HEADER]<0>."""
        if self.section is None:
            return self.name
        return f"{self.name}[{self.section}]" + (f"<{self.start}>" if self.start is not None else "")


def of_response(sequence: int, values: tuple[Read, ...]) -> Fetched:
    """Raises `ProtocolViolation` (by them)."""
    known: dict[str, Read] = {}
    sections: dict[str, bytes] = {}
    for name, value in syntax.pairs(syntax.items(values[0] if values else None)):
        if found := ITEM.fullmatch(name):
            sections[found["section"]] = syntax.string(value)
        else:
            known[name] = value
    modseq = known.pop("MODSEQ", None)
    return Fetched(
        sequence=sequence,
        uid=syntax.number(known.pop("UID")) if "UID" in known else 0,
        flags=frozenset(flag(one) for one in syntax.items(known.pop("FLAGS"))) if "FLAGS" in known else None,
        internal_date=dates.read_date_time(syntax.string(known.pop("INTERNALDATE", None))),
        size_octets=syntax.number(known.pop("RFC822.SIZE")) if "RFC822.SIZE" in known else None,
        body=sections.pop("", None),
        modseq=syntax.number(syntax.items(modseq)[0]) if modseq else None,
        sections=sections,
        other=known,
    )


def flag(value: Read) -> str:
    return syntax.string(value).decode("ascii", "replace")


def read_items(argument: Read) -> list[Item]:
    """For the server's role: the second argument of FETCH. Raises `ProtocolViolation` (by them)."""
    names = argument if isinstance(argument, list) else [argument]
    wanted: list[Item] = []
    for name in names:
        text = syntax.string(name).decode("ascii", "replace")
        wanted.extend(map(read_item, MACROS.get(text.upper(), (text,))))
    return wanted


def read_item(text: str) -> Item:
    found = ITEM.fullmatch(text)
    if not found:
        if "[" in text:
            raise syntax.violation("not a section", text.encode())
        return Item(text.upper())
    start, length = (int(part) if part else None for part in (found["start"], found["length"]))
    return Item(found["name"].upper(), found["section"], bool(found["peek"]), start, length)
