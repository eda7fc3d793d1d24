"""People × rights × purposes: the door is shut unless a grant opens it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poststelle.mailroom import rights
from poststelle.model.address import Address
from poststelle.model.errors import NotFound, NotPermitted
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import NEEDED, Grant, Permit, Purpose, Right
from poststelle.store import grants, mailboxes

R, A, B = Right.READ_AND_MANAGE, Right.SEND_AS, Right.SEND_ON_BEHALF
OPEN: dict[str, set[Purpose]] = {
    "alice": set(Purpose),
    "bob": {Purpose.SEND_AS, Purpose.SEND_ON_BEHALF},
    "charlie": set(),
}


@pytest.fixture
def people(alice: Person, bob: Person, charlie: Person) -> dict[str, Person]:
    return {"alice": alice, "bob": bob, "charlie": charlie}


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("name", OPEN)
def test_the_door_is_shut_unless_a_grant_opens_it(
    name: str, purpose: Purpose, people: dict[str, Person], support: Mailbox
) -> None:
    person = people[name]
    if purpose in OPEN[name]:
        assert rights.admit(person, support.id, purpose) == Permit(person.id, support.id, purpose)
    else:
        with pytest.raises((NotPermitted, NotFound)):
            rights.admit(person, support.id, purpose)


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("purpose", Purpose)
def test_each_right_opens_its_purposes_and_no_other(
    right: Right, purpose: Purpose, charlie: Person, support: Mailbox
) -> None:
    grants.put(Grant(support.id, charlie.id, right))
    if NEEDED[purpose] is right:
        rights.admit(charlie, support.id, purpose)
    else:
        with pytest.raises(NotPermitted) as caught:
            rights.admit(charlie, support.id, purpose)
        assert caught.value.facts["right"] == NEEDED[purpose]


def test_a_stranger_does_not_learn_that_the_mailbox_is_there(charlie: Person, support: Mailbox) -> None:
    with pytest.raises(NotFound, match="mailbox-unknown"):
        rights.admit(charlie, support.id, Purpose.READ)
    with pytest.raises(NotFound, match="mailbox-unknown"):
        rights.overview(charlie, support.id)
    assert rights.visible(charlie) == []


def test_an_administrator_sees_every_mailbox_and_reads_none(charlie: Person, alice: Person, support: Mailbox) -> None:
    other = mailboxes.create(Address("other@example.test"), "Other")
    assert {mailbox.id for mailbox in rights.visible(alice)} == {support.id, other.id}
    assert rights.readable(alice).mailboxes == {support.id}
    with pytest.raises(NotPermitted):
        rights.admit(alice, other.id, Purpose.READ)


def test_administering_is_for_administrators(alice: Person, bob: Person) -> None:
    rights.administer(alice)
    with pytest.raises(NotPermitted, match="administrator-needed"):
        rights.administer(bob)


def test_a_grant_elsewhere_opens_nothing_here(bob: Person, support: Mailbox) -> None:
    other = mailboxes.create(Address("other@example.test"), "Other")
    grants.put(Grant(other.id, bob.id, R))
    with pytest.raises(NotPermitted):
        rights.admit(bob, support.id, Purpose.READ)
    assert rights.readable(bob).mailboxes == {other.id}


def test_a_revoked_right_is_gone_at_once(alice: Person, support: Mailbox) -> None:
    rights.admit(alice, support.id, Purpose.READ)
    grants.remove(support.id, alice.id, R)
    with pytest.raises(NotPermitted):
        rights.admit(alice, support.id, Purpose.READ)


def test_the_overview_counts_each_right(alice: Person, bob: Person, support: Mailbox) -> None:
    seen = rights.overview(bob, support.id)
    assert {right: [person.name for person, _ in holders] for right, holders in seen.holders.items()} == {
        R: ["Alice"],
        A: ["Alice", "Bob"],
        B: ["Alice", "Bob"],
    }
    assert seen.mine == {A, B}


def test_why_not_names_the_missing_right(bob: Person, support: Mailbox) -> None:
    assert rights.why_not(bob, support.id, R)["reason"] == "right-missing"
    assert rights.why_not(bob, support.id, A)["reason"] == "right-wanted"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=st.sets(st.sampled_from(Right)), fewer=st.sets(st.sampled_from(Right)))
def test_nobody_sees_more_with_fewer_rights(
    held: set[Right], fewer: set[Right], charlie: Person, support: Mailbox
) -> None:
    with_all = opened(charlie, support, held)
    with_fewer = opened(charlie, support, held - fewer)
    assert with_fewer <= with_all


def opened(person: Person, mailbox: Mailbox, held: set[Right]) -> set[str]:
    """What somebody with exactly these rights may do and see."""
    for right in Right:
        grants.remove(mailbox.id, person.id, right)
    for right in held:
        grants.put(Grant(mailbox.id, person.id, right))
    seen = {f"readable {number}" for number in rights.readable(person).mailboxes}
    seen |= {f"visible {one.id}" for one in rights.visible(person)}
    for purpose in Purpose:
        try:
            rights.admit(person, mailbox.id, purpose)
            seen.add(purpose)
        except (NotPermitted, NotFound):
            pass
    return seen
