"""The header of a message or part: fields in their order, unfolded, with limits on what is looked at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from poststelle.protocols.mime import charsets

HEADER_OCTETS = 1024 * 1024
HEADER_LINES = 5_000
VALUE_OCTETS = 256 * 1024
BLANK_LINE = re.compile(rb"\n\r?\n")
FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
FIRST_LINE = re.compile(rb"(?:From |>From |[!-9;-~]{1,200}[ \t]*:)")


@dataclass(frozen=True, slots=True)
class Header:
    """Names in lower case; values as text, encoded words still in them."""

    fields: tuple[tuple[str, str], ...] = field(default=())
    body: int = 0  # where the body begins
    truncated: bool = False

    def first(self, name: str) -> str:
        return next((value for there, value in self.fields if there == name), "")


def parse(raw: bytes, start: int, end: int) -> Header:
    """The header that begins at `start`. What does not look like one is body from its first octet."""
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return Header(body=raw.index(b"\n", start) + 1)
    if not FIRST_LINE.match(raw, start, end):
        return Header(body=start)
    blank = BLANK_LINE.search(raw, start, end)
    stop, body = (blank.start() + 1, blank.end()) if blank else (end, end)
    lines = raw[start : min(stop, start + HEADER_OCTETS)].split(b"\n")
    truncated = stop - start > HEADER_OCTETS or len(lines) > HEADER_LINES
    return Header(tuple(_unfolded(lines[:HEADER_LINES])), body, truncated)


def _unfolded(lines: list[bytes]) -> Iterator[tuple[str, str]]:
    name, pieces = "", list[bytes]()
    for line in (line.removesuffix(b"\r") for line in lines):
        if line[:1] in (b" ", b"\t"):
            pieces.append(line)
            continue
        found = FIELD.match(line)
        if not found:  # not a field: what it belongs to is anybody's guess
            continue
        if name:
            yield name, _text(pieces)
        name, pieces = found[1].decode("ascii").lower(), [line[found.end() :]]
    if name:
        yield name, _text(pieces)


def _text(pieces: list[bytes]) -> str:
    return charsets.decode(b"".join(pieces)[:VALUE_OCTETS]).strip()
