"""A submission moves along its table and no other way."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from poststelle.mailroom import rights
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotPermitted
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.model.rights import Purpose
from poststelle.model.submission import NEXT, Event, Manner, State, Submission
from poststelle.store import submissions


def queued(parts: Parts, person: Person, mailbox: Mailbox, name: str = "<a@b>") -> Submission:
    permit = rights.admit(person, mailbox.id, Purpose.SEND_AS)
    to = [Address("x@example.test")]
    return submissions.create(
        permit, parts.blobs, b"octets", message_id=name, subject="S", recipients=to, at=parts.now()
    )


def test_it_goes_out_once_and_remembers_its_attempts(parts: Parts, bob: Person, support: Mailbox) -> None:
    made = queued(parts, bob, support)
    assert (made.state, made.manner) == (State.QUEUED, Manner.SEND_AS)
    assert submissions.octets(parts.blobs, made.id) == b"octets"
    submissions.advance(made.id, Event.STARTED, parts.now())
    refused = [(Address("x@example.test"), 550, "unknown")]
    sent = submissions.advance(made.id, Event.ACCEPTED, parts.now(), 250, "2.0.0 OK", refused)
    assert sent.state is State.SENT
    assert [(attempt.event, attempt.code) for attempt in sent.attempts] == [
        (Event.STARTED, None),
        (Event.ACCEPTED, 250),
    ]
    assert sent.refused == ((Address("x@example.test"), 550, "unknown"),)
    assert submissions.advance(made.id, Event.COPIED, parts.now()).state is State.FILED


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(Event), max_size=6))
def test_only_the_table_moves_it(events: list[Event], parts: Parts, bob: Person, support: Mailbox) -> None:
    made = queued(parts, bob, support, f"<{parts.new_token()}@b>")
    state = made.state
    for event in events:
        following = NEXT[state].get(event)
        if following is None:
            with pytest.raises(Conflict, match="submission-state"):
                submissions.advance(made.id, event, parts.now())
        else:
            submissions.advance(made.id, event, parts.now())
            state = following
        assert submissions.find(made.id).state is state


def test_who_may_only_send_sees_only_what_was_sent_by_oneself(
    parts: Parts, alice: Person, bob: Person, support: Mailbox
) -> None:
    queued(parts, alice, support, "<by-alice@b>")
    queued(parts, bob, support, "<by-bob@b>")
    seen_by_bob = submissions.of_mailbox(rights.admit(bob, support.id, Purpose.SEND_AS))
    assert [one.message_id for one in seen_by_bob] == ["<by-bob@b>"]
    assert len(submissions.of_mailbox(rights.admit(alice, support.id, Purpose.READ))) == 2


def test_a_reading_permit_does_not_send(parts: Parts, alice: Person, support: Mailbox) -> None:
    permit = rights.admit(alice, support.id, Purpose.READ)
    with pytest.raises(NotPermitted):
        submissions.create(permit, parts.blobs, b"x", message_id="<a@b>", subject="", recipients=[], at=parts.now())
