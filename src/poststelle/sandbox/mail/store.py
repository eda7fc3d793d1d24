"""The sandbox's mail: folders by mailbox, messages by folder and UID.

    store = MailStore(path, now)
    store.open(person.id, "de")
    inbox = store.special(person.id, Use.INBOX)
    store.append(inbox.id, raw, received=now())

A mailbox is named by its owner's id, so that a mailbox that was removed and made anew begins empty.
UIDs are never given twice (RFC 9051, section 2.3.1.1), and UIDVALIDITY comes from the clock, so that a sandbox
that starts over is not mistaken for the one before.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import Connection, Row

from poststelle.sandbox.mail.database import Database, forget_contents
from poststelle.sandbox.mail.names import DELIMITER, Use, canonical, defaults

Flags = frozenset[str]
NO_FLAGS: Flags = frozenset()
LARGEST_UID = 4_294_967_295


@dataclass(frozen=True, slots=True)
class Folder:
    id: int
    mailbox: str
    name: str
    use: Use
    uidvalidity: int
    uidnext: int
    subscribed: bool
    version: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a folder knows of a message without opening it."""

    uid: int
    flags: Flags
    received: datetime
    size: int
    version: int


@dataclass(frozen=True, slots=True)
class Incoming:
    raw: bytes
    received: datetime
    flags: Flags = NO_FLAGS


class MailStore:
    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._database = Database(path)
        self._now = now
        self._watchers: dict[int, list[Callable[[], object]]] = {}

    def close(self) -> None:
        self._database.close()

    # folders

    def open(self, mailbox: str, language: str) -> None:
        """Make sure that the mailbox has its folders; those it has keep their names."""
        if self.special(mailbox, Use.INBOX):
            return
        with self._database.transaction() as change:
            for use, name in defaults(language).items():
                self._create(change, mailbox, name, use)

    def folders(self, mailbox: str) -> list[Folder]:
        rows = self._database.rows("SELECT * FROM folder WHERE mailbox = ? ORDER BY name", mailbox)
        return sorted((_folder(row) for row in rows), key=lambda folder: folder.use is not Use.INBOX)

    def folder(self, mailbox: str, name: str) -> Folder | None:
        row = self._database.row(
            "SELECT * FROM folder WHERE mailbox = ? AND name = ?", mailbox, canonical(name).rstrip(DELIMITER)
        )
        return _folder(row) if row else None

    def special(self, mailbox: str, use: Use) -> Folder | None:
        row = self._database.row("SELECT * FROM folder WHERE mailbox = ? AND use = ?", mailbox, use.value)
        return _folder(row) if row else None

    def by_id(self, folder: int) -> Folder | None:
        row = self._database.row("SELECT * FROM folder WHERE id = ?", folder)
        return _folder(row) if row else None

    def create(self, mailbox: str, name: str) -> None:
        """The folder and those above it that are missing (RFC 9051, section 6.3.4)."""
        parts = canonical(name).rstrip(DELIMITER).split(DELIMITER)
        with self._database.transaction() as change:
            for depth in range(1, len(parts) + 1):
                path = DELIMITER.join(parts[:depth])
                if self.folder(mailbox, path) is None:
                    self._create(change, mailbox, path, Use.OWN)

    def rename(self, folder: Folder, name: str) -> None:
        """The folders below come along."""
        name = canonical(name)
        with self._database.transaction() as change:
            for below in self.below(folder):
                moved = name + below.name.removeprefix(folder.name)
                change.execute("UPDATE folder SET name = ? WHERE id = ?", (moved, below.id))
            change.execute("UPDATE folder SET name = ? WHERE id = ?", (name, folder.id))

    def delete(self, folder: Folder) -> None:
        with self._database.transaction() as change:
            contents = _contents(change, folder.id)
            change.execute("DELETE FROM message WHERE folder = ?", (folder.id,))
            change.execute("DELETE FROM folder WHERE id = ?", (folder.id,))
            forget_contents(change, contents)
        self._tell(folder.id)

    def below(self, folder: Folder) -> list[Folder]:
        return [other for other in self.folders(folder.mailbox) if other.name.startswith(folder.name + DELIMITER)]

    def subscribe(self, folder: Folder, subscribed: bool) -> None:
        with self._database.transaction() as change:
            change.execute("UPDATE folder SET subscribed = ? WHERE id = ?", (subscribed, folder.id))

    # messages

    def entries(self, folder: int, first: int = 1, last: int = LARGEST_UID) -> list[Entry]:
        """The messages with these UIDs, oldest first."""
        rows = self._database.rows(_ENTRIES + " AND uid BETWEEN ? AND ? ORDER BY uid", folder, first, last)
        return [_entry(row) for row in rows]

    def changed(self, folder: int, since: int) -> list[Entry]:
        """The messages that came or changed after that version of the folder."""
        return [_entry(row) for row in self._database.rows(_ENTRIES + " AND version > ? ORDER BY uid", folder, since)]

    def uids(self, folder: int) -> list[int]:
        return [
            row["uid"] for row in self._database.rows("SELECT uid FROM message WHERE folder = ? ORDER BY uid", folder)
        ]

    def raw(self, folder: int, uid: int) -> bytes | None:
        """The bytes as they came, or None if the message is gone."""
        row = self._database.row(
            "SELECT raw FROM content JOIN message ON content.id = message.content WHERE folder = ? AND uid = ?",
            folder,
            uid,
        )
        return bytes(row["raw"]) if row else None

    def count(self, folder: int) -> tuple[int, int]:
        """How many messages, and how many of them unread."""
        row = self._database.row(
            "SELECT count(*) AS n, total(instr(flags, '\\Seen') = 0) AS unseen FROM message WHERE folder = ?", folder
        )
        return (row["n"], int(row["unseen"])) if row else (0, 0)

    def append(self, folder: int, raw: bytes, received: datetime, flags: Flags = NO_FLAGS) -> int:
        """Keep a message; the answer is its UID."""
        return self.append_all(folder, [Incoming(raw, received, flags)])[0]

    def append_all(self, folder: int, incoming: Iterable[Incoming]) -> list[int]:
        """In one transaction."""
        with self._database.transaction() as change:
            version = _next_version(change, folder)
            uids = []
            for message in incoming:
                content = change.execute("INSERT INTO content (raw) VALUES (?)", (message.raw,)).lastrowid
                received = message.received.astimezone(UTC).isoformat()
                uids.append(
                    _insert(change, folder, version, (content, _text(message.flags), received, len(message.raw)))
                )
        self._tell(folder)
        return uids

    def set_flags(self, folder: int, flags: dict[int, Flags]) -> None:
        """The new flags by UID."""
        with self._database.transaction() as change:
            version = _next_version(change, folder)
            change.executemany(
                "UPDATE message SET flags = ?, version = ? WHERE folder = ? AND uid = ?",
                [(_text(new), version, folder, uid) for uid, new in flags.items()],
            )
        self._tell(folder)

    def expunge(self, folder: int, uids: Collection[int]) -> None:
        with self._database.transaction() as change:
            _next_version(change, folder)
            _remove(change, folder, uids)
        self._tell(folder)

    def copy(self, source: int, uids: Sequence[int], target: int, *, move: bool = False) -> list[tuple[int, int]]:
        """Old and new UID of each message; what is gone meanwhile is left out. Flags and date come along."""
        pairs = []
        with self._database.transaction() as change:
            version = _next_version(change, target)
            for uid in uids:
                row = change.execute(
                    "SELECT content, flags, received, size FROM message WHERE folder = ? AND uid = ?", (source, uid)
                ).fetchone()
                if row:
                    pairs.append((uid, _insert(change, target, version, tuple(row))))
            if move:
                _next_version(change, source)
                _remove(change, source, [old for old, _ in pairs])
        self._tell(target)
        if move:
            self._tell(source)
        return pairs

    # news

    def watch(self, folder: int, tell: Callable[[], object]) -> Callable[[], None]:
        """Call `tell` after each change of the folder, in the thread that made it, until the answer is called."""
        watchers = self._watchers.setdefault(folder, [])
        watchers.append(tell)
        return lambda: watchers.remove(tell)

    def _tell(self, folder: int) -> None:
        for tell in list(self._watchers.get(folder, ())):
            tell()

    def _create(self, change: Connection, mailbox: str, name: str, use: Use) -> None:
        identity = change.execute(
            "INSERT INTO folder (mailbox, name, use, uidvalidity, uidnext, subscribed, version)"
            " VALUES (?, ?, ?, 0, 1, 1, 0)",
            (mailbox, name, use.value),
        ).lastrowid
        # The id is never given twice, so that a folder made anew within the second is told from the one before.
        uidvalidity = int(self._now().timestamp()) + (identity or 0)
        change.execute("UPDATE folder SET uidvalidity = ? WHERE id = ?", (uidvalidity, identity))


