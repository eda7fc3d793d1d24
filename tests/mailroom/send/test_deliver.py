"""Sending through the sandbox: by right, once, with the copy in the shared Sent folder exactly once."""

import asyncio

import pytest

from poststelle.mailroom import check, fetch, rights, send
from poststelle.mailroom.parts import Parts
from poststelle.model.address import Address
from poststelle.model.errors import NotPermitted
from poststelle.model.finding import Status, Step
from poststelle.model.mailbox import AppRegistration, Mailbox
from poststelle.model.message import Use
from poststelle.model.person import Person
from poststelle.model.rights import Proof, Purpose, Right
from poststelle.model.submission import Event, Letter, Manner, State, Submission, Upload
from poststelle.store import folders, grants, messages, submissions
from tests.mailroom.conftest import member, shared
from tests.mailroom.sandboxed import Sandbox

READ, SEND_AS, ON_BEHALF = Right.READ_AND_MANAGE, Right.SEND_AS, Right.SEND_ON_BEHALF
SUPPORT = Address("support@muster.example")


@pytest.fixture
def support(app: AppRegistration, sandbox: Sandbox) -> Mailbox:
    return shared(app, sandbox, SUPPORT)


@pytest.fixture
def anna(real: Parts, support: Mailbox) -> Person:
    return member(real, support, "anna.berger", READ, SEND_AS)


def letter(subject: str, **more: object) -> Letter:
    return Letter(to=(SUPPORT,), subject=subject, text="Grüße aus der Poststelle\n", **more)  # type: ignore[arg-type]


def sent(parts: Parts, who: Person, mailbox: Mailbox, subject: str, manner: Manner = Manner.SEND_AS) -> Submission:
    queued = send.submit(parts, who, mailbox.id, manner, letter(subject))
    assert queued.state is State.QUEUED
    return asyncio.run(send.deliver(parts, queued.id))


def copies(parts: Parts, who: Person, mailbox: Mailbox, submission: Submission) -> dict[Use | None, int]:
    """How often the message lies in each folder at the server."""
    asyncio.run(fetch.fetch(parts, who, mailbox.id))
    uses = {folder.id: folder.use for folder in folders.of_mailbox(mailbox.id)}
    found = messages.with_message_id(rights.admit(who, mailbox.id, Purpose.READ), submission.message_id)
    return {use: sum(uses[one.folder] is use for one in found) for use in {uses[one.folder] for one in found}}


def test_as_the_mailbox_with_one_copy_in_its_sent_folder(real: Parts, support: Mailbox, anna: Person) -> None:
    done = sent(real, anna, support, "Send as")
    assert done.state is State.FILED, done.attempts
    assert copies(real, anna, support, done) == {Use.INBOX: 1, Use.SENT: 1}
    proofs = {grant.right: grant.proof for grant in grants.of_mailbox(support.id)}
    assert proofs[SEND_AS] is Proof.PROVED


def test_delivering_again_changes_nothing(real: Parts, support: Mailbox, anna: Person) -> None:
    done = sent(real, anna, support, "Once")
    assert asyncio.run(send.deliver(real, done.id)) == done
    assert copies(real, anna, support, done) == {Use.INBOX: 1, Use.SENT: 1}


def test_on_behalf_names_the_person(real: Parts, support: Mailbox) -> None:
    carla = member(real, support, "carla.neumann", READ, ON_BEHALF)
    done = sent(real, carla, support, "On behalf", Manner.ON_BEHALF)
    assert done.state is State.FILED, done.attempts
    permit = rights.admit(carla, support.id, Purpose.READ)
    asyncio.run(fetch.fetch(real, carla, support.id))
    raw = messages.raw(permit, real.blobs, messages.with_message_id(permit, done.message_id)[0].id)
    header = raw.partition(b"\r\n\r\n")[0].lower()
    assert b"carla.neumann@muster.example" in header.partition(b"sender:")[2].partition(b"\r\n")[0]


