"""When it is a message's turn, and that what can only be looked for does not keep back what is to be sent."""

import itertools
from datetime import timedelta

import pytest

from poststelle.mailroom import duties
from poststelle.mailroom.parts import Parts
from poststelle.model.identifiers import MailboxId, PersonId, SubmissionId
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.model.submission import Attempt, Event, Manner, State, Submission
from poststelle.store import submissions
from tests.conftest import START, Clock

numbers = itertools.count()


def queued(parts: Parts, mailbox: Mailbox, person: Person) -> Submission:
    permit = Permit(person.id, mailbox.id, Purpose.SEND_AS)
    name = f"<{next(numbers)}@example.test>"
    return submissions.create(
        permit, parts.blobs, b"octets", message_id=name, subject="", recipients=(mailbox.address,), at=parts.now()
    )


def standing(state: State, event: Event) -> Submission:
    return Submission(
        SubmissionId(1),
        MailboxId(1),
        PersonId(1),
        Manner.SEND_AS,
        "<1@x>",
        "",
        (),
        state,
        START,
        (Attempt(START, event),),
    )


def test_what_is_queued_comes_before_copies_that_wait(
    parts: Parts, clock: Clock, support: Mailbox, alice: Person
) -> None:
    for _ in range(3):
        sent = queued(parts, support, alice)
        for event in (Event.STARTED, Event.WRITTEN, Event.ACCEPTED):
            submissions.advance(sent.id, event, parts.now())
    fresh = queued(parts, support, alice)
    clock.go_on(seconds=1)
    due = duties.due(parts.now())
    assert due[0].id == fresh.id
    assert [one.state for one in due[1:]] == [State.SENT] * 3


@pytest.mark.parametrize("state", [State.SENT, State.AMBIGUOUS])
def test_the_search_grows_rarer_and_ends(state: State) -> None:
    found = standing(state, Event.ACCEPTED)
    rests = [duties.rest(found, START + timedelta(minutes=minutes)) for minutes in (0, 4, 60, 600)]
    assert rests == [timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1)]
    assert duties.next_try(found, START + timedelta(days=1)) is not None
    assert duties.next_try(found, START + timedelta(days=4)) is None


def test_what_is_queued_is_never_given_up() -> None:
    put_off = standing(State.QUEUED, Event.DEFERRED)
    assert duties.next_try(put_off, START + timedelta(days=30)) == START + duties.FIRST_RETRY
