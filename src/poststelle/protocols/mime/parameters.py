"""Values with parameters: Content-Type and Content-Disposition, RFC 2045 and, for long and foreign ones, RFC 2231."""

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from poststelle.protocols.mime import charsets, words

PARAMETERS = 200
PARAMETER = re.compile(r';\s*([^\s=;"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.S)
NAME = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
ESCAPED = re.compile(r"\\(.)", re.S)
TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
DIRECTIONS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")  # and marks of no width


class Value(NamedTuple):
    """`main` in lower case, without parameters."""

    main: str
    parameters: dict[str, str]


class Piece(NamedTuple):
    text: str
    extended: bool


def parse(value: str) -> Value:
    main = value.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, Piece]] = {}
    for count, found in enumerate(PARAMETER.finditer(value)):
        name = NAME.fullmatch(found[1].lower())
        if name is None or count >= PARAMETERS:
            continue
        text = _unquoted(found[2])
        if name[2] is None and name[3] is None:
            plain.setdefault(name[1], words.decode(text))
        else:
            pieces.setdefault(name[1], {}).setdefault(int(name[2] or 0), Piece(text, name[3] is not None))
    return Value(main, {**plain, **{name: _joined(parts) for name, parts in pieces.items()}})


def content_type(value: str, default: str = "text/plain") -> Value:
    """What is no type at all is plain text, RFC 2045 section 5.2."""
    found = parse(value)
    return found if TYPE.fullmatch(found.main) else Value(default, found.parameters)


def file_name(text: str) -> str:
    """Without folders, control signs and the marks that turn "exe.txt" around."""
    name = DIRECTIONS.sub("", words.one_line(text)).replace("\\", "/").rpartition("/")[2]
    return name.strip(" .")[:200]


def _unquoted(text: str) -> str:
    text = text.strip()
    if not text.startswith('"'):
        return text
    return ESCAPED.sub(r"\1", text[1:].removesuffix('"'))


def _joined(pieces: dict[int, Piece]) -> str:
    """`charset'language'text`, percent signs undone; the pieces in the order of their numbers."""
    ordered = [pieces[number] for number in sorted(pieces)]
    charset = ""
    if ordered[0].extended and ordered[0].text.count("'") >= 2:
        charset, _, rest = ordered[0].text.split("'", 2)
        ordered[0] = Piece(rest, True)
    octets = b"".join(unquote_to_bytes(text) if extended else text.encode() for text, extended in ordered)
    return words.one_line(charsets.decode(octets, charset))
