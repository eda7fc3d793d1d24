"""The parts of a message by their places in its bytes, so that every section is given back unchanged.

Lines may end with CRLF or LF. What cannot be read as MIME is a text without structure; nesting has a limit.
"""

from dataclasses import dataclass
from email.message import Message

DEPTH = 30
PARTS = 500
HEADER_OCTETS = 512 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """`raw[start:body]` is the header with its empty line, `raw[body:end]` the body."""

    raw: bytes
    start: int
    body: int
    end: int
    fields: tuple[tuple[str, bytes], ...]  # lower-case name, unfolded value
    children: tuple["Part", ...] = ()

    @property
    def header(self) -> bytes:
        return self.raw[self.start : self.body]

    @property
    def content(self) -> bytes:
        return self.raw[self.body : self.end]

    def field(self, name: str) -> bytes | None:
        return next((value for key, value in self.fields if key == name), None)

    def text(self, name: str) -> str:
        return (self.field(name) or b"").decode("utf-8", "replace")

    @property
    def kind(self) -> str:
        """`text/plain` and the like."""
        return _typed(self.fields).get_content_type()

    def parameters(self, name: str = "content-type") -> list[tuple[str, str]]:
        found = _typed(self.fields, name).get_params(header=name) or []
        return [(key, value) for key, value in found[1:] if isinstance(value, str)]

    def find(self, path: list[int]) -> "Part | None":
        """The part with this number; part 1 of a message that is not multipart is its body."""
        part: Part | None = self
        for depth, number in enumerate(path):
            if part is None:
                return None
            if part.kind == "message/rfc822" and depth and part.children:
                part = part.children[0]
            if part.kind.startswith("multipart/"):
                part = part.children[number - 1] if 0 < number <= len(part.children) else None
            elif number != 1:
                return None
        return part


def parse(raw: bytes) -> Part:
    return _parse(raw, 0, len(raw), 0, [PARTS])


def fields_of(header: bytes) -> tuple[tuple[str, bytes], ...]:
    found: list[tuple[str, bytes]] = []
    for line in header[:HEADER_OCTETS].splitlines():
        if line[:1] in (b" ", b"\t") and found:
            name, value = found[-1]
            found[-1] = (name, value + line)
        elif b":" in line:
            key, _, value = line.partition(b":")
            found.append((key.strip().lower().decode("latin-1"), value.strip()))
    return tuple((name, value.replace(b"\x00", b"")) for name, value in found)


def _parse(raw: bytes, start: int, end: int, depth: int, left: list[int]) -> Part:
    left[0] -= 1
    body = _body_start(raw, start, end)
    fields = fields_of(raw[start:body])
    children: tuple[Part, ...] = ()
    if depth < DEPTH:
        typed = _typed(fields)
        boundary = typed.get_boundary()
        if typed.get_content_maintype() == "multipart" and boundary:
            pieces = _pieces(raw, body, end, boundary.encode("utf-8", "replace"))
            children = tuple(_parse(raw, low, high, depth + 1, left) for low, high in pieces[: max(0, left[0])])
        elif typed.get_content_type() == "message/rfc822":
            children = (_parse(raw, body, end, depth + 1, left),)
    return Part(raw, start, body, end, fields, children)


def _body_start(raw: bytes, start: int, end: int) -> int:
    if raw.startswith(b"\r\n", start, end):
        return start + 2
    if raw.startswith(b"\n", start, end):
        return start + 1
    ends = [(raw.find(mark, start, end), len(mark)) for mark in (b"\r\n\r\n", b"\n\n")]
    found = [at + size for at, size in ends if at >= 0]
    return min(found) if found else end


def _pieces(raw: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    """Between the boundary lines; the line end before a boundary belongs to it (RFC 2046, section 5.1.1)."""
    mark, pieces, opened, at = b"--" + boundary, [], -1, start
    while (found := raw.find(mark, at, end)) >= 0:
        line_end = raw.find(b"\n", found, end)
        line_end = end if line_end < 0 else line_end + 1
        tail = raw[found + len(mark) : line_end].strip()
        at = line_end if line_end > found else end
        if (found > start and raw[found - 1 : found] != b"\n") or tail not in (b"", b"--"):
            continue
        if opened >= 0:
            pieces.append((opened, max(opened, found - (2 if raw[found - 2 : found] == b"\r\n" else 1))))
        opened = line_end
        if tail == b"--":
            return pieces
    return [*pieces, (opened, end)] if opened >= 0 else pieces


def _typed(fields: tuple[tuple[str, bytes], ...], name: str = "content-type") -> Message:
    """The standard library's reading of one structured field."""
    typed: Message = Message()
    value = next((value for key, value in fields if key == name), None)
    if value is not None:
        typed[name] = value.decode("utf-8", "replace").replace("\r", "").replace("\n", "")
    return typed
