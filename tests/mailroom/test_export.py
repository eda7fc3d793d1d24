"""An export holds every octet, or there is none."""

import mailbox as standard
from pathlib import Path

import pytest

from poststelle.mailroom import export, journal, rights
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import Conflict, Misconfigured, NotPermitted, Unreachable
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.store import folders, messages
from poststelle.store.folders import Listed
from poststelle.store.messages import Flags, Incoming
from tests.conftest import START
from tests.store.samples import HOSTILE, letter

FROM = b"Subject: from\r\n\r\nFrom here\r\n>From there\r\nand From nowhere\r\n"
CONTENT = [letter("eins"), *HOSTILE, FROM]


@pytest.fixture
def permit(parts: Parts, alice: Person, support: Mailbox) -> Permit:
    """For a mailbox with two folders, the second with a name that no file should have."""
    fetching = rights.admit(alice, support.id, Purpose.FETCH)
    listed = [Listed("INBOX", "INBOX", "/", Use.INBOX), Listed("x", "../Büro: A/B")]
    inbox, odd = folders.sync(support.id, listed)
    batch = [Incoming(uid, octets, START, Flags(seen=uid == 1)) for uid, octets in enumerate(CONTENT, 1)]
    messages.keep(fetching, parts.blobs, inbox.id, 1, batch, len(batch))
    messages.keep(fetching, parts.blobs, odd.id, 1, [Incoming(1, letter("zwei"), START)], 1)
    return rights.admit(alice, support.id, Purpose.EXPORT)


def test_eml_files_hold_the_octets_of_the_server(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    assert export.export(parts, permit, "eml", tmp_path / "out") == len(CONTENT) + 1
    inbox = sorted((tmp_path / "out" / "INBOX").glob("*.eml"))
    assert [file.read_bytes() for file in inbox] == CONTENT


def test_a_maildir_is_read_by_others(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    export.export(parts, permit, "maildir", tmp_path / "out")
    box = standard.Maildir(tmp_path / "out" / "INBOX", create=False)
    assert sorted(map(box.get_bytes, box.keys())) == sorted(CONTENT)
    assert sum("S" in message.get_flags() for message in box) == 1


def test_an_mbox_is_read_by_others(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    export.export(parts, permit, "mbox", tmp_path / "out")
    box = standard.mbox(tmp_path / "out" / "INBOX.mbox")
    assert len(box) == len(CONTENT)
    octets = (tmp_path / "out" / "INBOX.mbox").read_bytes()
    assert b">From here\r\n>>From there\r\nand From nowhere" in octets


def test_no_folder_leaves_the_directory(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    export.export(parts, permit, "eml", tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir() if path.name != "messages"} == {"out"}
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_a_directory_that_holds_something_is_left_alone(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    with pytest.raises(Conflict, match="directory-not-empty"):
        export.export(parts, permit, "eml", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]


def test_what_fails_in_the_middle_leaves_no_half_directory(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    stored = [path for path in parts.blobs.directory.rglob("*") if path.is_file()]
    stored[len(stored) // 2].unlink()
    with pytest.raises(Misconfigured, match="blob-lost"):
        export.export(parts, permit, "eml", tmp_path / "out")
    assert {path.name for path in tmp_path.iterdir()} == {"messages"}


def test_a_place_that_cannot_be_written_is_said(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Unreachable, match="export-not-written"):
        export.export(parts, permit, "eml", tmp_path / "file" / "out")


def test_an_unknown_form_is_named_with_the_known_ones(parts: Parts, permit: Permit, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="mbox, maildir, eml"):
        export.export(parts, permit, "pst", tmp_path / "out")


def test_an_export_needs_its_permit_and_is_written_down(
    parts: Parts, permit: Permit, alice: Person, support: Mailbox, tmp_path: Path
) -> None:
    reading = rights.admit(alice, support.id, Purpose.READ)
    with pytest.raises(NotPermitted):
        export.export(parts, reading, "eml", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    export.export(parts, permit, "eml", tmp_path / "out")
    assert journal.page(alice)[0].event == "exported"
