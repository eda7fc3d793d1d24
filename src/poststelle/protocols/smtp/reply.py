"""Replies of a server: three digits, an enhanced code (RFC 2034, 3463) where there is one, and text."""

import re
from dataclasses import dataclass

from poststelle.model.errors import By, ProtocolViolation

LINE_OCTETS = 16 * 1024
LINES = 500
ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})(?: |$)")
FORM = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.S)


@dataclass(frozen=True, slots=True)
class Reply:
    """`lines` as they came, without the code; `enhanced` is "" where the server gives none."""

    code: int
    lines: tuple[str, ...]
    enhanced: str = ""

    @property
    def text(self) -> str:
        """In one line, with the code, as a person would quote it."""
        return f"{self.code} {' '.join(self.lines)}".rstrip()

    @property
    def positive(self) -> bool:
        return self.code < 400

    @property
    def passing(self) -> bool:
        """It may go through later."""
        return 400 <= self.code < 500


class ReplyReader:
    """Puts replies together from whatever pieces arrive."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._lines: list[str] = []
        self._code = 0

    @property
    def idle(self) -> bool:
        return not self._buffer and not self._lines

    def feed(self, data: bytes) -> list[Reply]:
        """The replies that are complete by now; `ProtocolViolation` by them when it is no SMTP."""
        self._buffer += data
        *lines, rest = bytes(self._buffer).split(b"\n")
        if len(rest) > LINE_OCTETS or any(len(line) > LINE_OCTETS for line in lines):
            raise ProtocolViolation("line-too-long", by=By.THEM)
        self._buffer[:] = rest
        return [reply for line in lines if (reply := self._line(line.removesuffix(b"\r")))]

    def _line(self, line: bytes) -> Reply | None:
        found = FORM.fullmatch(line)
        if not found or (self._lines and int(found[1]) != self._code):
            raise ProtocolViolation("smtp-answer-broken", by=By.THEM, text=shown(line))
        if len(self._lines) >= LINES:
            raise ProtocolViolation("smtp-answer-too-long", by=By.THEM)
        self._code = int(found[1])
        self._lines.append(shown(found[3] or b""))
        if found[2] == b"-":
            return None
        reply = Reply(self._code, tuple(self._lines), _enhanced(self._code, self._lines[-1]))
        self._lines = []
        return reply


def _enhanced(code: int, text: str) -> str:
    found = ENHANCED.match(text)
    return found[1] if found and found[1][0] == str(code)[0] else ""


def shown(line: bytes) -> str:
    text = line[:4000].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign == "\t" else "\N{REPLACEMENT CHARACTER}" for sign in text)
