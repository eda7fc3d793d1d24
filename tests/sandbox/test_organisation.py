"""People, mailboxes, rights with their delay, and the switches, kept in one file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound
from poststelle.model.rights import Right
from poststelle.sandbox.organisation import Organisation, Standing
from poststelle.sandbox.state import State
from poststelle.sandbox.switches import ConsentBy, Stage, Switches

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SUPPORT = Address("support@muster.example")
ALICE = Address("alice@muster.example")
BOB = Address("bob@muster.example")


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def organisation(tmp_path: Path, clock: Clock) -> Iterator[Organisation]:
    state = State(tmp_path / "state.sqlite3")
    organisation = Organisation.open(state, clock)
    organisation.add_person("Alice", ALICE, "alice's password")
    organisation.add_person("Bob", BOB, "bob's password", licensed=False)
    organisation.add_mailbox("Support", SUPPORT)
    yield organisation
    state.close()


def test_a_right_holds_only_after_the_delay(organisation: Organisation) -> None:
    organisation.change_switches(Switches(grant_delay_seconds=60))
    organisation.grant(SUPPORT, ALICE, Right.SEND_AS)
    assert organisation.standing(SUPPORT, ALICE, Right.SEND_AS, NOON) is Standing.WAITING
    assert organisation.holds(SUPPORT, ALICE, Right.SEND_AS, NOON + timedelta(seconds=60))


def test_a_shorter_delay_reaches_rights_that_wait_and_a_longer_one_takes_nothing_back(
    organisation: Organisation,
) -> None:
    organisation.change_switches(Switches(grant_delay_seconds=3600))
    organisation.grant(SUPPORT, ALICE, Right.SEND_AS)
    organisation.change_switches(Switches(grant_delay_seconds=0))
    assert organisation.holds(SUPPORT, ALICE, Right.SEND_AS, NOON)
    organisation.change_switches(Switches(grant_delay_seconds=3600))
    assert organisation.holds(SUPPORT, ALICE, Right.SEND_AS, NOON)


def test_granting_twice_keeps_the_first_moment(organisation: Organisation, clock: Clock) -> None:
    organisation.grant(SUPPORT, ALICE, Right.SEND_AS)
    clock.at += timedelta(hours=1)
    assert organisation.grant(SUPPORT, ALICE, Right.SEND_AS).granted_at == NOON


def test_the_three_rights_are_separate(organisation: Organisation) -> None:
    organisation.grant(SUPPORT, BOB, Right.SEND_AS)
    assert not organisation.holds(SUPPORT, BOB, Right.READ_AND_MANAGE, NOON)
    assert not organisation.holds(SUPPORT, BOB, Right.SEND_ON_BEHALF, NOON)


def test_a_revoked_right_ends_at_once(organisation: Organisation) -> None:
    organisation.grant(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    organisation.revoke(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    assert organisation.standing(SUPPORT, ALICE, Right.READ_AND_MANAGE, NOON) is Standing.NONE


def test_changing_a_person_or_a_mailbox_keeps_the_rights(organisation: Organisation) -> None:
    organisation.grant(SUPPORT, ALICE, Right.READ_AND_MANAGE)
    alice, support = organisation.person(ALICE), organisation.mailbox(SUPPORT)
    assert alice is not None
    assert support is not None
    organisation.change_person(replace(alice, name="Alice Berger"))
    organisation.rename_mailbox(support, "Hilfe")
    assert organisation.holds(SUPPORT, ALICE, Right.READ_AND_MANAGE, NOON)


def test_rights_of_strangers_and_on_unknown_mailboxes_are_refused(organisation: Organisation) -> None:
    with pytest.raises(NotFound, match="person-unknown"):
        organisation.grant(SUPPORT, "charlie@elsewhere.example", Right.SEND_AS)
    with pytest.raises(NotFound, match="mailbox-unknown"):
        organisation.grant("nobody@muster.example", ALICE, Right.SEND_AS)


def test_an_address_belongs_to_one_person_or_one_mailbox(organisation: Organisation) -> None:
    with pytest.raises(Conflict, match="address-taken"):
        organisation.add_mailbox("Alice again", ALICE)
    with pytest.raises(Conflict, match="address-taken"):
        organisation.add_person("Support again", SUPPORT, "x")


def test_passwords_are_checked_and_a_shared_mailbox_has_none_at_first(organisation: Organisation) -> None:
    assert organisation.check_password("Alice@Muster.Example", "alice's password")
    assert organisation.check_password(ALICE, "wrong") is None
    assert organisation.check_mailbox_password(SUPPORT, "") is None
    support = organisation.mailbox(SUPPORT)
    assert support is not None
    organisation.set_mailbox_password(support, "now it has one")
    assert organisation.check_mailbox_password(SUPPORT, "now it has one")


def test_a_hash_does_not_print(organisation: Organisation) -> None:
    assert "$" not in repr(organisation.person(ALICE))


def test_a_reset_password_and_a_blocked_sign_in_end_the_grants_made_before(
    organisation: Organisation, clock: Clock
) -> None:
    clock.at += timedelta(hours=1)
    for address in (ALICE, BOB):
        person = organisation.person(address)
        assert person is not None
        if address == ALICE:
            organisation.set_password(person, "new password")
        else:
            organisation.change_person(replace(person, enabled=False))
        after = organisation.person(address)
        assert after is not None
        assert after.grants_valid_from == clock.at


def test_mail_is_received_by_shared_mailboxes_and_people_with_a_licence(organisation: Organisation) -> None:
    assert organisation.addresses() == [ALICE, SUPPORT]


def test_the_persons_own_smtp_auth_switch_beats_the_organisations(organisation: Organisation) -> None:
    alice = organisation.person(ALICE)
    assert alice is not None
    organisation.change_switches(Switches(smtp_auth_disabled=True))
    assert not organisation.may_submit(alice)
    assert organisation.may_submit(replace(alice, smtp_auth=True))


def test_everything_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "again.sqlite3"
    state = State(path)
    first = Organisation.open(state, clock)
    first.add_person("Alice", ALICE, "alice's password")
    switches = Switches(refusal=Stage.AFTER_DATA, consent_by=ConsentBy.ADMINISTRATOR, copy_sent_as=True)
    first.change_switches(switches)
    state.close()
    second = Organisation.open(State(path), clock)
    assert second.tenant == first.tenant
    assert second.switches() == switches
    assert second.check_password(ALICE, "alice's password")


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    State(tmp_path / "deep" / "state.sqlite3").close()
    assert (tmp_path / "deep" / "state.sqlite3").stat().st_mode & 0o077 == 0
