"""What waits, what went wrong, and what a person may decide about it."""

from poststelle.mailroom import rights
from poststelle.mailroom.parts import Parts
from poststelle.mailroom.place import look_up
from poststelle.model.errors import NotFound, NotPermitted
from poststelle.model.finding import Finding, Status, Step
from poststelle.model.identifiers import MailboxId, SubmissionId
from poststelle.model.person import Person
from poststelle.model.rights import Permit, Purpose
from poststelle.model.submission import Event, State, Submission
from poststelle.providers.causes import classify, known
from poststelle.store import journal
from poststelle.store import submissions as kept

LOOKING = (Purpose.READ, Purpose.SEND_AS, Purpose.SEND_ON_BEHALF)


def submissions(person: Person, mailbox: MailboxId) -> list[Submission]:
    """All of the mailbox for who may read it, one's own for who may only send."""
    return kept.of_mailbox(_permit(person, mailbox))


def cancel(parts: Parts, person: Person, submission: SubmissionId) -> Submission:
    """Take a message back that is queued, or give up one of which nobody knows."""
    found = _mine(person, submission)
    done = kept.advance(submission, Event.CANCEL, parts.now())
    journal.note("send-canceled", person.id, found.mailbox, parts.now())
    return done


def again(parts: Parts, person: Person, submission: SubmissionId) -> Submission:
    """Send an ambiguous message a second time, under the same Message-ID; only a person may decide that."""
    found = _mine(person, submission)
    done = kept.advance(submission, Event.MISSING, parts.now(), text="decided by a person")
    journal.note("send-again", person.id, found.mailbox, parts.now())
    return done


def trouble(parts: Parts, submission: Submission) -> Finding | None:
    """Why it has not gone, in the catalogue's words; `None` when nothing is wrong."""
    last = next((one for one in reversed(submission.attempts) if one.text and one.event is not Event.STARTED), None)
    if submission.state in (State.SENT, State.FILED, State.CANCELED) or last is None:
        return None
    provider = look_up(parts, submission.mailbox).provider
    cause = classify(provider, Step.SEND, last.text) or known(provider, last.text)
    status = Status.FAILED if submission.state is State.FAILED else Status.WAITING
    facts = {"text": last.text, "code": str(last.code or "")}
    if cause is None:
        ours = " " not in last.text
        return Finding(Step.SEND, status, last.text if ours else "unknown", facts)
    return Finding(Step.SEND, status, cause.code, facts, cause.remedy, cause.responsible)


def _mine(person: Person, submission: SubmissionId) -> Submission:
    """One's own, or any of a mailbox whose mail one may read."""
    found = kept.find(submission)
    permit = _permit(person, found.mailbox)
    if permit.purpose is not Purpose.READ and found.person != person.id:
        raise NotFound("submission-unknown", submission=str(submission))
    return found


def _permit(person: Person, mailbox: MailboxId) -> Permit:
    for purpose in LOOKING[:-1]:
        try:
            return rights.admit(person, mailbox, purpose)
        except NotPermitted:
            continue
    return rights.admit(person, mailbox, LOOKING[-1])
