"""A message made ready for the wire, and what it asks of the server.

Every bare CR or LF becomes a whole line end before the dots are doubled: servers disagree on what such a sign
beside a dot means, and some would take the rest of the message for commands.
"""

import re
from dataclasses import dataclass, field

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols import dots

LINE_ENDS = re.compile(rb"\r\n|\r|\n")
HEADER_END = re.compile(rb"\r\n\r\n")


@dataclass(frozen=True, slots=True)
class Content:
    """`stuffed` ends with a line end; the final dot is written apart. `size_octets` is what SIZE announces."""

    stuffed: bytes = field(repr=False)
    size_octets: int
    eight_bit: bool
    international_header: bool


def prepare(message: bytes) -> Content:
    if b"\x00" in message:
        raise ProtocolViolation("smtp-nul-in-message", by=By.US)
    text = dots.ended(LINE_ENDS.sub(dots.LINE_END, message)) or dots.LINE_END
    return Content(dots.stuff(text), len(text), not text.isascii(), not _header(text).isascii())


def _header(text: bytes) -> bytes:
    end = HEADER_END.search(text)
    return text[: end.start()] if end else text
