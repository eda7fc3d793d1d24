"""The server's role: commands read, answers written. Which command is allowed when is the server's own affair."""

from base64 import b64encode
from collections.abc import Iterable
from typing import NamedTuple

from poststelle.protocols import dots

COMMAND_OCTETS = 255  # RFC 2449 section 4
CODES = frozenset({"AUTH", "IN-USE", "LOGIN-DELAY", "SYS/TEMP", "SYS/PERM", "UTF8"})


class Command(NamedTuple):
    """`verb` in capitals. A password may hold blanks, so PASS has one argument: the rest of the line."""

    verb: str
    arguments: tuple[str, ...] = ()


def parse(line: bytes) -> Command:
    """One command line; `ValueError` if it is too long, empty, or no text."""
    text = line.removesuffix(b"\n").removesuffix(b"\r")
    if len(text) > COMMAND_OCTETS:
        raise ValueError("command line too long")
    if any(octet < 32 for octet in text):
        raise ValueError("control character in a command")
    verb, _, rest = text.decode("utf-8").partition(" ")
    if not (verb.isascii() and verb.isalnum()):
        raise ValueError("no command")
    if verb.upper() == "PASS":
        return Command("PASS", (rest,))
    return Command(verb.upper(), tuple(rest.split()))


def ok(text: str = "") -> bytes:
    return _line("+OK", text)


def err(text: str = "", code: str = "") -> bytes:
    """`code` is one of RFC 2449 and 3206: AUTH, IN-USE, LOGIN-DELAY, SYS/TEMP, SYS/PERM."""
    if code and code not in CODES:
        raise ValueError(f"unknown response code: {code!r}")
    return _line("-ERR", f"[{code}] {text}".rstrip() if code else text)


def challenge(data: bytes = b"") -> bytes:
    """Asks for the next step of a SASL exchange."""
    return b"+ " + b64encode(data) + dots.LINE_END


def multiline(text: str, lines: Iterable[bytes]) -> bytes:
    body = b"".join(_checked(line) + dots.LINE_END for line in lines)
    return ok(text) + dots.stuff(body) + dots.END


def message(text: str, raw: bytes) -> bytes:
    """An answer to RETR or TOP; a message without a line end at its end gets one, since the protocol needs it."""
    return ok(text) + dots.stuff(dots.ended(raw)) + dots.END


def top(raw: bytes, lines: int) -> bytes:
    """Header, blank line, and so many lines of the body."""
    end = 0 if raw.startswith(b"\r\n") else raw.find(b"\r\n\r\n") + 2
    if end == 1:
        return raw
    position = end + 2
    for _ in range(lines):
        found = raw.find(b"\r\n", position)
        if found < 0:
            return raw
        position = found + 2
    return raw[:position]


def octets(raw: bytes) -> int:
    """The size that STAT and LIST show: what RETR will send, without doubled dots."""
    return len(dots.ended(raw))


def _line(mark: str, text: str) -> bytes:
    return _checked(f"{mark} {text}".rstrip(" ").encode()) + dots.LINE_END


def _checked(line: bytes) -> bytes:
    if b"\r" in line or b"\n" in line:
        raise ValueError("a line end within a line")
    return line
