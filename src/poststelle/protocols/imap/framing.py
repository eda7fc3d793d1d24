"""Octets into frames: a line and the literals within it (RFC 9051 section 4.3), in linear time and within limits.

    * 12 FETCH (UID 7 BODY[] {342}CRLF <342 octets> FLAGS (\\Seen))CRLF
      └─────── text ───────┘          └ literal ┘ └─── text ────┘

A frame may come in any number of pieces. A line may end with a bare LF: some servers do that in texts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

from poststelle.model.errors import By, ProtocolViolation

ANNOUNCED = re.compile(rb"~?\{(\d{1,20})([+-]?)\}$")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one frame may hold: `line_octets` without its literals, `literal_octets` of all its literals together."""

    line_octets: int = 8 * 1024 * 1024  # a SEARCH answer of a million UIDs
    literal_octets: int = 256 * 1024 * 1024
    literals: int = 1000


@dataclass(frozen=True, slots=True)
class Frame:
    """`literals[i]` stands between `texts[i]` and `texts[i + 1]`; the announcements are taken off the texts."""

    texts: tuple[bytes, ...]
    literals: tuple[bytes, ...] = ()

    @property
    def line(self) -> bytes:
        """For transcripts: the literals by their length only."""
        if not self.literals:
            return self.texts[0]
        sizes = [b"{%d}" % len(literal) for literal in self.literals] + [b""]
        return b"".join(text + size for text, size in zip(self.texts, sizes, strict=True))


@dataclass(frozen=True, slots=True)
class Announced:
    """A literal is on its way, or waits to be asked for (`synchronizing`)."""

    text: bytes  # the frame's first line so far
    octets: int
    synchronizing: bool


def always(_: bytes) -> bool:
    return True


@dataclass(slots=True)
class Framer:
    """`feed` octets, then call `next` until it gives None. `literal_may_follow` looks at a frame's first line."""

    limits: Limits = field(default_factory=Limits)
    literal_may_follow: Callable[[bytes], bool] = always
    _buffer: bytearray = field(default_factory=bytearray)
    _searched: int = 0
    _texts: list[bytes] = field(default_factory=list)
    _literals: list[bytes] = field(default_factory=list)
    _missing: int = 0
    _literal: BytesIO | None = None
    _text_octets: int = 0
    _literal_octets: int = 0

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def next(self) -> Frame | Announced | None:
        if self._literal is not None and not self._read_literal():
            return None
        end = self._buffer.find(b"\n", self._searched)
        if end < 0:
            self._searched = len(self._buffer)
            self._check_line(self._searched)
            return None
        self._check_line(end)
        text = bytes(memoryview(self._buffer)[:end]).removesuffix(b"\r")
        del self._buffer[: end + 1]
        self._searched = 0
        self._text_octets += len(text)
        return self._line(text)

    def drop_frame(self) -> None:
        """Forget the frame begun: its literal was refused and will not come."""
        self._begin()

    def drop_all(self) -> None:
        """Forget everything received: the next octets belong to another conversation (STARTTLS)."""
        self._buffer.clear()
        self._searched = 0
        self._begin()

    @property
    def within(self) -> bool:
        """Whether something has begun and not ended."""
        return bool(self._buffer or self._texts)

    def _line(self, text: bytes) -> Frame | Announced:
        found = ANNOUNCED.search(text) if self.literal_may_follow(self._texts[0] if self._texts else text) else None
        if not found:
            frame = Frame((*self._texts, text), tuple(self._literals))
            self._begin()
            return frame
        octets = int(found[1])
        self._texts.append(text[: found.start()])
        self._literal_octets += octets
        self._missing = octets
        self._literal = BytesIO()
        return Announced(self._texts[0], octets, not found[2])

    def accept(self) -> None:
        """Check an announced literal against the limits; raises `ProtocolViolation`."""
        if self._literal_octets > self.limits.literal_octets or len(self._texts) > self.limits.literals:
            raise ProtocolViolation("literal-too-large", by=By.THEM, octets=str(self._literal_octets))

    def _read_literal(self) -> bool:
        assert self._literal is not None
        take = min(self._missing, len(self._buffer))
        self._literal.write(memoryview(self._buffer)[:take])
        del self._buffer[:take]
        self._missing -= take
        if self._missing:
            return False
        self._literals.append(self._literal.getvalue())
        self._literal = None
        return True

    def _check_line(self, octets: int) -> None:
        if self._text_octets + octets > self.limits.line_octets:
            raise ProtocolViolation("line-too-long", by=By.THEM, limit=str(self.limits.line_octets))

    def _begin(self) -> None:
        self._texts, self._literals = [], []
        self._literal, self._missing = None, 0
        self._text_octets = self._literal_octets = 0
