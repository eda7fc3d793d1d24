"""Messages are kept whole with their watermark, or not at all, and handed out against a permit only."""

from datetime import timedelta

import pytest

from poststelle.mailroom import rights
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import NotFound, NotPermitted, Unreachable
from poststelle.model.identifiers import FolderId, MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.store import folders, mailboxes, messages
from poststelle.store.folders import Listed, Watermark
from poststelle.store.messages import Flags, Incoming
from tests.conftest import START
from tests.store.samples import HOSTILE, letter


@pytest.fixture
def inbox(support: Mailbox) -> FolderId:
    return folders.sync(support.id, [Listed("INBOX", "INBOX", "/", Use.INBOX)])[0].id


@pytest.fixture
def fetching(support: Mailbox, alice: Person) -> Permit:
    return rights.admit(alice, support.id, Purpose.FETCH)


@pytest.fixture
def reading(support: Mailbox, alice: Person) -> Permit:
    return rights.admit(alice, support.id, Purpose.READ)


def batch(*octets: bytes, first: int = 1) -> list[Incoming]:
    return [
        Incoming(number, content, START + timedelta(minutes=number)) for number, content in enumerate(octets, first)
    ]


def test_a_batch_is_kept_with_its_watermark(parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit) -> None:
    assert messages.keep(fetching, parts.blobs, inbox, 7, batch(letter("eins"), letter("zwei")), 2) == 2
    assert folders.watermark(inbox) == Watermark(7, 2)
    page = messages.page(reading, inbox, None, 10)
    assert [message.subject for message in page] == ["zwei", "eins"]
    assert messages.raw(reading, parts.blobs, page[0].id) == letter("zwei")


def test_keeping_twice_is_keeping_once(parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit) -> None:
    for expected in (1, 0):
        assert messages.keep(fetching, parts.blobs, inbox, 7, batch(letter("eins")), 1) == expected
    assert len(messages.page(reading, None, None, 10)) == 1


@pytest.mark.parametrize("octets", HOSTILE)
def test_octets_come_back_as_they_were(
    octets: bytes, parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit
) -> None:
    messages.keep(fetching, parts.blobs, inbox, 7, batch(octets), 1)
    (message,) = messages.page(reading, inbox, None, 10)
    assert messages.raw(reading, parts.blobs, message.id) == octets


def test_pages_follow_each_other_without_gap(parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit) -> None:
    messages.keep(fetching, parts.blobs, inbox, 7, batch(*(letter(f"Nr. {n}") for n in range(7))), 7)
    seen, before = [], None
    while page := messages.page(reading, inbox, before, 3):
        seen += [message.subject for message in page]
        before = page[-1].id
    assert seen == [f"Nr. {n}" for n in reversed(range(7))]


def test_flags_and_what_is_gone_follow_the_server(
    parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit
) -> None:
    messages.keep(fetching, parts.blobs, inbox, 7, batch(letter("eins"), letter("zwei")), 2)
    assert messages.flags(fetching, inbox, 7, {1: Flags(seen=True), 2: Flags()}) == 1
    assert messages.gone(fetching, inbox, 7, [2]) == 1
    assert messages.known(fetching, inbox, 7) == {1: Flags(seen=True)}
    assert [message.seen for message in messages.page(reading, inbox, None, 10)] == [True]


def test_a_folder_numbered_anew_keeps_its_messages(
    parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit
) -> None:
    messages.keep(fetching, parts.blobs, inbox, 7, batch(letter("eins")), 1)
    (before,) = messages.page(reading, inbox, None, 10)
    folders.restart(fetching, inbox, 8)
    assert folders.watermark(inbox) == Watermark(8, 0)
    messages.keep(fetching, parts.blobs, inbox, 8, batch(letter("eins"), letter("zwei"), first=41), 42)
    assert before.id in {message.id for message in messages.page(reading, inbox, None, 10)}
    assert len(messages.page(reading, inbox, None, 10)) == 2


def test_a_full_disk_leaves_no_row_and_no_watermark(
    parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: object, octets: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("poststelle.store.blobs._write", full)
        with pytest.raises(Unreachable, match="disk-full"):
            messages.keep(fetching, parts.blobs, inbox, 7, batch(letter("eins")), 1)
    assert folders.watermark(inbox) == Watermark(0, 0)
    assert messages.page(reading, inbox, None, 10) == []
    assert [path for path in parts.blobs.directory.rglob("*") if path.is_file()] == []
    assert messages.keep(fetching, parts.blobs, inbox, 7, batch(letter("eins")), 1) == 1


def test_a_permit_for_another_mailbox_finds_nothing(
    parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit
) -> None:
    messages.keep(fetching, parts.blobs, inbox, 7, batch(letter("eins")), 1)
    (message,) = messages.page(reading, inbox, None, 10)
    other = mailboxes.create(type(mailboxes.find(reading.mailbox).address)("other@example.test"), "Other")
    elsewhere = Permit(reading.person, other.id, Purpose.READ)
    for call in (
        lambda: messages.find(elsewhere, message.id),
        lambda: messages.raw(elsewhere, parts.blobs, message.id),
        lambda: messages.page(elsewhere, inbox, None, 10),
        lambda: messages.thread(elsewhere, message.id),
        lambda: messages.find(reading, MessageId(message.id + 1)),
    ):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize("purpose", [Purpose.SEND_AS, Purpose.SEND_ON_BEHALF, Purpose.FETCH])
def test_a_permit_for_another_purpose_does_not_read(purpose: Purpose, support: Mailbox, alice: Person) -> None:
    permit = rights.admit(alice, support.id, purpose)
    with pytest.raises(NotPermitted):
        messages.page(permit, None, None, 10)
    with pytest.raises(NotPermitted):
        messages.find(permit, MessageId(1))


def test_a_thread_is_those_who_answer_each_other(
    parts: Parts, inbox: FolderId, fetching: Permit, reading: Permit
) -> None:
    first = letter("Frage", name="a@x")
    answer = letter("Re: Frage", name="b@x", references="<a@x>")
    later = letter("Re: Re: Frage", name="c@x", references="<a@x> <b@x>")
    messages.keep(fetching, parts.blobs, inbox, 7, batch(first, letter("Anderes", name="z@x"), answer, later), 4)
    middle = next(m for m in messages.page(reading, inbox, None, 10) if m.subject == "Re: Frage")
    assert [m.subject for m in messages.thread(reading, middle.id)] == ["Frage", "Re: Frage", "Re: Re: Frage"]
