"""What a client is told, one value an event; made from frames."""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from poststelle.model.errors import ProtocolViolation
from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.framing import Frame
from poststelle.protocols.imap.syntax import Read

STATUS = re.compile(
    rb"^(?P<tag>[^\s(){%*\"\\]+|\*) (?P<kind>OK|NO|BAD|BYE|PREAUTH)(?: (?P<rest>.*))?$", re.IGNORECASE | re.DOTALL
)
CODE = re.compile(rb"^\[(?P<name>[^\s\]]+)(?: (?P<arguments>[^\]]*))?\] ?", re.DOTALL)
NUMBERED = re.compile(rb"^\* (?P<number>\d{1,10}) (?P<name>[A-Za-z]+)(?: (?P<rest>.*))?$", re.DOTALL)
NAMED = re.compile(rb"^\* (?P<name>[A-Za-z][A-Za-z0-9._-]*)(?: (?P<rest>.*))?$", re.DOTALL)
TEXT_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Condition:
    """`* OK`, `* NO`, `* BAD`, `* BYE`, and the greeting's `* PREAUTH`. `code` is upper-case, "" when there is none."""

    kind: str
    text: str
    code: str = ""
    arguments: tuple[Read, ...] = ()
    line: bytes = field(default=b"", compare=False, repr=False)

    @property
    def said(self) -> str:
        """As the server said it: `NO [AUTHENTICATIONFAILED] Authentication failed.`"""
        return self.line.partition(b" ")[2].decode("utf-8", "replace")[:TEXT_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Greeting(Condition):
    """The first line of a connection: OK, PREAUTH or BYE."""


@dataclass(frozen=True, slots=True)
class Completion(Condition):
    """The end of the command with this tag: OK, NO or BAD."""

    tag: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class Data:
    """Untagged data: `name` in upper case, its number (`* 12 EXISTS`) and values."""

    name: str
    number: int | None = None
    values: tuple[Read, ...] = ()
    line: bytes = field(default=b"", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Continuation:
    """The server waits for us: a SASL challenge (base64 as it came), or IDLE has begun."""

    text: bytes
    line: bytes = field(default=b"", compare=False, repr=False)


Event: TypeAlias = Greeting | Condition | Completion | Data | Continuation


def literal_may_follow(line: bytes) -> bool:
    """Not in texts for people, which may well end with "{12}"."""
    return not (line.startswith(b"+") or STATUS.match(line))


def of_frame(frame: Frame) -> Event:
    """The frame as an event; raises `ProtocolViolation` (by them)."""
    first = frame.texts[0]
    if first == b"+" or first.startswith(b"+ "):
        return Continuation(first[2:], frame.line)
    if status := STATUS.match(first):
        return of_status(status, frame.line)
    if numbered := NUMBERED.match(first):
        name = numbered["name"].decode().upper()
        return Data(name, int(numbered["number"]), values_of(frame, numbered["rest"]), frame.line)
    if named := NAMED.match(first):
        return Data(named["name"].decode().upper(), None, values_of(frame, named["rest"]), frame.line)
    raise syntax.violation("neither status nor data", first)


def values_of(frame: Frame, rest: bytes | None) -> tuple[Read, ...]:
    return tuple(syntax.read(Frame((rest or b"", *frame.texts[1:]), frame.literals)))


def of_status(status: re.Match[bytes], line: bytes) -> Condition:
    rest = status["rest"] or b""
    code, arguments = "", tuple[Read, ...]()
    if found := CODE.match(rest):
        code = found["name"].decode("ascii", "replace").upper()
        arguments = lenient(found["arguments"] or b"")
        rest = rest[found.end() :]
    text = rest.decode("utf-8", "replace")[:TEXT_CHARACTERS]
    kind = status["kind"].decode().upper()
    if status["tag"] == b"*":
        return Condition(kind, text, code, arguments, line)
    return Completion(kind, text, code, arguments, line, tag=status["tag"].decode("ascii", "replace"))


def lenient(arguments: bytes) -> tuple[Read, ...]:
    """A code's arguments; servers put anything there, and nothing may hang on what cannot be read."""
    try:
        return tuple(syntax.read(Frame((arguments,))))
    except ProtocolViolation:
        return (arguments,)
