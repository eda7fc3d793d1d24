"""The lines of CAPA, LIST, UIDL and STAT, read. Servers may add words at the end of a line; they are ignored."""

from collections.abc import Mapping

from poststelle.model.errors import By, ProtocolViolation

LINES = 1_000_000


def capabilities(body: bytes) -> Mapping[str, tuple[str, ...]]:
    """`{"TOP": (), "SASL": ("PLAIN", "XOAUTH2")}`, names in capitals."""
    found = (line.decode("utf-8", "replace").split() for line in _lines(body))
    return {words[0].upper(): tuple(words[1:]) for words in found if words}


def sizes(body: bytes) -> dict[int, int]:
    """Message number to octets."""
    return {number: _number(size) for number, size in _pairs(body)}


def unique_ids(body: bytes) -> dict[int, str]:
    """Message number to UIDL; RFC 1939 allows 1 to 70 printable signs, we take what servers give up to 500."""
    return {number: size.decode("utf-8", "replace")[:500] for number, size in _pairs(body)}


def count_and_octets(text: str) -> tuple[int, int]:
    """The answer to STAT."""
    words = text.encode().split()
    if len(words) < 2:
        raise ProtocolViolation("pop3-answer-broken", by=By.THEM, text=text)
    return _number(words[0]), _number(words[1])


def _pairs(body: bytes) -> list[tuple[int, bytes]]:
    pairs = []
    for line in _lines(body):
        words = line.split()
        if len(words) < 2:
            raise ProtocolViolation("pop3-answer-broken", by=By.THEM, text=line[:200].decode("utf-8", "replace"))
        pairs.append((_number(words[0]), words[1]))
    return pairs


def _lines(body: bytes) -> list[bytes]:
    lines = body.split(b"\r\n")
    if len(lines) > LINES:
        raise ProtocolViolation("pop3-answer-too-long", by=By.THEM)
    return [line for line in lines if line]


def _number(word: bytes) -> int:
    if not word.isdigit() or len(word) > 15:
        raise ProtocolViolation("pop3-answer-broken", by=By.THEM, text=word[:200].decode("utf-8", "replace"))
    return int(word)
