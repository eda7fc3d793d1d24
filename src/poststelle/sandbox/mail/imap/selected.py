"""The selected folder as the client knows it: which number is which UID, and what it has not been told yet."""

import asyncio
from bisect import bisect_left

from poststelle.protocols.imap.server import Server
from poststelle.protocols.imap.sets import read_set
from poststelle.protocols.imap.syntax import Atom
from poststelle.sandbox.mail.store import Entry, Flags, Folder, MailStore


class Selected:
    def __init__(self, store: MailStore, folder: Folder, *, read_only: bool) -> None:
        self.folder = folder
        self.read_only = read_only
        self.uids = store.uids(folder.id)
        self.news = asyncio.Event()
        self._store = store
        self._version = folder.version
        loop = asyncio.get_running_loop()
        self._stop = store.watch(folder.id, lambda: loop.call_soon_threadsafe(self.news.set))

    def forget(self) -> None:
        self._stop()

    def number(self, uid: int) -> int:
        return bisect_left(self.uids, uid) + 1

    def named(self, octets: bytes, *, by_uid: bool) -> list[int]:
        """The UIDs that a client's set of numbers or UIDs means; raises `ProtocolViolation` (by them)."""
        found: set[int] = set()
        for one in read_set(octets, (self.uids[-1] if self.uids else 0) if by_uid else len(self.uids)):
            low, high = (bisect_left(self.uids, end) if by_uid else max(0, end - 1) for end in (one.start, one.stop))
            found.update(self.uids[low:high])
        return sorted(found)

    def entries(self, uids: list[int]) -> list[Entry]:
        """Those of them that are still there."""
        if not uids:
            return []
        wanted = set(uids)
        entries = self._store.entries(self.folder.id, min(uids), max(uids))
        return [entry for entry in entries if entry.uid in wanted]

    def set_flags(self, flags: dict[int, Flags]) -> None:
        """Our own change is no news to us, unless others changed something as well."""
        up_to_date = self._current() == self._version
        self._store.set_flags(self.folder.id, flags)
        if up_to_date:
            self._version = self._current()

    def report(self, imap: Server) -> None:
        self.news.clear()
        version = self._current()
        if version == self._version:
            return
        now = self._store.uids(self.folder.id)
        known, there = set(self.uids), set(now)
        for number in range(len(self.uids), 0, -1):
            if self.uids[number - 1] not in there:
                imap.numbered(number, "EXPUNGE")
        if there - known:
            imap.numbered(len(now), "EXISTS")
            imap.numbered(0, "RECENT")
        self.uids = now
        for entry in self._store.changed(self.folder.id, self._version):
            if entry.uid in known:
                imap.numbered(self.number(entry.uid), "FETCH", [Atom(b"FLAGS"), flag_list(entry.flags)])
        self._version = version

    def _current(self) -> int:
        folder = self._store.by_id(self.folder.id)
        return folder.version if folder else self._version + 1


def flag_list(flags: Flags) -> list[Atom]:
    return [Atom(flag.encode()) for flag in sorted(flags)]
