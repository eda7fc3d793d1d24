"""The sandbox's one file of state: SQLite, shared by the event loop and the threads of one process.

One connection behind one lock: the calls are short and the file is local, so a
pool would buy nothing. Every change runs in `transaction()`.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

SCHEMA = """
CREATE TABLE IF NOT EXISTS organisation (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS person (
    id TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE, name TEXT NOT NULL, password TEXT NOT NULL,
    licensed INTEGER NOT NULL, enabled INTEGER NOT NULL, administrator INTEGER NOT NULL,
    language TEXT NOT NULL, smtp_auth INTEGER, created TEXT NOT NULL, grants_valid_from TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS mailbox (
    id TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE, name TEXT NOT NULL, password TEXT NOT NULL,
    language TEXT NOT NULL, created TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS mailbox_grant (
    mailbox TEXT NOT NULL REFERENCES mailbox ON DELETE CASCADE,
    person TEXT NOT NULL REFERENCES person ON DELETE CASCADE,
    right TEXT NOT NULL, granted_at TEXT NOT NULL, effective_at TEXT NOT NULL, PRIMARY KEY (mailbox, person, right)
) STRICT;
CREATE TABLE IF NOT EXISTS app (
    client_id TEXT PRIMARY KEY, object_id TEXT NOT NULL, name TEXT NOT NULL, public INTEGER NOT NULL,
    multitenant INTEGER NOT NULL, enabled INTEGER NOT NULL, created TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS app_redirect (
    client_id TEXT NOT NULL REFERENCES app ON DELETE CASCADE, uri TEXT NOT NULL, platform TEXT NOT NULL,
    PRIMARY KEY (client_id, uri)
) STRICT;
CREATE TABLE IF NOT EXISTS app_permission (
    client_id TEXT NOT NULL REFERENCES app ON DELETE CASCADE, permission TEXT NOT NULL,
    PRIMARY KEY (client_id, permission)
) STRICT;
CREATE TABLE IF NOT EXISTS app_secret (
    id TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES app ON DELETE CASCADE, description TEXT NOT NULL,
    hint TEXT NOT NULL, hash TEXT NOT NULL, created TEXT NOT NULL, expires TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS consent (
    client_id TEXT NOT NULL REFERENCES app ON DELETE CASCADE, person TEXT NOT NULL, permission TEXT NOT NULL,
    given TEXT NOT NULL, PRIMARY KEY (client_id, person, permission)
) STRICT;
CREATE TABLE IF NOT EXISTS code (
    hash TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES app ON DELETE CASCADE,
    person TEXT NOT NULL, body TEXT NOT NULL, expires TEXT NOT NULL, redeemed TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS refresh_token (
    hash TEXT PRIMARY KEY, client_id TEXT NOT NULL REFERENCES app ON DELETE CASCADE,
    person TEXT NOT NULL, family TEXT NOT NULL, scope TEXT NOT NULL,
    spa INTEGER NOT NULL, issued TEXT NOT NULL, expires TEXT NOT NULL, used TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS device_code (
    hash TEXT PRIMARY KEY, user_code TEXT NOT NULL UNIQUE, client_id TEXT NOT NULL REFERENCES app ON DELETE CASCADE,
    scope TEXT NOT NULL, person TEXT NOT NULL, outcome TEXT NOT NULL, expires TEXT NOT NULL
) STRICT;
"""


class State:
    """The open file. `rows` and `row` read, `transaction` changes."""

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


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def written(at: datetime) -> str:
    """In UTC with all six digits, so that texts compare as the moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
