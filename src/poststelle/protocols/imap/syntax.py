"""The one grammar of both roles: values printed as arguments, and frames read as values (RFC 9051 section 4, 9).

    ("UID", Atom, b"a b", 5, None, [..])   ↔   UID "a b" 5 NIL (..)

Printing cannot inject: a word with anything but printable ASCII is refused, a string with CR, LF or 8-bit octets
becomes a literal, NUL is refused altogether (RFC 9051 section 4.3: never in a literal but literal8).
Reading is linear and does not recurse; lists nest to a limit.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols.imap.framing import Frame

DEPTH = 64
NUMBER_DIGITS = 20


class Atom(bytes):
    """A bare word: a name, a flag, a number, a sequence set. Strings are plain `bytes`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A string that is to be printed as a literal whatever is in it (APPEND); NUL is allowed, servers decide."""

    octets: bytes


Value: TypeAlias = "bytes | str | int | Literal | Sequence[Value] | None"
Read: TypeAlias = "bytes | list[Read] | None"  # what reading gives: Atom, string, list or NIL

QUOTABLE = re.compile(rb"[\x01-\x09\x0b\x0c\x0e-\x7f]*")
WORD = re.compile(
    rb"""[^\x00-\x20\x7f-\xff(){"]+
    | [A-Za-z0-9.]+\[[^\x00-\x1f\x7f-\xff\]{}]*\](?:<[0-9.]+>)?  # BODY[HEADER.FIELDS (Date)]: a section may hold blanks
    """,
    re.VERBOSE,
)
QUOTED_OCTETS = 1024  # longer strings are sent as literals, which servers limit less

TOKEN = re.compile(
    rb"""(?P<blank>\ )
    | (?P<open>\() | (?P<close>\))
    | "(?P<quoted>(?:[^"\\]++|\\.)*+)"
    | (?P<section>(?:BODY|BINARY)(?:\.PEEK|\.SIZE)?\[)
    | (?P<atom>[^\x00-\x20\x7f()"{]++)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
PARTIAL = re.compile(rb"\][^\x00-\x20\x7f()\"{]*")


def read(frame: Frame) -> list[Read]:
    """The frame's values; raises `ProtocolViolation` (by them)."""
    values: list[Read] = []
    stack: list[list[Read]] = []
    for index, text in enumerate(frame.texts):
        values = read_text(text, values, stack)
        if index < len(frame.literals):
            values.append(frame.literals[index])
    if stack:
        raise violation("parenthesis not closed", frame.texts[0])
    return values


def read_text(text: bytes, values: list[Read], stack: list[list[Read]]) -> list[Read]:
    """Add the text's tokens to the innermost open list; returns the one open at its end."""
    at = 0
    while at < len(text):
        token = TOKEN.match(text, at)
        if token is None:
            raise violation("unexpected octet", text[at : at + 40])
        at = token.end()
        match token.lastgroup:
            case "atom":
                values.append(None if token[0].upper() == b"NIL" else Atom(token[0]))
            case "open":
                if len(stack) >= DEPTH:
                    raise violation("lists nested too deeply", text[:40])
                stack.append(values)
                values = []
            case "close":
                if not stack:
                    raise violation("parenthesis not opened", text[:40])
                stack[-1].append(values)
                values = stack.pop()
            case "quoted":
                values.append(
                    re.sub(rb"\\(.)", rb"\1", token["quoted"], flags=re.DOTALL)
                    if b"\\" in token["quoted"]
                    else token["quoted"]
                )
            case "section":
                at = end_of_section(text, at)
                values.append(Atom(text[token.start() : at]))
    return values


def end_of_section(text: bytes, at: int) -> int:
    """Where BODY[HEADER.FIELDS (From "To")]<0> ends: blanks and parentheses belong to the word."""
    end = text.find(b"]", at)
    closed = PARTIAL.match(text, end) if end >= 0 else None
    if closed is None:
        raise violation("section not closed", text[:40])
    return closed.end()


def number(value: object) -> int:
    """The value as a number, 63 bits; raises `ProtocolViolation` (by them)."""
    if isinstance(value, bytes) and value.isdigit() and len(value) < NUMBER_DIGITS:
        return int(value)
    raise violation("number expected", repr(value).encode()[:40])


def string(value: object) -> bytes:
    """The value as octets, whether it came as word or string; NIL gives b""."""
    if value is None:
        return b""
    if isinstance(value, bytes):
        return bytes(value)
    raise violation("string expected", repr(value).encode()[:40])


def word(value: object) -> str:
    """The value as upper-case ASCII, for names."""
    return string(value).decode("ascii", "replace").upper()


def items(value: object) -> "list[Read]":
    """The value as a list; NIL gives an empty one."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise violation("list expected", repr(value).encode()[:40])


def pairs(values: Sequence[Read]) -> "Iterable[tuple[str, Read]]":
    """Name and value by turns: FETCH and STATUS items."""
    if len(values) % 2:
        raise violation("name without value", repr(values).encode()[:40])
    return ((word(values[at]), values[at + 1]) for at in range(0, len(values), 2))


def print_values(values: Sequence[Value], non_synchronizing: int = 0) -> list[bytes]:
    """The line in segments, without its end. Each segment but the first is to be sent after a continuation.

    Literals of up to `non_synchronizing` octets are sent at once (`{n+}`, RFC 7888). A server joins the segments.
    """
    segments = [b""]
    for index, value in enumerate(values):
        if index:
            segments[-1] += b" "
        print_value(value, segments, non_synchronizing)
    return segments


def print_value(value: Value, segments: list[bytes], non_synchronizing: int) -> None:
    match value:
        case None:
            segments[-1] += b"NIL"
        case Atom():
            segments[-1] += checked(value)
        case int():
            segments[-1] += str(value).encode()
        case bytes() | str():
            print_string(value if isinstance(value, bytes) else value.encode(), segments, non_synchronizing)
        case Literal():
            print_literal(value.octets, segments, non_synchronizing)
        case _:
            segments[-1] += b"("
            for index, inner in enumerate(value):
                if index:
                    segments[-1] += b" "
                print_value(inner, segments, non_synchronizing)
            segments[-1] += b")"


def print_string(octets: bytes, segments: list[bytes], non_synchronizing: int) -> None:
    if len(octets) <= QUOTED_OCTETS and QUOTABLE.fullmatch(octets):
        segments[-1] += b'"' + octets.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
        return
    if b"\x00" in octets:
        raise ProtocolViolation("imap-argument", by=By.US, text="NUL in a string")
    print_literal(octets, segments, non_synchronizing)


def print_literal(octets: bytes, segments: list[bytes], non_synchronizing: int) -> None:
    at_once = len(octets) <= non_synchronizing
    segments[-1] += b"{%d%s}\r\n" % (len(octets), b"+" if at_once else b"")
    if at_once:
        segments[-1] += octets
    else:
        segments.append(octets)


def checked(atom: bytes) -> bytes:
    """Refuse what would end the word or the line."""
    if not WORD.fullmatch(atom):
        raise ProtocolViolation("imap-argument", by=By.US, text=f"not a word: {atom[:40]!r}")
    return bytes(atom)


def violation(what: str, where: bytes) -> ProtocolViolation:
    return ProtocolViolation(
        "imap-syntax", by=By.THEM, text=f"{what}: {where[:80].decode('ascii', 'backslashreplace')}"
    )
