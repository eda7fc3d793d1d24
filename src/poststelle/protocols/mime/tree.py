"""The parts of a message as a flat list, depth first, each with the offsets of its octets.

Boundaries are found by plain search, so that the time grows with the length and, at most, the limited depth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from poststelle.protocols.mime import fields, parameters
from poststelle.protocols.mime.fields import Header

DEPTH = 40
PARTS = 2_000
BOUNDARY = re.compile(rb"(?:\A|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n")
DELIMITER_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")


class Span(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """`parent` is the index of the multipart that holds it; -1 at the root."""

    index: int
    parent: int
    header: Header = field(repr=False)
    content_type: str
    parameters: dict[str, str]
    disposition: str
    name: str
    encoding: str
    content_id: str
    body: Span

    @property
    def is_multipart(self) -> bool:
        return self.content_type.startswith("multipart/")


@dataclass(slots=True)
class Walk:
    """What is still to visit, and what was odd."""

    raw: bytes
    parts: list[Part] = field(default_factory=list)
    flaws: set[str] = field(default_factory=set)


class Visit(NamedTuple):
    span: Span
    parent: int
    depth: int
    default: str


def walk(raw: bytes) -> Walk:
    done = Walk(raw)
    waiting = [Visit(Span(0, len(raw)), -1, 0, "text/plain")]
    while waiting:
        visit = waiting.pop()
        if len(done.parts) >= PARTS:
            done.flaws.add("too-many-parts")
            break
        part = _part(done, visit)
        done.parts.append(part)
        if not part.is_multipart:
            continue
        if visit.depth >= DEPTH:
            done.flaws.add("nested-too-deeply")
            continue
        default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
        children = _children(done, part)
        waiting += [Visit(span, part.index, visit.depth + 1, default) for span in reversed(children)]
    return done


def _part(done: Walk, visit: Visit) -> Part:
    header = fields.parse(done.raw, *visit.span)
    if header.truncated:
        done.flaws.add("header-truncated")
    kind = parameters.content_type(header.first("content-type"), visit.default)
    disposition = parameters.parse(header.first("content-disposition"))
    content_type = kind.main
    body = Span(header.body, visit.span.end)
    if content_type.startswith("multipart/") and not _boundary(done, kind.parameters, body):
        done.flaws.add("boundary-missing")
        content_type = "text/plain"
    return Part(
        index=len(done.parts),
        parent=visit.parent,
        header=header,
        content_type=content_type,
        parameters=kind.parameters,
        disposition=disposition.main,
        name=parameters.file_name(disposition.parameters.get("filename") or kind.parameters.get("name", "")),
        encoding=header.first("content-transfer-encoding").partition(";")[0].strip().lower(),
        content_id="".join(header.first("content-id").split()).strip("<>")[:500],
        body=body,
    )


def _boundary(done: Walk, given: dict[str, str], body: Span) -> bytes:
    """As announced where it occurs; else the first line that looks like one. b"" when there is none."""
    announced = given.get("boundary", "").encode("utf-8", "replace")[:500]
    if announced and next(_delimiters(done.raw, announced, body), None):
        return announced
    found = BOUNDARY.search(done.raw[body.start : body.end][: fields.HEADER_OCTETS])
    return found[1] if found else b""


def _children(done: Walk, part: Part) -> list[Span]:
    """Between the delimiters; the line end before one belongs to it, RFC 2046 section 5.1.1."""
    boundary = _boundary(done, part.parameters, part.body)
    spans: list[Span] = []
    begin = -1
    for delimiter in _delimiters(done.raw, boundary, part.body):
        if begin >= 0:
            spans.append(Span(begin, max(begin, _before_line_end(done.raw, delimiter.start))))
        begin = -1 if delimiter.last else delimiter.end
        if delimiter.last or len(spans) > PARTS:
            break
    if begin >= 0:
        done.flaws.add("not-closed")
        spans.append(Span(begin, part.body.end))
    return spans


class Delimiter(NamedTuple):
    start: int
    end: int
    last: bool


def _delimiters(raw: bytes, boundary: bytes, body: Span) -> Iterator[Delimiter]:
    line, position = b"--" + boundary, body.start
    while (found := raw.find(line, position, body.end)) >= 0:
        position = found + len(line)
        at_line_start = found == body.start or raw[found - 1 : found] == b"\n"
        end = DELIMITER_END.match(raw, position, body.end)
        if at_line_start and end:
            yield Delimiter(found, end.end(), end[1] is not None)
            position = max(position, end.end() - 1)


def _before_line_end(raw: bytes, position: int) -> int:
    if raw[position - 1 : position] == b"\n":
        position -= 1
    return position - 1 if raw[position - 1 : position] == b"\r" else position
