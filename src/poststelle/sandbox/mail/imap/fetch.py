"""FETCH and STORE. A section is answered with its very bytes; the UID comes last, as Exchange has it."""

from functools import cached_property

from poststelle.protocols.imap import dates, fetching, syntax
from poststelle.protocols.imap.fetching import Item
from poststelle.protocols.imap.server import Command
from poststelle.protocols.imap.syntax import Atom, Literal, Value
from poststelle.sandbox.mail.imap import texts
from poststelle.sandbox.mail.imap.description import body_structure, envelope, printed
from poststelle.sandbox.mail.imap.selected import Selected, flag_list
from poststelle.sandbox.mail.imap.structure import Part, parse
from poststelle.sandbox.mail.imap.talk import Talk
from poststelle.sandbox.mail.store import Entry, Flags

SEEN = "\\Seen"
OLD_NAMES = {
    "RFC822": Item("BODY", ""),
    "RFC822.HEADER": Item("BODY", "HEADER", peek=True),
    "RFC822.TEXT": Item("BODY", "TEXT"),
}
WITHOUT_CONTENT = {"FLAGS", "UID", "INTERNALDATE", "RFC822.SIZE"}
KNOWN = {*WITHOUT_CONTENT, "ENVELOPE", "BODY", "BODYSTRUCTURE", *OLD_NAMES}


class Content:
    """A message that is taken apart only if somebody asks for its parts."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def part(self) -> Part:
        return parse(self.raw)


async def fetch(talk: Talk, selected: Selected, command: Command, *, by_uid: bool) -> None:
    which, what = command.arguments
    items = fetching.read_items(what)
    if any(item.section is None and item.name not in KNOWN for item in items):
        raise syntax.violation("not a FETCH item", command.name.encode())
    if by_uid and all(item.name != "UID" for item in items):
        items.append(Item("UID"))
    items.sort(key=lambda item: item.name == "UID")
    entries = selected.entries(selected.named(syntax.string(which), by_uid=by_uid))
    if not selected.read_only and any(_reads(item) for item in items):
        entries = _seen(selected, entries)
        items = items if any(item.name == "FLAGS" for item in items) else [Item("FLAGS"), *items]
    for entry in entries:
        await _answer(talk, selected, entry, items)
    talk.imap.complete(command, "OK", f"{command.name.removeprefix('UID ')} completed.")


async def store(talk: Talk, selected: Selected, command: Command, *, by_uid: bool) -> None:
    which, how, *given = command.arguments
    named = given[0] if given and isinstance(given[0], list) else given
    sign, silent = _change(syntax.word(how))
    words = {flag.lower(): flag for flag in texts.FLAGS}
    # Exchange keeps no keywords of a client's own: what it does not know is passed over.
    meant = frozenset(words[text] for one in named if (text := syntax.string(one).decode("latin-1").lower()) in words)
    entries = selected.entries(selected.named(syntax.string(which), by_uid=by_uid))
    if selected.read_only:
        talk.imap.complete(command, "NO", "STORE attempted on READ-ONLY folder.")
        return
    changed = {entry.uid: _changed(entry.flags, sign, meant) for entry in entries}
    selected.set_flags({entry.uid: changed[entry.uid] for entry in entries if changed[entry.uid] != entry.flags})
    for uid, flags in {} if silent else changed.items():
        uid_part: list[Value] = [Atom(b"UID"), uid] if by_uid else []
        talk.imap.numbered(selected.number(uid), "FETCH", [Atom(b"FLAGS"), flag_list(flags), *uid_part])
    talk.imap.complete(command, "OK", "STORE completed.")


def section(part: Part, name: str) -> bytes | None:
    """The bytes of a section; None when the message has none of this name."""
    words = name.split(" ", 1)
    path = [word for word in words[0].split(".") if word]
    numbers = [int(word) for word in path if word.isdigit()]
    kind = ".".join(path[len(numbers) :]).upper()
    found = part.find(numbers) if numbers else part
    if found is None:
        return None
    inner = found.children[0] if numbers and found.kind == "message/rfc822" and found.children else found
    match kind:
        case "":
            return found.content if numbers else found.raw
        case "MIME" if numbers:
            return found.header
        case "HEADER":
            return inner.header
        case "TEXT":
            return inner.content
        case "HEADER.FIELDS" | "HEADER.FIELDS.NOT" if len(words) == 2:
            names = {word.strip('"').lower() for word in words[1].strip("()").split()}
            return _some_fields(inner.header, names, without=kind.endswith("NOT"))
    raise syntax.violation("not a section", name.encode())


async def _answer(talk: Talk, selected: Selected, entry: Entry, items: list[Item]) -> None:
    content = None
    if any(item.section is not None or item.name not in WITHOUT_CONTENT for item in items):
        raw = talk.store.raw(selected.folder.id, entry.uid)
        if raw is None:  # gone meanwhile; the next command will say so
            return
        content = Content(raw)
    told = [item.label.encode() + b" " + printed(_value(item, entry, content)) for item in items]
    talk.imap.raw(b"* %d FETCH (%s)" % (selected.number(entry.uid), b" ".join(told)))
    if content:
        await talk.flush()


def _value(item: Item, entry: Entry, content: Content | None) -> Value:
    item = OLD_NAMES.get(item.name, item)
    if item.section is None and item.name in WITHOUT_CONTENT:
        return _without_content(item.name, entry)
    if content is None:
        raise ValueError(item.name)
    if item.section is None:
        return _description(item.name, content.part)
    octets = section(content.part, item.section) if item.section else content.raw
    if octets is None:
        return None
    start = item.start or 0
    wanted = octets[start:] if item.length is None else octets[start : start + item.length]
    return Literal(wanted) if wanted else b""


def _description(name: str, part: Part) -> Value:
    return envelope(part) if name == "ENVELOPE" else body_structure(part, extended=name == "BODYSTRUCTURE")


def _without_content(name: str, entry: Entry) -> Value:
    match name:
        case "FLAGS":
            return list[Value](flag_list(entry.flags))
        case "INTERNALDATE":
            return dates.print_date_time(entry.received)
        case "RFC822.SIZE":
            return entry.size
    return entry.uid


def _reads(item: Item) -> bool:
    """Whether it sets \\Seen."""
    item = OLD_NAMES.get(item.name, item)
    return item.section is not None and not item.peek


def _seen(selected: Selected, entries: list[Entry]) -> list[Entry]:
    unread = {entry.uid: entry.flags | {SEEN} for entry in entries if SEEN not in entry.flags}
    if unread:
        selected.set_flags(unread)
    return selected.entries([entry.uid for entry in entries])


def _change(how: str) -> tuple[str, bool]:
    name, silent = how.removesuffix(".SILENT"), how.endswith(".SILENT")
    if name not in ("FLAGS", "+FLAGS", "-FLAGS"):
        raise syntax.violation("not a STORE item", how.encode())
    return name[0], silent


def _changed(flags: Flags, sign: str, meant: Flags) -> Flags:
    if sign == "F":
        return meant
    return flags | meant if sign == "+" else flags - meant


def _some_fields(header: bytes, names: set[str], *, without: bool) -> bytes:
    """The wanted fields as they stand, and the empty line."""
    kept, taking = [], False
    for line in header.splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            name = line.partition(b":")[0].strip().lower().decode("latin-1")
            taking = bool(line.strip()) and (name in names) is not without
        if taking:
            kept.append(line)
    return b"".join(kept) + b"\r\n"
