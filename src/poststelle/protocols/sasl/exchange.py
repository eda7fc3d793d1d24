"""The client's side of a sign-in as the list of its answers, whatever protocol carries it.

    S: challenge 1 (empty, where the server does not speak first)
    C: responses[0]
    S: challenge 2                     with XOAUTH2 and OAUTHBEARER: why the token is refused, in JSON
    C: responses[1]                    asks for the final word
    S: accepted / refused

A client that does not answer the second challenge hangs; one that takes it for success is fooled
(POP3 writes it as "+ …").
"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from poststelle.protocols.sasl import login, oauthbearer, plain, xoauth2

PREFERRED = ("OAUTHBEARER", "XOAUTH2")


@dataclass(frozen=True, slots=True)
class Exchange:
    """`initial` says whether the first response may be sent together with the command."""

    mechanism: str
    responses: tuple[bytes, ...] = field(repr=False)
    initial: bool = True

    def answer(self, challenge_number: int) -> bytes | None:
        """What to say to the n-th challenge, counted from 0; None means to cancel."""
        return self.responses[challenge_number] if challenge_number < len(self.responses) else None


def _xoauth2(user: str, secret: str, host: str, port: int) -> Exchange:
    return Exchange("XOAUTH2", (xoauth2.initial_response(user, secret), xoauth2.ANSWER_TO_CHALLENGE))


def _oauthbearer(user: str, secret: str, host: str, port: int) -> Exchange:
    first = oauthbearer.initial_response(user, secret, host, port)
    return Exchange("OAUTHBEARER", (first, oauthbearer.ANSWER_TO_CHALLENGE))


def _plain(user: str, secret: str, host: str, port: int) -> Exchange:
    return Exchange("PLAIN", (plain.initial_response(user, secret),))


def _login(user: str, secret: str, host: str, port: int) -> Exchange:
    return Exchange("LOGIN", login.responses(user, secret), initial=False)


MECHANISMS: dict[str, Callable[[str, str, str, int], Exchange]] = {
    "XOAUTH2": _xoauth2,
    "OAUTHBEARER": _oauthbearer,
    "PLAIN": _plain,
    "LOGIN": _login,
}


def begin(mechanism: str, user: str, secret: str, host: str = "", port: int = 0) -> Exchange:
    """The answers of one sign-in; `ValueError` for an unknown mechanism or a sign that would end a field early."""
    try:
        make = MECHANISMS[mechanism.upper()]
    except KeyError:
        raise ValueError(f"unknown mechanism: {mechanism!r}") from None
    return make(user, secret, host, port)


def choose(offered: Iterable[str], preferred: Sequence[str] = PREFERRED) -> str | None:
    """The first of the preferred mechanisms that the server offers."""
    there = {name.upper() for name in offered}
    return next((name for name in preferred if name.upper() in there), None)


def to_wire(data: bytes) -> bytes:
    return b64encode(data)


def from_wire(line: bytes) -> bytes:
    """Base64 decoded; `ValueError` if it is none. A lone "=" is the empty response, RFC 4954 section 4."""
    line = line.strip()
    if line in (b"", b"="):
        return b""
    try:
        return b64decode(line, validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from None
