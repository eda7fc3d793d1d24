"""The server's half of IMAP: octets in, requests out; answers in, octets out.

    server = Server()
    server.condition("OK", "ready", "CAPABILITY", "IMAP4rev1", "SASL-IR")      greeting
    server.receive(octets)
    while (request := server.next_request()) is not None:
        match request:
            case Command(name="UID FETCH", arguments=[which, what, *_]): …
            case Answer(octets): …         to `challenge`; None when the client cancelled with "*"
            case Done(): …                 the client ended IDLE
            case Mistake(): …              a line that was no command; it has been answered BAD already
    await write(server.take())

Answers, in the order they are said:

    data("CAPABILITY", Atom(b"IMAP4rev1"))                  * CAPABILITY IMAP4rev1
    numbered(12, "FETCH", [Atom(b"UID"), 7, Atom(b"BODY[]"), Literal(octets)])
    condition("BYE", "gone")                                * BYE gone
    complete(command, "NO", "no such folder", "TRYCREATE")  A1 NO [TRYCREATE] no such folder
    challenge(octets) / idling()                            + …, and the next request is `Answer` / `Done`
    raw(line)                                               a line as it stands, for imitating faults

Take one request at a time: how the next line is read depends on the answer. Literals are asked for by the engine,
those beyond the limits are refused with NO [TOOBIG]. What is allowed when is the server's business. Arguments are bytes
(`Atom` if bare), lists, or None for NIL; `sets.py` and `fetching.py` read sequence sets and FETCH items,
`folders_utf7.py` names, `dates.py` dates.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from poststelle.model.errors import ProtocolViolation
from poststelle.protocols.imap import syntax
from poststelle.protocols.imap.framing import Announced, Frame, Framer, Limits
from poststelle.protocols.imap.syntax import Atom, Read, Value

LIMITS = Limits(line_octets=64 * 1024, literal_octets=64 * 1024 * 1024, literals=100)
LIMITS_BEFORE_LOGIN = Limits(line_octets=64 * 1024, literal_octets=64 * 1024, literals=10)
COMMAND = re.compile(
    rb"^(?P<tag>[^\x00-\x20\x7f-\xff(){%*\"\\+]{1,64}) (?P<uid>UID )?(?P<name>[A-Za-z][A-Za-z0-9-]{0,31})(?: |$)",
    re.IGNORECASE,
)
TAG = re.compile(rb"^[^\x00-\x20\x7f-\xff(){%*\"\\+]{1,64}(?= )")


@dataclass(frozen=True, slots=True)
class Command:
    """`name` in upper case: "SELECT", "UID FETCH"."""

    tag: str
    name: str
    arguments: tuple[Read, ...] = ()

    @property
    def initial_response(self) -> bytes | None:
        """Of AUTHENTICATE (RFC 4959): None if there is none, b"" for "="; raises `ValueError` if it is no base64."""
        if len(self.arguments) < 2:
            return None
        return decoded(syntax.string(self.arguments[1]))


@dataclass(frozen=True, slots=True)
class Answer:
    """To a challenge. None: cancelled; or not base64, which comes to the same."""

    octets: bytes | None


@dataclass(frozen=True, slots=True)
class Done:
    """The client ended IDLE."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """Answered with BAD already; count them, Exchange closes after ten."""

    text: str


Request: TypeAlias = Command | Answer | Done | Mistake


class Awaits(Enum):
    COMMAND = auto()
    ANSWER = auto()
    DONE = auto()


class Server:
    def __init__(self, limits: Limits = LIMITS) -> None:
        self._framer = Framer(limits)
        self._awaits = Awaits.COMMAND
        self._sent: list[bytes] = []

    @property
    def limits(self) -> Limits:
        return self._framer.limits

    @limits.setter
    def limits(self, limits: Limits) -> None:
        """Smaller ones before the login (`LIMITS_BEFORE_LOGIN`)."""
        self._framer.limits = limits

    def receive(self, data: bytes) -> None:
        self._framer.feed(data)

    def next_request(self) -> Request | None:
        """None when more octets are needed; raises `ProtocolViolation` (by them) when only BYE is left to say."""
        while True:
            self._framer.literal_may_follow = self._literal_may_follow
            frame = self._framer.next()
            if frame is None:
                return None
            if not isinstance(frame, Announced):
                return self._request(frame)
            self._announced(frame)

    def take(self) -> bytes:
        """The octets to be sent now."""
        taken = b"".join(self._sent)
        self._sent.clear()
        return taken

    def data(self, name: str, *values: Value) -> None:
        self._print((Atom(b"*"), Atom(name.encode()), *values))

    def numbered(self, number: int, name: str, *values: Value) -> None:
        self._print((Atom(b"*"), number, Atom(name.encode()), *values))

    def condition(self, kind: str, text: str, code: str = "", *arguments: Value) -> None:
        self._status("*", kind, text, code, arguments)

    def complete(self, command: Command, kind: str, text: str, code: str = "", *arguments: Value) -> None:
        self._awaits = Awaits.COMMAND
        self._status(command.tag, kind, text, code, arguments)

    def challenge(self, octets: bytes = b"") -> None:
        self._awaits = Awaits.ANSWER
        self._sent.append(b"+ " + base64.b64encode(octets) + b"\r\n")

    def idling(self) -> None:
        self._awaits = Awaits.DONE
        self._sent.append(b"+ idling\r\n")

    def raw(self, line: bytes) -> None:
        self._sent.append(line + b"\r\n")

    def tls_started(self) -> None:
        """Forget what came in plain text behind STARTTLS."""
        self._framer.drop_all()

    def _literal_may_follow(self, _: bytes) -> bool:
        return self._awaits is Awaits.COMMAND

    def _announced(self, literal: Announced) -> None:
        try:
            self._framer.accept()
        except ProtocolViolation:
            if not literal.synchronizing:
                raise
            self._framer.drop_frame()
            tag = TAG.match(literal.text)
            self._status(tag[0].decode() if tag else "*", "NO", "Literal too large", "TOOBIG", ())
            return
        if literal.synchronizing:
            self._sent.append(b"+ go on\r\n")

    def _request(self, frame: Frame) -> Request:
        if self._awaits is Awaits.COMMAND:
            return self._command(frame)
        awaited, self._awaits = self._awaits, Awaits.COMMAND
        line = frame.texts[0]
        if awaited is Awaits.ANSWER:
            return Answer(answer_of(line))
        return Done() if line.strip().upper() == b"DONE" else self._mistake("*", "DONE expected")

    def _command(self, frame: Frame) -> Request:
        first = frame.texts[0]
        found = COMMAND.match(first)
        if not found:
            tag = TAG.match(first)
            return self._mistake(tag[0].decode() if tag else "*", "Command not understood")
        rest = Frame((first[found.end() :], *frame.texts[1:]), frame.literals)
        try:
            arguments = syntax.read(rest)
        except ProtocolViolation as error:
            return self._mistake(found["tag"].decode(), "Arguments not understood: " + error.facts["text"])
        name = ("UID " if found["uid"] else "") + found["name"].decode().upper()
        return Command(found["tag"].decode(), name, tuple(arguments))

    def _mistake(self, tag: str, text: str) -> Mistake:
        self._status(tag, "BAD", text, "", ())
        return Mistake(text)

    def _status(self, tag: str, kind: str, text: str, code: str, arguments: tuple[Value, ...]) -> None:
        shown = " ".join(text.split()).encode()
        bracket = b""
        if code:
            inner = b"".join(syntax.print_values((Atom(code.encode()), *map(bare, arguments))))
            bracket = b"[" + inner + b"] "
        self._sent.append(tag.encode() + b" " + kind.encode() + b" " + bracket + shown + b"\r\n")

    def _print(self, values: tuple[Value, ...]) -> None:
        self._sent.extend(syntax.print_values(values))
        self._sent.append(b"\r\n")


def bare(value: Value) -> Value:
    """Texts within a response code are words: capabilities, flags, sets."""
    return Atom(value.encode()) if isinstance(value, str) else value


def answer_of(line: bytes) -> bytes | None:
    if line == b"*":
        return None
    try:
        return base64.b64decode(line, validate=True)
    except binascii.Error:
        return None


def decoded(text: bytes) -> bytes:
    if text == b"=":
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
