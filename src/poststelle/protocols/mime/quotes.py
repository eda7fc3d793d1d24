"""What is new in a reply, and what it quotes: the library's rules, and those of German mail programs.

Nothing is thrown away: both halves together are the whole text. When nothing new would be left, all of it is new.
"""

import re
from typing import NamedTuple

from mailparser_reply import EmailReplyParser  # type: ignore[import-untyped]

LIMIT = 200_000
LANGUAGES = ["en", "de", "fr"]
SEPARATORS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"-{3,} ?(?:Ursprüngliche|Urspr\.|Original|Weitergeleitete|Forwarded) ?-?(?:Nachricht|Message|Mail)? ?-{3,}",
        r"_{10,}",
        r"-- ?",
        r"Am .{3,150} schrieb .{1,200}:",
        r"On .{3,150} wrote:",
        r"Von meinem \S{2,30} gesendet\.?",
        r"(?:Gesendet von|Gesendet mit|Sent from my|Sent from|Get Outlook for|Holen Sie sich Outlook für) .{2,60}",
    )
)
FROM_LINE = re.compile(r"\*?(?:Von|From) ?:\*? .{1,300}", re.I)
DATE_LINE = re.compile(r"\*?(?:Gesendet|Datum|Sent|Date) ?:\*? .{1,200}", re.I)
LINE_CHARACTERS = 500


class Split(NamedTuple):
    new: str
    quoted: str


def split(text: str) -> Split:
    if len(text) > LIMIT:
        return Split(text, "")
    cut = min(_by_lines(text), _by_library(text))
    if not text[:cut].strip():
        return Split(text, "")
    return Split(text[:cut].rstrip() + "\n", text[cut:].lstrip("\n"))


def _by_lines(text: str) -> int:
    """Where the first separator stands, or the quote that the text ends with."""
    position = 0
    lines = text.splitlines(keepends=True)
    quote = _last_quote(lines)
    for number, line in enumerate(lines):
        if number == quote or _separates(line.strip(), lines[number + 1 : number + 4]):
            return position
        position += len(line)
    return position


def _separates(line: str, following: list[str]) -> bool:
    if len(line) > LINE_CHARACTERS:
        return False
    if any(pattern.fullmatch(line) for pattern in SEPARATORS):
        return True
    together = f"{line} {following[0].strip()[:LINE_CHARACTERS]}" if following else line
    if line[:3] in ("Am ", "On ") and any(pattern.fullmatch(together) for pattern in SEPARATORS):
        return True  # the line was wrapped
    return bool(FROM_LINE.fullmatch(line)) and any(DATE_LINE.match(other.strip()) for other in following)


def _last_quote(lines: list[str]) -> int:
    """The number of the first line of ">" that are followed by nothing else; -1 when the text ends otherwise."""
    number, found = len(lines), -1
    while number > 0:
        line = lines[number - 1].strip()
        if line and not line.startswith(">"):
            break
        number -= 1
        found = number if line else found
    return found


def _by_library(text: str) -> int:
    replies = EmailReplyParser(languages=LANGUAGES).read(text).replies
    first = replies[0].body.rstrip() if replies else ""
    start = text.find(first[:2_000]) if first.strip() else -1
    return start + len(first) if start >= 0 and text.startswith(first, start) else len(text)
