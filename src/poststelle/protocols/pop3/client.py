"""The client's role: commands written in the allowed order, and the server's octets turned into events.

    AUTHORIZATION   greeting, CAPA, STLS, USER/PASS or AUTH
    TRANSACTION     STAT, LIST, UIDL, RETR, TOP, DELE, RSET, NOOP, CAPA
    UPDATE          after QUIT: the server removes what DELE marked

Commands may be sent before the answer to the one before has come (PIPELINING, RFC 2449 section 6.6).
"""

import re
from collections import deque
from enum import StrEnum

from poststelle.model.errors import By, ProtocolViolation
from poststelle.protocols import dots
from poststelle.protocols.pop3.events import Answer, Challenge, End, Event, Piece
from poststelle.protocols.sasl import from_wire, to_wire

LINE_OCTETS = 64 * 1024
CODE = re.compile(r"\[([A-Za-z0-9/-]{1,30})\] ?")


class State(StrEnum):
    GREETING = "greeting"
    AUTHORIZATION = "authorization"
    TRANSACTION = "transaction"
    UPDATE = "update"


ALLOWED: dict[State, frozenset[str]] = {
    State.GREETING: frozenset(),
    State.AUTHORIZATION: frozenset({"CAPA", "STLS", "USER", "PASS", "AUTH", "QUIT", "NOOP"}),
    State.TRANSACTION: frozenset({"STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "RSET", "NOOP", "CAPA", "QUIT"}),
    State.UPDATE: frozenset(),
}
NEXT: dict[tuple[State, str], State] = {
    (State.GREETING, ""): State.AUTHORIZATION,
    (State.AUTHORIZATION, "PASS"): State.TRANSACTION,
    (State.AUTHORIZATION, "AUTH"): State.TRANSACTION,
    (State.AUTHORIZATION, "QUIT"): State.UPDATE,
    (State.TRANSACTION, "QUIT"): State.UPDATE,
}
MULTILINE = frozenset({"CAPA", "RETR", "TOP"})
MULTILINE_WITHOUT_ARGUMENT = frozenset({"LIST", "UIDL"})
GREETING = ""


class Client:
    def __init__(self) -> None:
        self.state = State.GREETING
        self._waiting: deque[tuple[str, bool]] = deque([(GREETING, False)])  # verb, whether lines follow an +OK
        self._buffer = bytearray()
        self._text: dots.Unstuffer | None = None

    @property
    def idle(self) -> bool:
        """Nothing is awaited and nothing lies around: TLS may begin."""
        return not self._waiting and not self._buffer and self._text is None

    def command(self, verb: str, *arguments: str | int) -> bytes:
        """The line to send; `ProtocolViolation` by us when it is out of order or would break out of its line."""
        if verb not in ALLOWED[self.state]:
            raise ProtocolViolation("pop3-out-of-order", by=By.US, command=verb, state=self.state.value)
        line = " ".join((verb, *map(str, arguments)))
        if any(sign < " " or sign == "\x7f" for sign in line):
            raise ProtocolViolation("pop3-control-character", by=By.US, command=verb)
        follows = verb in MULTILINE or (verb in MULTILINE_WITHOUT_ARGUMENT and not arguments)
        self._waiting.append((verb, follows))
        return line.encode() + dots.LINE_END

    def respond(self, response: bytes | None) -> bytes:
        """The answer to a challenge; None cancels."""
        return (b"*" if response is None else to_wire(response)) + dots.LINE_END

    def receive(self, data: bytes) -> list[Event]:
        """What these octets mean; `ProtocolViolation` by them when it is no POP3."""
        events: list[Event] = []
        rest: bytes | None = data
        while rest is not None:
            rest = self._text_piece(rest, events) if self._text else self._line(rest, events)
        return events

    def _text_piece(self, data: bytes, events: list[Event]) -> bytes | None:
        assert self._text is not None
        if octets := self._text.feed(data):
            events.append(Piece(octets))
        if self._text.rest is None:
            return None
        rest, self._text = self._text.rest, None
        events.append(End())
        return rest

    def _line(self, data: bytes, events: list[Event]) -> bytes | None:
        searched = len(self._buffer)
        self._buffer += data
        end = self._buffer.find(b"\n", searched)
        if end < 0 and len(self._buffer) <= LINE_OCTETS:
            return None
        if end < 0 or end > LINE_OCTETS:
            raise ProtocolViolation("line-too-long", by=By.THEM)
        line, rest = bytes(self._buffer[:end]), bytes(self._buffer[end + 1 :])
        self._buffer.clear()
        events.append(self._understood(line.removesuffix(b"\r")))
        return rest

    def _understood(self, line: bytes) -> Event:
        if not self._waiting:
            raise ProtocolViolation("pop3-answer-unasked", by=By.THEM, text=_shown(line))
        verb, follows = self._waiting[0]
        if verb == "AUTH" and (line == b"+" or line.startswith(b"+ ")):
            return Challenge(_challenge(line))
        answer = _answer(line)
        self._waiting.popleft()
        if answer.ok:
            self.state = NEXT.get((self.state, verb), self.state)
            self._text = dots.Unstuffer() if follows else None
        return answer


def _answer(line: bytes) -> Answer:
    mark, _, text = _shown(line).partition(" ")
    if mark.upper() == "+OK":
        return Answer(True, text)
    if mark.upper() != "-ERR":
        raise ProtocolViolation("pop3-answer-broken", by=By.THEM, text=_shown(line))
    code = CODE.match(text)
    return Answer(False, text, code[1].upper() if code else "")


def _challenge(line: bytes) -> bytes:
    """Some servers write words instead of base64 before the first response; they mean an empty challenge."""
    try:
        return from_wire(line[2:])
    except ValueError:
        return b""


def _shown(line: bytes) -> str:
    return line[:2000].decode("utf-8", "replace")
