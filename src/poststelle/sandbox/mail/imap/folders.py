"""The commands about folders: LIST, LSUB, STATUS, SELECT, CREATE, DELETE, RENAME, SUBSCRIBE, APPEND."""

import re
from datetime import datetime

from poststelle.protocols.imap import dates, folders_utf7, syntax
from poststelle.protocols.imap.server import Command
from poststelle.protocols.imap.syntax import Atom, Read, Value
from poststelle.sandbox.mail.imap import texts
from poststelle.sandbox.mail.imap.selected import Selected
from poststelle.sandbox.mail.imap.talk import Talk
from poststelle.sandbox.mail.names import DELIMITER, Use, canonical
from poststelle.sandbox.mail.store import Flags, Folder

STATUS_ITEMS = ("MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN")
NAME_CHARACTERS = 250


def name_of(value: Read) -> str:
    """A folder's name from the wire; raises `ProtocolViolation` (by them) for one that cannot be."""
    octets = syntax.string(value)
    name = canonical(folders_utf7.decode(octets.decode("latin-1")))
    if len(name) > NAME_CHARACTERS or any(ord(sign) < 32 for sign in name):
        raise syntax.violation("not a folder name", octets)
    return name


def wire(name: str) -> Value:
    """As Exchange prints it: bare where it can be."""
    encoded = folders_utf7.encode(name).encode()
    return Atom(encoded) if re.fullmatch(rb"[A-Za-z0-9/_.,&+-]+", encoded) else encoded


def list_folders(talk: Talk, mailbox: str, command: Command) -> None:
    reference, pattern = (
        folders_utf7.decode(syntax.string(value).decode("latin-1")) for value in command.arguments[:2]
    )
    if command.name == "LIST" and not pattern:
        talk.imap.data("LIST", [Atom(b"\\Noselect"), Atom(b"\\HasChildren")], DELIMITER, "")
    else:
        folders = talk.store.folders(mailbox)
        for folder in folders:
            if _fits(reference + pattern, folder.name) and (command.name == "LIST" or folder.subscribed):
                talk.imap.data(command.name, [_children(folder, folders)], DELIMITER, wire(folder.name))
    talk.imap.complete(command, "OK", f"{command.name} completed.")


def status(talk: Talk, mailbox: str, command: Command) -> None:
    name, wanted = command.arguments
    items = [syntax.word(one) for one in syntax.items(wanted)]
    if any(item not in STATUS_ITEMS for item in items):
        raise syntax.violation("not a STATUS item", b"")
    folder = _folder(talk, mailbox, command, name)
    if folder:
        talk.imap.data("STATUS", wire(folder.name), _status(talk, folder, items))
        talk.imap.complete(command, "OK", "STATUS completed.")


def select(talk: Talk, mailbox: str, command: Command) -> None:
    talk.select(None)  # the one open before is closed even if this fails (RFC 9051, section 6.3.2)
    folder = _folder(talk, mailbox, command, command.arguments[0])
    if folder is None:
        return
    read_only = command.name == "EXAMINE"
    selected = Selected(talk.store, folder, read_only=read_only)
    talk.select(selected)
    flags = [Atom(flag.encode()) for flag in texts.FLAGS]
    unseen = next((entry.uid for entry in talk.store.entries(folder.id) if "\\Seen" not in entry.flags), None)
    imap = talk.imap
    imap.numbered(len(selected.uids), "EXISTS")
    imap.numbered(0, "RECENT")
    imap.data("FLAGS", flags)
    imap.condition("OK", "Permanent flags", "PERMANENTFLAGS", [] if read_only else flags)
    if unseen:
        imap.condition("OK", "Is the first unseen message", "UNSEEN", selected.number(unseen))
    imap.condition("OK", "UIDVALIDITY value", "UIDVALIDITY", folder.uidvalidity)
    imap.condition("OK", "The next unique identifier value", "UIDNEXT", folder.uidnext)
    imap.complete(command, "OK", f"{command.name} completed.", "READ-ONLY" if read_only else "READ-WRITE")


