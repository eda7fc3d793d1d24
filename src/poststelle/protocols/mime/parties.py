"""Names and addresses out of From, To, Cc: RFC 5322 section 3.4, and what people write instead.

It goes over the text once. Encoded words are decoded last, since they may hold commas and brackets.
"""

import re
from collections.abc import Iterator
from itertools import islice

from poststelle.model.message import Party
from poststelle.protocols.mime import words

LIMIT = 256 * 1024
PARTIES = 2_000
ADDRESS_CHARACTERS = 320
TOKEN = re.compile(
    r"=\?[^?\s]{1,80}\?[bBqQ]\?[^?]*\?="  # an encoded word may hold signs that it should not
    r'|"(?:[^"\\]|\\.)*"?|<[^<>]*>|[,;:]|\[[^\[\]]*\]|(?:(?!=\?)[^",;:<()\[\]])+|[()<\[\]>=]',
    re.S,
)
ESCAPED = re.compile(r"\\(.)", re.S)


class Draft:
    """The party under way."""

    def __init__(self) -> None:
        self.phrase: list[str] = []
        self.comment: list[str] = []
        self.angle: str | None = None
        self.quoted = False

    def party(self) -> Party | None:
        text = words.decode("".join(self.phrase))
        comment = words.decode("".join(self.comment))
        if self.angle is not None:
            return Party(text or comment, address(self.angle))
        if "@" in text and not self.quoted:
            found = next(word for word in text.split() if "@" in word)
            rest = " ".join(word for word in text.split() if word != found)
            return Party(rest or comment, address(found))
        return Party(text, "") if text else None


def parse(value: str) -> tuple[Party, ...]:
    return tuple(islice(_merged(_parties(value[:LIMIT])), PARTIES))


def address(text: str) -> str:
    """Without a source route and without blanks."""
    text = "".join(words.one_line(text).split())
    if text.startswith("@") and ":" in text:
        text = text.partition(":")[2]
    return text.strip("<>'\"")[:ADDRESS_CHARACTERS]


def _parties(value: str) -> Iterator[Party | None]:
    """None stands where a comma was followed by nothing, or a group ended."""
    draft, depth = Draft(), 0
    for found in TOKEN.finditer(value):
        sign = found[0]
        if depth:
            depth += {"(": 1, ")": -1}.get(sign, 0)
            draft.comment.append(sign if depth else "")
        elif sign == "(":
            depth = 1
        elif sign in ",;":
            yield draft.party()
            if sign == ";":
                yield None
            draft = Draft()
        elif sign == ":":  # the name of a group came before
            draft = Draft()
        else:
            _take(draft, sign)
    yield draft.party()


def _take(draft: Draft, sign: str) -> None:
    if sign[0] == "<" and sign[-1] == ">" and len(sign) > 1:
        draft.angle = sign[1:-1]
    elif sign[0] == '"':
        draft.phrase.append(ESCAPED.sub(r"\1", sign[1:].removesuffix('"')))
        draft.quoted = True
    elif sign not in "()<>":
        draft.quoted = draft.quoted and "@" not in sign
        draft.phrase.append(sign)


def _merged(parties: Iterator[Party | None]) -> Iterator[Party]:
    """`Müller, Hans <hans@example.test>` is one person who forgot the quotes."""
    waiting: Party | None = None
    for party in parties:
        if waiting and party and party.address and party.name:
            yield Party(f"{waiting.name}, {party.name}", party.address)
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = party if party and not party.address else None
        if party and party.address:
            yield party
    if waiting:
        yield waiting
