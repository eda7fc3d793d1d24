"""What a server's octets mean to the client."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """+OK or -ERR. `code` is the response code in brackets, in capitals, of an -ERR."""

    ok: bool
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Challenge:
    """ "+ …": the exchange goes on. Never a success, whatever it looks like."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """Octets of a multi-line answer, dots undone."""

    octets: bytes


@dataclass(frozen=True, slots=True)
class End:
    """The multi-line answer is complete."""


Event = Answer | Challenge | Piece | End
