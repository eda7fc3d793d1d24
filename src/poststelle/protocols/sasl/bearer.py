"""What the two bearer-token mechanisms have in common: a name, a token, and fields that control-A ends."""

from typing import NamedTuple

SEPARATOR = "\x01"
SCHEME = "bearer "
LIMIT_OCTETS = 64 * 1024  # tokens with many groups reach 12 kB


class Bearer(NamedTuple):
    """`user` names the mailbox or person to sign on as; an empty token asks what the server would want."""

    user: str
    token: str


def field(name: str, value: str) -> str:
    if SEPARATOR in value:
        raise ValueError("control-A would end the field early")
    return f"{name}={value}{SEPARATOR}"


def authorization(token: str) -> str:
    """The `auth` field; RFC 6750 section 2.1 knows no blanks within a token."""
    if any(sign.isspace() for sign in token):
        raise ValueError("a token has no blanks")
    return field("auth", f"Bearer {token}")


def decoded(data: bytes) -> str:
    if len(data) > LIMIT_OCTETS:
        raise ValueError("response too long")
    return data.decode("utf-8")  # UnicodeDecodeError is a ValueError


def fields(text: str) -> dict[str, str]:
    """The `name=value` pairs between control-A signs; both ends must be there."""
    if not text.endswith(SEPARATOR + SEPARATOR):
        raise ValueError("the response is cut off")
    pairs = [part.partition("=") for part in text[:-2].split(SEPARATOR) if part]
    if any(not equals for _, equals, _ in pairs):
        raise ValueError("a field without a value")
    names = [name for name, _, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a field is named twice")
    return {name: value for name, _, value in pairs}


def token_of(authorization_field: str) -> str:
    if not authorization_field:
        return ""
    if authorization_field[: len(SCHEME)].lower() != SCHEME:
        raise ValueError("not a bearer token")
    return authorization_field[len(SCHEME) :].strip()
