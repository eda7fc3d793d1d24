"""Encoded words in headers, RFC 2047, as they are really written: glued, split inside a character, unpadded."""

import re

from poststelle.protocols.mime import charsets
from poststelle.protocols.mime.transfer import base64_octets

LIMIT = 64 * 1024
WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?([^?]*)\?=")
BLANKS = re.compile(r"[ \t\r\n]+")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode(value: str) -> str:
    """One line of text. Blanks between two encoded words are not part of it, section 6.2."""
    if "=?" not in value:
        return one_line(value[:LIMIT])
    pieces: list[str] = []
    charset, pending, position = "", b"", 0
    for word in WORD.finditer(value[:LIMIT]):
        between = value[position : word.start()]
        label = word[1].partition("*")[0].lower()
        if between.strip(" \t\r\n") or (not pending and position == 0) or label != charset:
            pieces.append(charsets.decode(pending, charset))
            pending = b""
            pieces.append(between if between.strip(" \t\r\n") or not position else "")
        charset, position = label, word.end()
        pending += _octets(word[2], word[3])
    pieces += [charsets.decode(pending, charset), value[position:LIMIT]]
    return one_line("".join(pieces))


def one_line(text: str) -> str:
    """No control character survives: an encoded word can hold line ends, and headers end up in logs and commands."""
    return charsets.clean(CONTROLS.sub(" ", text)).strip()


def _octets(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if encoding in "bB":
        return base64_octets(data)
    return HEX.sub(lambda found: bytes((int(found[1], 16),)), BLANKS.sub(" ", text.replace("_", " ")).encode())
