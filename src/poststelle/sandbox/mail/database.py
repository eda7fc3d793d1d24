"""The file in which the sandbox keeps its mail: SQLite, one connection behind one lock.

Messages are kept byte for byte. Copies of one message share one `content` row.
`version` counts the changes of a folder, so that a session sees at once whether there is anything to tell.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

SCHEMA = """
CREATE TABLE IF NOT EXISTS folder (
    id INTEGER PRIMARY KEY AUTOINCREMENT, mailbox TEXT NOT NULL, name TEXT NOT NULL, use TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL, uidnext INTEGER NOT NULL, subscribed INTEGER NOT NULL, version INTEGER NOT NULL,
    UNIQUE (mailbox, name)
) STRICT;
CREATE TABLE IF NOT EXISTS content (id INTEGER PRIMARY KEY, raw BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS message (
    folder INTEGER NOT NULL REFERENCES folder, uid INTEGER NOT NULL, content INTEGER NOT NULL REFERENCES content,
    flags TEXT NOT NULL, received TEXT NOT NULL, size INTEGER NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (folder, uid)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS message_of_content ON message (content);
"""


class Database:
    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        self._lock = RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
        self._connection.executescript(SCHEMA)

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; a call within another joins the outer one."""
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def forget_contents(change: sqlite3.Connection, contents: Iterable[int]) -> None:
    """Drop the bytes that no message needs any more."""
    change.executemany(
        "DELETE FROM content WHERE id = ? AND NOT EXISTS (SELECT 1 FROM message WHERE content = content.id)",
        [(content,) for content in contents],
    )