_ENTRIES = "SELECT uid, flags, received, size, version FROM message WHERE folder = ?"


def _next_version(change: Connection, folder: int) -> int:
    row = change.execute("UPDATE folder SET version = version + 1 WHERE id = ? RETURNING version", (folder,)).fetchone()
    if row is None:
        raise KeyError(folder)
    return int(row[0])


def _insert(change: Connection, folder: int, version: int, values: tuple[object, ...]) -> int:
    (uid,) = change.execute(
        "UPDATE folder SET uidnext = uidnext + 1 WHERE id = ? RETURNING uidnext - 1", (folder,)
    ).fetchone()
    change.execute(
        "INSERT INTO message (folder, uid, version, content, flags, received, size) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (folder, uid, version, *values),
    )
    return int(uid)


def _remove(change: Connection, folder: int, uids: Collection[int]) -> None:
    contents = [
        row[0]
        for uid in uids
        for row in change.execute(
            "DELETE FROM message WHERE folder = ? AND uid = ? RETURNING content", (folder, uid)
        ).fetchall()
    ]
    forget_contents(change, contents)


def _contents(change: Connection, folder: int) -> list[int]:
    return [row[0] for row in change.execute("SELECT content FROM message WHERE folder = ?", (folder,))]


def _text(flags: Flags) -> str:
    return " ".join(sorted(flags))


def _folder(row: Row) -> Folder:
    return Folder(
        id=row["id"],
        mailbox=row["mailbox"],
        name=row["name"],
        use=Use(row["use"]),
        uidvalidity=row["uidvalidity"],
        uidnext=row["uidnext"],
        subscribed=bool(row["subscribed"]),
        version=row["version"],
    )


def _entry(row: Row) -> Entry:
    return Entry(
        uid=row["uid"],
        flags=frozenset(row["flags"].split()),
        received=datetime.fromisoformat(row["received"]),
        size=row["size"],
        version=row["version"],
    )
