"""Sender and recipients as they go on the wire: nothing in an address can become a command."""

from poststelle.model.errors import By, ProtocolViolation

PATH_OCTETS = 254
FORBIDDEN = frozenset("<>")


def path(address: str) -> str:
    """Between its angle brackets; the empty sender is `<>`. A domain beyond ASCII is written in its ASCII form."""
    if not address:
        return "<>"
    local, at, domain = address.rpartition("@")
    if not (at and local and domain) or len(address.encode("utf-8", "replace")) > PATH_OCTETS:
        raise _broken(address)
    if any(sign in FORBIDDEN or sign.isspace() or not sign.isprintable() for sign in address):
        raise _broken(address)
    return f"<{local}@{_domain(domain, address)}>"


def is_international(address: str) -> bool:
    """It needs SMTPUTF8, RFC 6531: the part before the "@" has no other form."""
    return not address.rpartition("@")[0].isascii()


def _domain(domain: str, address: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        raise _broken(address) from None


def _broken(address: str) -> ProtocolViolation:
    return ProtocolViolation("smtp-address-broken", by=By.US, address=repr(address)[:300])
