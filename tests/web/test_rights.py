"""Scene 2 in pages: counts, choosing, one box for all, confirmation, removal."""

import pytest

from poststelle.mailroom import rights
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Right
from tests.web.conftest import Browse


def _holders(alice: Person, mailbox: Mailbox, right: Right) -> set[str]:
    return {person.name for person, _grant in rights.overview(alice, mailbox.id).holders[right]}


def test_each_right_shows_how_many_hold_it(support: Mailbox, alice: Person, browse: Browse) -> None:
    page = browse(alice).get(f"/mailboxes/{support.id}/rights/").content.decode()

    for words in ("Read and manage (1)", "Send as (2)", "Send on behalf (2)"):
        assert words in page


def test_a_person_is_chosen_confirmed_and_added(
    support: Mailbox, alice: Person, charlie: Person, browse: Browse
) -> None:
    client, address = browse(alice), f"/mailboxes/{support.id}/rights/send-as/add/"

    asked = client.post(address, {"person": str(charlie.id)})
    assert "Add permissions?" in asked.content.decode()
    assert "Charlie" not in _holders(alice, support, Right.SEND_AS)

    done = client.post(address, {"person": str(charlie.id), "confirmed": "1"}, follow=True)
    assert "1 person added." in done.content.decode()
    assert "Charlie" in _holders(alice, support, Right.SEND_AS)


def test_one_box_stands_for_all_that_are_shown(
    support: Mailbox, alice: Person, bob: Person, charlie: Person, browse: Browse
) -> None:
    client, address = browse(alice), f"/mailboxes/{support.id}/rights/read-and-manage/add/"

    confirmation = client.post(address + "?q=charlie", {"everyone": "1"}).content.decode()
    client.post(address, {"everyone": "1", "confirmed": "1"})

    assert "Charlie" in confirmation
    assert "Bob" not in confirmation
    assert _holders(alice, support, Right.READ_AND_MANAGE) == {"Alice", "Bob", "Charlie"}


def test_without_a_tick_nothing_happens_and_it_is_said(support: Mailbox, alice: Person, browse: Browse) -> None:
    answer = browse(alice).post(f"/mailboxes/{support.id}/rights/send-as/add/", {})

    assert "Tick at least one person." in answer.content.decode()


def test_a_right_is_taken_away(support: Mailbox, alice: Person, bob: Person, browse: Browse) -> None:
    client, address = browse(alice), f"/mailboxes/{support.id}/rights/send-as/remove/"

    client.post(address, {"person": str(bob.id), "confirmed": "1"})

    assert _holders(alice, support, Right.SEND_AS) == {"Alice"}


@pytest.mark.parametrize("right", ["send-as-everybody", "READ_AND_MANAGE"])
def test_a_right_that_does_not_exist_is_not_found(right: str, support: Mailbox, alice: Person, browse: Browse) -> None:
    assert browse(alice).get(f"/mailboxes/{support.id}/rights/{right}/").status_code == 404
