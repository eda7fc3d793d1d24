"""A message made readable: `read` never raises, whatever the octets, and takes time in proportion to their number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from poststelle.model.message import Attachment, Party
from poststelle.protocols.mime import charsets, dates, fields, html_text, parameters, parties, transfer, tree, words
from poststelle.protocols.mime.fields import Header
from poststelle.protocols.mime.tree import Part, Walk

TEXT_OCTETS = 4 * 1024 * 1024
SUBJECT_CHARACTERS = 4_000
HEADERS = 200
REFERENCES = 100
MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
META_CHARSET = re.compile(rb"(?i)<meta[^<>]{0,200}?charset\s*=\s*[\"']?([a-z0-9_-]{1,40})")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Mail:
    """`text` and `html` are the bodies as sent, either may be empty; `flaws` names what was worked around."""

    subject: str = ""
    authors: tuple[Party, ...] = ()
    sender: Party | None = None
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    bcc: tuple[Party, ...] = ()
    reply_to: tuple[Party, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    readable: bool = True
    flaws: frozenset[str] = frozenset()

    @property
    def author(self) -> Party:
        """The first of From; both of its fields may be empty."""
        return self.authors[0] if self.authors else Party("", "")


def read(raw: bytes) -> Mail:
    walk = tree.walk(_with_line_ends(raw))
    root = walk.parts[0].header
    texts, html = bodies(walk.parts)
    shown = {part.index for part in texts} | ({html.index} if html else set())
    return Mail(
        subject=words.decode(root.first("subject"))[:SUBJECT_CHARACTERS],
        authors=parties.parse(root.first("from")),
        sender=next(iter(parties.parse(root.first("sender"))), None),
        to=_all(root, "to"),
        cc=_all(root, "cc"),
        bcc=_all(root, "bcc"),
        reply_to=parties.parse(root.first("reply-to")),
        date=dates.parse(root.first("date")),
        message_id=_message_id(root.first("message-id")),
        in_reply_to=_message_id(root.first("in-reply-to")),
        references=_references(root.first("references")),
        text="\n".join(f"{text}\n" for part in texts if (text := _text(walk, part).rstrip("\n"))),
        html=_text(walk, html) if html else "",
        attachments=tuple(_attachment(walk, part) for part in walk.parts if _is_file(part) and part.index not in shown),
        headers=_headers(root),
        readable=bool(root.fields),
        flaws=frozenset(walk.flaws),
    )


def part_bytes(raw: bytes, index: int) -> bytes:
    """The decoded content of a part; `KeyError` if there is none of that index."""
    walk = tree.walk(_with_line_ends(raw))
    if not 0 <= index < len(walk.parts):
        raise KeyError(index)
    return _octets(walk, walk.parts[index])


def body_text(mail: Mail) -> str:
    """The text people read: as sent, or out of the HTML."""
    return mail.text if mail.text.strip() or not mail.html else html_text.text_of_html(mail.html)


def snippet(mail: Mail, characters: int = 200) -> str:
    """The beginning of the text in one line, for lists."""
    text = BLANKS.sub(" ", body_text(mail)[: characters * 20]).strip()
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def bodies(parts: list[Part]) -> tuple[list[Part], Part | None]:
    """The plain parts to read one after the other, and the one HTML part. HTML is never put together out of several."""
    named = not any(_is_body(part, kind) for part in parts for kind in ("text/plain", "text/html"))
    texts = [part for part in parts if _is_body(part, "text/plain", named)]
    htmls = [part for part in parts if _is_body(part, "text/html", named)]
    alternative = {part.index for part in parts if part.content_type == "multipart/alternative"}
    first_texts = [part for part in texts if part.parent in alternative]
    superseded = {part.index for part in first_texts[:-1] if part.parent == first_texts[-1].parent}
    return [part for part in texts if part.index not in superseded], next(iter(htmls), None)


def _is_body(part: Part, content_type: str, named: bool = False) -> bool:
    """A part with a file name is a file, unless it is all there is (`named`)."""
    if part.content_type != content_type or part.disposition == "attachment":
        return False
    return named or not part.name or part.index == 0


def _is_file(part: Part) -> bool:
    return not part.is_multipart


def _attachment(walk: Walk, part: Part) -> Attachment:
    return Attachment(
        index=part.index,
        name=part.name or _name(walk, part),
        content_type=part.content_type,
        size_octets=transfer.size(walk.raw, *part.body, part.encoding),
        content_id=part.content_id,
        inline=part.disposition == "inline" or bool(part.content_id and part.disposition != "attachment"),
    )


def _name(walk: Walk, part: Part) -> str:
    """A forwarded message is called by its subject."""
    if part.content_type != "message/rfc822":
        return ""
    inner = fields.parse(_octets(walk, part)[:64_000], 0, 64_000)
    subject = parameters.file_name(words.decode(inner.first("subject")).replace("/", "-"))
    return f"{subject or 'message'}.eml"


def _octets(walk: Walk, part: Part) -> bytes:
    return transfer.decode(walk.raw[part.body.start : part.body.end], part.encoding)


def _text(walk: Walk, part: Part) -> str:
    octets = _octets(walk, part)
    if len(octets) > TEXT_OCTETS:
        walk.flaws.add("text-truncated")
        octets = octets[:TEXT_OCTETS]
    label = part.parameters.get("charset", "")
    if part.content_type == "text/html" and not label:
        found = META_CHARSET.search(octets[:4096])
        label = found[1].decode("ascii") if found else ""
    if not charsets.is_known(label):
        walk.flaws.add("charset-unknown")
    return charsets.decode(octets, label).replace("\r\n", "\n").replace("\r", "\n")


def _all(header: Header, name: str) -> tuple[Party, ...]:
    """Some programs write To twice."""
    return tuple(party for there, value in header.fields if there == name for party in parties.parse(value))[:2000]


def _message_id(value: str) -> str:
    found = MESSAGE_ID.search(value)
    return found[0] if found else words.one_line(value).partition(" ")[0][:900]


def _references(value: str) -> tuple[str, ...]:
    """The first and the latest, where there are very many: thread and parent."""
    found = MESSAGE_ID.findall(value)
    return tuple(found if len(found) <= REFERENCES else [found[0], *found[1 - REFERENCES :]])


def _headers(header: Header) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in header.fields:
        if len(found) < HEADERS and name not in found:
            found[name] = words.decode(value[:8_000])[:2_000]
    return found


def _with_line_ends(raw: bytes) -> bytes:
    """A message with bare CRs alone is read as if they were line ends; offsets stay."""
    return raw.replace(b"\r", b"\n") if b"\n" not in raw and b"\r" in raw else raw
