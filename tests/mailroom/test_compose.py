"""A reply goes to the right people with the right names in its fields."""

from email import message_from_bytes, policy

import pytest

from poststelle.mailroom import compose, read, rights
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import Misconfigured, NotPermitted
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Purpose
from poststelle.model.submission import Letter, Manner, Upload
from tests.mailroom.samples import delivered, newsletter

LETTER = Letter((Address("x@example.test"),), "Grüße", "Guten Tag,\n\nIhr Support", bcc=(Address("secret@b.test"),))


def test_a_reply_goes_to_whom_the_author_wants(parts: Parts, alice: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    letter = compose.reply_to(parts, rights.admit(alice, support.id, Purpose.READ), number)
    assert (letter.to, letter.cc) == ((Address("redaktion@example.test"),), ())
    assert letter.subject == "Re: Grüße"
    assert letter.in_reply_to == number
    assert "> Guten Tag" in letter.text
    assert ">> früher" in letter.text
    assert "Jürgen Groß, 2026-11-23" in letter.text


def test_a_reply_to_everyone_leaves_the_mailbox_out(parts: Parts, alice: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    letter = compose.reply_to(parts, rights.admit(alice, support.id, Purpose.READ), number, everyone=True)
    assert letter.cc == (Address("eva@example.test"), Address("max@example.test"))


@pytest.mark.parametrize(("manner", "sender"), [(Manner.SEND_AS, None), (Manner.ON_BEHALF, "Bob <bob@example.test>")])
def test_from_is_the_mailbox_and_sender_the_person_on_behalf(
    manner: Manner, sender: str | None, parts: Parts, bob: Person, support: Mailbox
) -> None:
    octets = compose.build(LETTER, support, bob, manner, "<id@example.test>", parts.now())
    made = message_from_bytes(octets, policy=policy.default)
    assert made["From"] == "Support <support@example.test>"
    assert made["Sender"] == sender
    assert (made["Message-ID"], made["Subject"]) == ("<id@example.test>", "Grüße")
    assert b"secret@b.test" not in octets


def test_an_answer_continues_the_chain(parts: Parts, alice: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    replied = read.find(rights.admit(alice, support.id, Purpose.READ), number)
    octets = compose.build(LETTER, support, alice, Manner.SEND_AS, "<id@example.test>", parts.now(), replied=replied)
    made = message_from_bytes(octets, policy=policy.default)
    assert made["In-Reply-To"] == "<second@example.test>"
    assert made["References"].split() == ["<zero@example.test>", "<first@example.test>", "<second@example.test>"]


def test_who_may_not_read_cannot_answer(parts: Parts, alice: Person, bob: Person, support: Mailbox) -> None:
    number = delivered(parts, alice, support, newsletter())
    letter = Letter(LETTER.to, "Re", "", in_reply_to=number)
    assert compose.answered(alice, support.id, letter) is not None
    assert compose.answered(bob, support.id, LETTER) is None
    with pytest.raises(NotPermitted):
        compose.answered(bob, support.id, letter)


def test_attachments_travel_unchanged(parts: Parts, bob: Person, support: Mailbox) -> None:
    content = bytes(range(256)) * 100
    letter = Letter(LETTER.to, "S", "T", attachments=(Upload("Müller.bin", "application/octet-stream", content),))
    octets = compose.build(letter, support, bob, Manner.SEND_AS, "<id@example.test>", parts.now())
    (file,) = message_from_bytes(octets, policy=policy.default).iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("Müller.bin", content)


def test_a_field_cannot_smuggle_another(parts: Parts, bob: Person, support: Mailbox) -> None:
    letter = Letter(LETTER.to, "Hello\r\nBcc: victim@example.test", "T")
    with pytest.raises(Misconfigured, match="letter-malformed"):
        compose.build(letter, support, bob, Manner.SEND_AS, "<id@example.test>", parts.now())
