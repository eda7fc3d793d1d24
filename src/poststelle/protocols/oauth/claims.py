"""A look into an access token, for diagnosis only.

The token is opaque to its client by contract: nothing may be decided by what is found, and finding nothing is no
error. No signature is checked.
"""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Mapping

from poststelle.protocols.oauth.json_document import mapping

LIMIT_CHARACTERS = 64 * 1024


def read(access_token: str) -> Mapping[str, object] | None:
    """The claims, unverified; None when it is no JWT."""
    parts = access_token.split(".")
    if len(parts) != 3 or len(access_token) > LIMIT_CHARACTERS:
        return None
    try:
        mapping(_decoded(parts[0]))
        return mapping(_decoded(parts[1]))
    except ValueError:
        return None


def _decoded(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part.encode("ascii") + b"=" * (-len(part) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError(str(error)) from None
