"""The mail store: bytes as they came, UIDs that never come twice, and news for whoever watches."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from poststelle.sandbox.mail.names import DELIMITER, Use, canonical, defaults
from poststelle.sandbox.mail.store import Folder, MailStore

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OCTETS = bytes(range(256))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MailStore]:
    store = MailStore(tmp_path / "mail.sqlite3", lambda: NOON)
    store.open("someone", "de")
    yield store
    store.close()


def folder(store: MailStore, use: Use = Use.INBOX) -> Folder:
    found = store.special("someone", use)
    assert found
    return found


def test_opening_twice_keeps_the_names(store: MailStore) -> None:
    store.open("someone", "en")
    assert [one.name for one in store.folders("someone")] == [
        "INBOX",
        "Archiv",
        "Entwürfe",
        "Gelöschte Elemente",
        "Gesendete Elemente",
        "Junk-E-Mail",
    ]
    assert store.folders("nobody") == []


def test_bytes_come_back_as_they_came(store: MailStore) -> None:
    inbox = folder(store)
    for raw in (b"", OCTETS, b"x" * 20_000_000):
        uid = store.append(inbox.id, raw, NOON)
        assert store.raw(inbox.id, uid) == raw
    assert [entry.size for entry in store.entries(inbox.id)] == [0, 256, 20_000_000]


def test_uids_grow_and_never_come_back(store: MailStore) -> None:
    inbox = folder(store)
    first, second = store.append(inbox.id, b"1", NOON), store.append(inbox.id, b"2", NOON)
    store.expunge(inbox.id, [second])
    assert store.append(inbox.id, b"3", NOON) == second + 1
    assert store.uids(inbox.id) == [first, second + 1]


def test_a_folder_made_anew_has_another_uidvalidity(store: MailStore) -> None:
    validities = set()
    for _ in range(3):
        store.create("someone", "Neu")
        made = store.folder("someone", "Neu")
        assert made
        validities.add(made.uidvalidity)
        store.delete(made)
    assert len(validities) == 3
    assert min(validities) >= int(NOON.timestamp())


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    before = MailStore(path, lambda: NOON)
    before.open("someone", "de")
    inbox = folder(before)
    before.append(inbox.id, OCTETS, NOON, frozenset({"\\Seen"}))
    before.close()
    after = MailStore(path, lambda: NOON + timedelta(days=1))
    (entry,) = after.entries(inbox.id)
    assert after.raw(inbox.id, entry.uid) == OCTETS
    assert (entry.flags, entry.received) == (frozenset({"\\Seen"}), NOON)
    assert folder(after).uidvalidity == inbox.uidvalidity
    after.close()


def test_copies_share_their_bytes_until_the_last_one_goes(store: MailStore) -> None:
    inbox, archive = folder(store), folder(store, Use.ARCHIVE)
    uid = store.append(inbox.id, OCTETS, NOON, frozenset({"\\Flagged"}))
    assert store.copy(inbox.id, [uid, 99], archive.id) == [(uid, 1)]
    store.expunge(inbox.id, [uid])
    assert store.raw(inbox.id, uid) is None
    assert store.raw(archive.id, 1) == OCTETS
    assert store.entries(archive.id)[0].flags == {"\\Flagged"}
    store.delete(archive)
    assert store.by_id(archive.id) is None


def test_moving_leaves_nothing_behind(store: MailStore) -> None:
    inbox, archive = folder(store), folder(store, Use.ARCHIVE)
    uid = store.append(inbox.id, OCTETS, NOON)
    assert store.copy(inbox.id, [uid], archive.id, move=True) == [(uid, 1)]
    assert store.uids(inbox.id) == []
    assert store.raw(archive.id, 1) == OCTETS


def test_a_change_is_told_and_can_be_found(store: MailStore) -> None:
    inbox, told = folder(store), []
    stop = store.watch(inbox.id, lambda: told.append(1))
    first, second = store.append(inbox.id, b"1", NOON), store.append(inbox.id, b"2", NOON)
    seen = folder(store).version
    store.set_flags(inbox.id, {first: frozenset({"\\Seen"})})
    assert [entry.uid for entry in store.changed(inbox.id, seen)] == [first]
    assert store.count(inbox.id) == (2, 1)
    store.expunge(inbox.id, [second])
    stop()
    store.append(inbox.id, b"3", NOON)
    assert len(told) == 4


def test_renaming_takes_the_folders_below_along(store: MailStore) -> None:
    store.create("someone", "A/B/C")
    top = store.folder("someone", "A")
    assert top
    store.rename(top, "Z")
    assert {"Z", "Z/B", "Z/B/C"} <= {one.name for one in store.folders("someone")}
    assert store.folder("someone", "A") is None


def test_both_languages_name_every_folder() -> None:
    assert defaults("de").keys() == defaults("en").keys() == defaults("fr").keys() == set(Use) - {Use.OWN}
    assert [canonical(name) for name in ("inbox", "iNbOx/x", "Inboxes")] == ["INBOX", f"INBOX{DELIMITER}x", "Inboxes"]
