"""The dialogue with a server, kept for people to read, with the secrets taken out before they are kept.

    C: A2 AUTHENTICATE XOAUTH2 ‹92 octets›
    S: + eyJzdGF0dXMi…
    C: ‹0 octets›
    S: A2 NO AUTHENTICATE failed.

What follows AUTHENTICATE, AUTH, LOGIN or PASS is a secret until the server has answered with something else
than a continuation ("+ " in IMAP and POP3, "334" in SMTP).
"""

import re
from collections import deque
from dataclasses import dataclass, field

SECRET_COMMAND = re.compile(
    rb"^((?:[^\s]+ )?(?:AUTHENTICATE|AUTH) +[^\s]+|(?:[^\s]+ )?LOGIN|PASS|APOP(?: [^\s]+)?)([ ].*)?$", re.I | re.S
)
CONTINUATION = re.compile(rb"^(\+( |$)|334)")
LITERAL = re.compile(rb"\{\d+[+-]?\}$")
TOKENS = re.compile(
    r"(?i)(bearer\s+|\"?(?:access_token|refresh_token|id_token|client_secret|password|assertion|code)\"?\s*[=:]\s*\"?)[^\s\"&\x01]+"
)
LINE_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Line:
    """`by` is "C" for us, "S" for the server, "-" for what happened in between (TLS began, connection closed)."""

    by: str
    text: str

    def __str__(self) -> str:
        return f"{self.by}: {self.text}"


@dataclass(slots=True)
class Transcript:
    """The first lines are dropped when it gets longer than `limit`."""

    limit: int = 1000
    _lines: deque[Line] = field(init=False)
    _secret: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._lines = deque(maxlen=self.limit)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    def __str__(self) -> str:
        return "\n".join(map(str, self._lines))

    def client(self, line: bytes) -> None:
        """A line that we sent, with or without its end."""
        line = line.rstrip(b"\r\n")
        if self._secret:
            return self._keep("C", f"‹{len(line)} octets›")
        found = SECRET_COMMAND.match(line)
        if not found:
            return self._keep("C", readable(line))
        self._secret = True
        rest = (found[2] or b"").strip()
        return self._keep("C", readable(found[1]) + (f" ‹{len(rest)} octets›" if rest else ""))

    def server(self, line: bytes) -> None:
        """A line that the server sent."""
        line = line.rstrip(b"\r\n")
        if not CONTINUATION.match(line) and not line.startswith(b"* "):
            self._secret = False
        self._keep("S", readable(line))

    def note(self, text: str) -> None:
        self._keep("-", text)

    def _keep(self, by: str, text: str) -> None:
        self._lines.append(Line(by, TOKENS.sub(r"\1‹secret›", text)))


def readable(line: bytes) -> str:
    """As text of bounded length, control characters shown as escapes."""
    text = line[: LINE_CHARACTERS * 4].decode("utf-8", "replace")
    shown = "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
    return shown if len(shown) <= LINE_CHARACTERS else shown[:LINE_CHARACTERS] + "…"
