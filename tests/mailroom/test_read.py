"""A message is opened for those who may read it, and reading it does nothing else."""

import pytest

from poststelle.mailroom import read, rights
from poststelle.mailroom.parts import Parts
from poststelle.model.errors import NotFound, NotPermitted
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Purpose
from tests.mailroom.samples import PNG, delivered, newsletter
from tests.store.samples import HOSTILE


def test_html_is_shown_without_what_acts_or_calls_home(parts: Parts, alice: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    opened = read.open(parts, rights.admit(alice, support.id, Purpose.READ), number)
    assert "Guten <b>Tag</b>" in opened.html
    assert "evil" not in opened.html
    assert "tracker.test" not in opened.html
    assert opened.blocked_pictures == 1
    assert "data:image/png;base64," in opened.html
    assert opened.reply_to[0].address == "redaktion@example.test"


def test_pictures_from_elsewhere_come_when_asked_for(parts: Parts, alice: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    opened = read.open(parts, rights.admit(alice, support.id, Purpose.READ), number, pictures=True)
    assert "tracker.test" in opened.html
    assert "evil" not in opened.html


def test_an_attachment_comes_whole_under_its_name(parts: Parts, alice: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    permit = rights.admit(alice, support.id, Purpose.READ)
    found = {one.name: one for one in read.open(parts, permit, number).attachments}
    file = found["Rechnung für Müller.bin"]
    assert read.attachment(parts, permit, number, file.index) == (file, "Müller".encode())
    assert PNG in [read.attachment(parts, permit, number, one.index)[1] for one in found.values()]
    with pytest.raises(NotFound, match="attachment-unknown"):
        read.attachment(parts, permit, number, 99)


@pytest.mark.parametrize("octets", HOSTILE)
def test_whatever_arrives_can_be_opened_and_taken_raw(
    octets: bytes, parts: Parts, alice: Person, support: Mailbox
) -> None:
    number = delivered(parts, alice, support, octets)
    permit = rights.admit(alice, support.id, Purpose.READ)
    assert read.open(parts, permit, number).message.id == number
    assert read.raw(parts, permit, number) == octets


def test_who_may_only_send_opens_nothing(parts: Parts, alice: Person, bob: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    permit = rights.admit(bob, support.id, Purpose.SEND_AS)
    for call in (
        lambda: read.folders(permit),
        lambda: read.page(permit),
        lambda: read.find(permit, number),
        lambda: read.open(parts, permit, number),
        lambda: read.raw(parts, permit, number),
        lambda: read.attachment(parts, permit, number, 1),
        lambda: read.conversation(permit, number),
    ):
        with pytest.raises(NotPermitted):
            call()