def create(talk: Talk, mailbox: str, command: Command) -> None:
    name = name_of(command.arguments[0])
    if name.strip(DELIMITER).lower() in texts.RESERVED_NAMES or not name.strip(DELIMITER):
        talk.imap.complete(command, "NO", texts.RESERVED)
    elif talk.store.folder(mailbox, name):
        talk.imap.complete(command, "NO", "Folder already exists.", "ALREADYEXISTS")
    else:
        talk.store.create(mailbox, name)
        talk.imap.complete(command, "OK", "CREATE completed.")


def delete(talk: Talk, mailbox: str, command: Command) -> None:
    folder = _folder(talk, mailbox, command, command.arguments[0])
    if folder is None:
        return
    if folder.use is not Use.OWN or talk.store.below(folder):
        talk.imap.complete(command, "NO", "Folder cannot be deleted.")
        return
    if talk.selected and talk.selected.folder.id == folder.id:
        talk.select(None)
    talk.store.delete(folder)
    talk.imap.complete(command, "OK", "DELETE completed.")


def rename(talk: Talk, mailbox: str, command: Command) -> None:
    folder, name = _folder(talk, mailbox, command, command.arguments[0]), name_of(command.arguments[1])
    if folder is None:
        return
    if folder.use is not Use.OWN or name.startswith(folder.name + DELIMITER) or talk.store.folder(mailbox, name):
        talk.imap.complete(command, "NO", "Folder cannot be renamed.")
        return
    above = name.rpartition(DELIMITER)[0]
    if above:
        talk.store.create(mailbox, above)
    talk.store.rename(folder, name)
    talk.imap.complete(command, "OK", "RENAME completed.")


def subscribe(talk: Talk, mailbox: str, command: Command) -> None:
    folder = _folder(talk, mailbox, command, command.arguments[0])
    if folder:
        talk.store.subscribe(folder, command.name == "SUBSCRIBE")
        talk.imap.complete(command, "OK", f"{command.name} completed.")


def append(talk: Talk, mailbox: str, command: Command) -> None:
    name, *optional, octets = command.arguments
    raw = syntax.string(octets)
    flags: Flags = frozenset()
    received = talk.door.now()
    for value in optional:
        if isinstance(value, list):
            known = {flag.lower(): flag for flag in texts.FLAGS}
            words = [syntax.string(flag).decode("latin-1").lower() for flag in value]
            flags = frozenset(known[word] for word in words if word in known)
        else:
            received = _date_time(value)
    folder = _folder(talk, mailbox, command, name, code="TRYCREATE")
    if folder:
        uid = talk.store.append(folder.id, raw, received, flags)
        talk.report()
        talk.imap.complete(command, "OK", "APPEND completed.", "APPENDUID", folder.uidvalidity, uid)


def _folder(talk: Talk, mailbox: str, command: Command, value: Read, code: str = "") -> Folder | None:
    """The folder; if there is none the command has been answered."""
    name = name_of(value)
    folder = talk.store.folder(mailbox, name)
    if folder is None:
        talk.imap.complete(command, "NO", texts.absent(folders_utf7.encode(name)), code)
    return folder


def _status(talk: Talk, folder: Folder, items: list[str]) -> list[Value]:
    messages, unseen = talk.store.count(folder.id)
    values = dict(zip(STATUS_ITEMS, (messages, 0, folder.uidnext, folder.uidvalidity, unseen), strict=True))
    return [part for item in items for part in (Atom(item.encode()), values[item])]


def _children(folder: Folder, folders: list[Folder]) -> Atom:
    has = any(other.name.startswith(folder.name + DELIMITER) for other in folders)
    return Atom(b"\\HasChildren" if has else b"\\HasNoChildren")


def _fits(pattern: str, name: str) -> bool:
    """`*` is anything, `%` anything within one level (RFC 9051, section 6.3.9)."""
    parts = re.split(r"([*%])", re.sub(r"[*%]*\*[*%]*", "*", pattern))
    expression = "".join({"*": ".*", "%": "[^/]*"}.get(part, re.escape(part)) for part in parts)
    return re.fullmatch(expression, name, re.DOTALL) is not None or (
        name == "INBOX" and re.fullmatch(expression, name, re.IGNORECASE) is not None
    )


def _date_time(value: Read) -> datetime:
    moment = dates.read_date_time(syntax.string(value))
    if moment is None:
        raise syntax.violation("not a date", syntax.string(value))
    return moment
