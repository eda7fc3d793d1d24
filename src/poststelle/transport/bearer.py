"""A bearer token is as good as a password to whoever reads it: never in plain text (RFC 7628 section 4, RFC 6750).

The one exception is a server on this very machine that was configured without encryption.
"""

import ipaddress

from poststelle.model.errors import Misconfigured
from poststelle.transport.stream import Stream

MECHANISMS = frozenset({"XOAUTH2", "OAUTHBEARER"})


def check(mechanism: str, stream: Stream) -> None:
    """Raise `Misconfigured("token-needs-encryption")` rather than show a token to the network."""
    if mechanism.upper() not in MECHANISMS or stream.encrypted or loopback(stream.address):
        return
    raise Misconfigured("token-needs-encryption", field="encryption", host=stream.host, port=str(stream.port))


def loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False
