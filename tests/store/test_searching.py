"""Search finds words, beginnings, phrases and umlauts, and only in mailboxes of the scope."""

import pytest

from poststelle.mailroom import rights, search
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.identifiers import FolderId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Grant, Permit, Purpose, Right, Scope
from poststelle.store import folders, grants, mailboxes, messages
from poststelle.store.folders import Listed
from poststelle.store.messages import Incoming
from tests.conftest import START
from tests.store.samples import letter

TEXTS = [
    ("Rechnung Nr. 4711", "Anbei die Rechnung für Müller & Söhne."),
    ("Your order", "The order was shipped to Zürich yesterday."),
    ("Fragen", "Wer ist zuständig? NOT me OR you AND (nobody)"),
]


def filled(parts: Parts, person: Person, mailbox: Mailbox) -> tuple[Permit, FolderId]:
    permit = rights.admit(person, mailbox.id, Purpose.FETCH)
    folder = folders.sync(mailbox.id, [Listed("INBOX", "INBOX")])[0].id
    batch = [Incoming(uid, letter(subject, text), START) for uid, (subject, text) in enumerate(TEXTS, 1)]
    messages.keep(permit, parts.blobs, folder, 1, batch, len(batch))
    return permit, folder


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("rechnung", ["Rechnung Nr. 4711"]),
        ("RECHN", ["Rechnung Nr. 4711"]),
        ("4711", ["Rechnung Nr. 4711"]),
        ("müller", ["Rechnung Nr. 4711"]),
        ("muller", ["Rechnung Nr. 4711"]),
        ("zürich shipped", ["Your order"]),
        ('"order was"', ["Your order"]),
        ('"was order"', []),
        ("juergen@example.test", ["Fragen", "Your order", "Rechnung Nr. 4711"]),
        ("groß", ["Fragen", "Your order", "Rechnung Nr. 4711"]),
        ("rechnung zürich", []),
        ("", []),
        ("   ", []),
        ("?!", []),
        ("NOT", ["Fragen"]),
        ('"', []),
        ('unclosed "quote', []),
        ("subject:order", []),
        ("*", []),
        ("a" * 5000, []),
        ("( OR AND NEAR", []),
        ("mailbox1", []),
    ],
)
def test_a_query_finds_what_it_says(query: str, hits: list[str], parts: Parts, alice: Person, support: Mailbox) -> None:
    filled(parts, alice, support)
    assert [message.subject for message in search.find(rights.readable(alice), query)] == hits


def test_nothing_is_found_outside_the_scope(parts: Parts, alice: Person, bob: Person, support: Mailbox) -> None:
    filled(parts, alice, support)
    other = mailboxes.create(Address("other@example.test"), "Other")
    grants.put(Grant(other.id, alice.id, Right.READ_AND_MANAGE))
    filled(parts, alice, other)
    assert len(search.find(rights.readable(alice), "rechnung")) == 2
    assert len(search.find(rights.readable(alice, other.id), "rechnung")) == 1
    assert search.find(rights.readable(bob), "rechnung") == []
    assert search.find(Scope(alice.id, frozenset()), "rechnung") == []


def test_what_is_gone_is_not_found(parts: Parts, alice: Person, support: Mailbox) -> None:
    permit, folder = filled(parts, alice, support)
    messages.gone(permit, folder, 1, [1])
    assert search.find(rights.readable(alice), "rechnung") == []


def test_a_removed_mailbox_leaves_nothing_to_find(parts: Parts, alice: Person, support: Mailbox) -> None:
    filled(parts, alice, support)
    scope = rights.readable(alice)
    mailboxes.remove(support.id)
    assert search.find(scope, "rechnung") == []
