"""PLAIN, name and password in one line, RFC 4616. Within TLS only; the sessions see to that."""

from typing import NamedTuple

NUL = "\x00"
LIMIT_OCTETS = 8 * 1024


class Login(NamedTuple):
    """`authorize_as` is empty unless somebody signs on for another name."""

    user: str
    password: str
    authorize_as: str = ""


def initial_response(user: str, password: str, authorize_as: str = "") -> bytes:
    if NUL in user or NUL in password or NUL in authorize_as:
        raise ValueError("NUL would end the field early")
    return NUL.join((authorize_as, user, password)).encode()


def parse(response: bytes) -> Login:
    """The server's reading; `ValueError` when it is something else."""
    if len(response) > LIMIT_OCTETS:
        raise ValueError("response too long")
    fields = response.decode("utf-8").split(NUL)
    if len(fields) != 3 or not fields[1] or not fields[2]:
        raise ValueError("three fields are needed: authorization, name, password")
    return Login(fields[1], fields[2], fields[0])