def test_bob_may_send_but_the_copy_needs_a_reader(real: Parts, support: Mailbox, anna: Person) -> None:
    bernd = member(real, support, "bernd.krause", SEND_AS)
    done = sent(real, bernd, support, "From Bernd")
    assert done.state is State.FILED  # filed with Anna's key
    assert copies(real, anna, support, done) == {Use.INBOX: 1, Use.SENT: 1}


def test_without_the_right_nothing_is_queued(real: Parts, support: Mailbox, anna: Person) -> None:
    with pytest.raises(NotPermitted) as shut:
        send.submit(real, anna, support.id, Manner.ON_BEHALF, letter("No"))
    assert shut.value.facts["right"] == ON_BEHALF


def test_what_the_server_refuses_fails_and_names_the_right(real: Parts, support: Mailbox) -> None:
    james = member(real, support, "james.oconnor", READ, SEND_AS)  # the sandbox gave him nothing
    done = sent(real, james, support, "Refused")
    assert done.state is State.FAILED
    trouble = send.trouble(real, done)
    assert trouble is not None
    assert trouble.code == "send-as-denied"
    proofs = {grant.right: grant.proof for grant in grants.of_mailbox(support.id)}
    assert proofs[SEND_AS] is Proof.REFUSED


def test_an_ambiguous_message_that_arrived_is_found_and_not_sent_again(
    real: Parts, support: Mailbox, anna: Person
) -> None:
    queued = send.submit(real, anna, support.id, Manner.SEND_AS, letter("Ambiguous"))
    first = asyncio.run(send.deliver(real, queued.id))
    second = send.submit(real, anna, support.id, Manner.SEND_AS, letter("Twin"))
    submissions.advance(second.id, Event.STARTED, real.now())
    lost = submissions.advance(second.id, Event.LOST, real.now())
    assert asyncio.run(send.deliver(real, lost.id)).state is State.AMBIGUOUS  # it was never sent: a person decides
    assert copies(real, anna, support, lost) == {}
    assert copies(real, anna, support, first) == {Use.INBOX: 1, Use.SENT: 1}
    again = send.again(real, anna, lost.id)
    assert again.state is State.QUEUED
    assert asyncio.run(send.deliver(real, again.id)).state is State.FILED


def test_a_lost_answer_is_looked_up_by_message_id(real: Parts, support: Mailbox, anna: Person) -> None:
    from poststelle.store import models

    done = sent(real, anna, support, "Answer lost")
    models.Submission.objects.filter(pk=done.id).update(state=State.AMBIGUOUS)
    after = asyncio.run(send.deliver(real, done.id))
    assert after.state is State.FILED
    assert Event.FOUND in {attempt.event for attempt in after.attempts}
    assert copies(real, anna, support, done) == {Use.INBOX: 1, Use.SENT: 1}


def test_an_attachment_arrives_whole(real: Parts, support: Mailbox, anna: Person) -> None:
    content = bytes(range(256)) * 500
    upload = Upload("Übersicht.bin", "application/octet-stream", content)
    queued = send.submit(real, anna, support.id, Manner.SEND_AS, letter("Attachment", attachments=(upload,)))
    done = asyncio.run(send.deliver(real, queued.id))
    assert done.state is State.FILED
    assert copies(real, anna, support, done) == {Use.INBOX: 1, Use.SENT: 1}


def test_the_check_sends_a_test_message_and_removes_it(real: Parts, support: Mailbox, anna: Person) -> None:
    run = asyncio.run(check.run(real, anna, support.id, send_test=True))
    found = {finding.step: finding for finding in run.findings}
    assert run.green, run.findings
    assert found[Step.SEND].status is Status.OK
    assert found[Step.ROUND_TRIP].status is Status.OK
    asyncio.run(fetch.fetch(real, anna, support.id))
    page = messages.page(rights.admit(anna, support.id, Purpose.READ), None, None, 500)
    assert not any(one.message_id.startswith("<check-") for one in page)
