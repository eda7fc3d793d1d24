"""All messages of a mailbox as files that other programs read: mbox, Maildir, or one `.eml` each.

Written beside the wanted directory and moved there when it is whole and on the disk: there is never half a directory.
`.eml` and Maildir hold the octets of the server; in an mbox, which has no other way to say where a message ends, lines
that begin with "From " get a ">" in front (mboxrd: so do those that have one already, and it can be taken off again).
"""

import os
import re
import secrets
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from poststelle.mailroom import journal
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Conflict, Misconfigured, Unreachable
from poststelle.model.identifiers import FolderId
from poststelle.model.message import Folder, Message
from poststelle.model.rights import Permit
from poststelle.store import folders, messages, persons

FROM_LINE = re.compile(rb"^(>*From )", re.MULTILINE)
UNSAFE = re.compile(r"[^\w.,+@ -]|^\.|\.$")
MAX_NAME = 80
Writer = Callable[[Path, Message, bytes], None]


def export(parts: Parts, permit: Permit, form: str, directory: Path) -> int:
    """Write all messages in this form ("mbox", "maildir", "eml") into a new directory; how many there were."""
    writer = WRITERS.get(form)
    if writer is None:
        raise Misconfigured("export-form-unknown", field="format", form=form, known=", ".join(WRITERS))
    target = directory.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Conflict("directory-not-empty", directory=str(target))
    try:
        count = _whole(parts, permit, writer, target)
    except OSError as error:
        text = error.strerror or ""
        raise Unreachable("export-not-written", directory=str(target), text=text) from error
    person = persons.find(permit.person)
    journal.note(parts, "exported", person, permit.mailbox, form=form, count=str(count))
    return count


def _whole(parts: Parts, permit: Permit, writer: Writer, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    draft.mkdir(mode=0o700)
    try:
        count = _write(parts, permit, writer, draft)
        if target.exists():
            target.rmdir()
        draft.rename(target)
        _sync(target.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return count


def _write(parts: Parts, permit: Permit, writer: Writer, draft: Path) -> int:
    names = _names(folders.of_mailbox(permit.mailbox))
    count = 0
    for message, octets in messages.everything(permit, parts.blobs):
        name = names.setdefault(message.folder, f"folder-{message.folder}")
        writer(draft / name, message, octets)
        count += 1
    for folder, _, files in os.walk(draft):
        for file in files:
            _sync(Path(folder, file))
        _sync(Path(folder))
    return count


def _names(found: list[Folder]) -> dict[FolderId, str]:
    """A name for each folder that every file system takes, none of them twice."""
    names: dict[FolderId, str] = {}
    for folder in found:
        plain = UNSAFE.sub("_", folder.name.replace(folder.delimiter or "/", "."))[:MAX_NAME] or "_"
        taken = {name.casefold() for name in names.values()}
        names[folder.id] = plain if plain.casefold() not in taken else f"{plain}-{folder.id}"
    return names


def _mbox(folder: Path, message: Message, octets: bytes) -> None:
    sender = message.sender.address.encode("ascii", "replace").split() or [b"MAILER-DAEMON"]
    with folder.with_name(f"{folder.name}.mbox").open("ab") as file:
        file.write(b"From " + sender[0] + b" " + _asctime(message.received) + b"\n")
        file.write(FROM_LINE.sub(rb">\1", octets))
        file.write(b"\n" if octets.endswith(b"\n") else b"\n\n")


def _maildir(folder: Path, message: Message, octets: bytes) -> None:
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    state = {"D": message.draft, "F": message.flagged, "R": message.answered, "S": message.seen}
    letters = "".join(letter for letter, there in state.items() if there)
    file = folder / "cur" / f"{int(message.received.timestamp())}.{message.id}.poststelle:2,{letters}"
    file.write_bytes(octets)
    os.utime(file, (message.received.timestamp(),) * 2)


def _eml(folder: Path, message: Message, octets: bytes) -> None:
    folder.mkdir(exist_ok=True)
    file = folder / f"{message.id:08}.eml"
    file.write_bytes(octets)
    os.utime(file, (message.received.timestamp(),) * 2)


def _asctime(moment: datetime) -> bytes:
    """As in C, whatever the language here."""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return f"{day} {months[moment.month - 1]} {moment.day:2} {moment:%H:%M:%S %Y}".encode()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


WRITERS: dict[str, Writer] = {"mbox": _mbox, "maildir": _maildir, "eml": _eml}
