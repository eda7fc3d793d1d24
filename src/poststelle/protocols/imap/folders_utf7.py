"""Modified UTF-7, the names of folders on the wire (RFC 3501 section 5.1.3): "Entwürfe" is `Entw&APw-rfe`.

Reading is lenient, since servers and old clients put UTF-8 or worse there: what is no UTF-7 is shown as it came.
"""

import base64
import binascii
import re

ENCODED = re.compile(r"&([A-Za-z0-9+,]*)-")
NOT_PLAIN = re.compile(r"[^\x20-\x7e]+|&")


def encode(name: str) -> str:
    """The name as on the wire, ASCII."""
    return NOT_PLAIN.sub(lambda found: "&-" if found[0] == "&" else "&" + base64_of(found[0]) + "-", name)


def decode(path: str) -> str:
    """The name for people; `path` as we keep it (octets as Latin-1)."""
    if not path.isascii():
        return path.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return ENCODED.sub(lambda found: text_of(found[1]) if found[1] else "&", path)
    except (binascii.Error, UnicodeDecodeError):
        return path


def base64_of(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be", "surrogatepass")).decode().rstrip("=").replace("/", ",")


def text_of(encoded: str) -> str:
    padded = encoded.replace(",", "/") + "=" * (-len(encoded) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")
