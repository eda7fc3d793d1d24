"""Messages on their way out. Their state moves along `model.submission.NEXT` alone; attempts are only appended."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from poststelle.model.address import Address
from poststelle.model.errors import Conflict, NotFound
from poststelle.model.identifiers import MailboxId, MessageId, PersonId, SubmissionId
from poststelle.model.rights import Permit, Purpose
from poststelle.model.submission import NEXT, Attempt, Event, Manner, State, Submission
from poststelle.store import models
from poststelle.store.blobs import Blobs
from poststelle.store.permits import READING, SENDING, demand
from poststelle.store.trouble import told

MANNERS = {Purpose.SEND_AS: Manner.SEND_AS, Purpose.SEND_ON_BEHALF: Manner.ON_BEHALF}


def create(
    permit: Permit,
    blobs: Blobs,
    octets: bytes,
    *,
    message_id: str,
    subject: str,
    recipients: Sequence[Address],
    at: datetime,
    answers: MessageId | None = None,
) -> Submission:
    """Queue the octets; their manner is the permit's."""
    demand(permit, *SENDING)
    digest = blobs.put(octets)
    with told(), transaction.atomic():
        blob, _ = models.Blob.objects.get_or_create(digest=digest, defaults={"size_octets": len(octets)})
        row = models.Submission.objects.create(
            mailbox_id=permit.mailbox,
            person_id=permit.person,
            manner=MANNERS[permit.purpose],
            message_id=message_id,
            subject=subject,
            recipients=list(recipients),
            blob=blob,
            state=State.QUEUED,
            created=at,
            answers_id=answers,
        )
    return value(row)


def advance(
    submission: SubmissionId,
    event: Event,
    at: datetime,
    code: int | None = None,
    text: str = "",
    refused: Iterable[tuple[Address, int, str]] = (),
) -> Submission:
    """Move along the table and append the attempt; `Conflict` if the state does not know this event."""
    with told(), transaction.atomic():
        row = _row(submission)
        following = NEXT[State(row.state)].get(event)
        if following is None:
            raise Conflict("submission-state", state=row.state, event=event)
        row.state = following
        row.refused = [*row.refused, *([*entry] for entry in refused)]
        row.save(update_fields=["state", "refused"])
        models.Attempt.objects.create(submission=row, at=at, event=event, code=code, text=text)
        return value(_row(submission))


def find(submission: SubmissionId) -> Submission:
    return value(_row(submission))


def octets(blobs: Blobs, submission: SubmissionId) -> bytes:
    return blobs.open(_row(submission).blob.digest)


def answers(submission: SubmissionId) -> MessageId | None:
    """The message that this one answers, if it is still there."""
    answered = _row(submission).answers_id
    return MessageId(answered) if answered else None


def of_mailbox(permit: Permit, limit: int = 200) -> list[Submission]:
    """The newest first: all for who may read the mailbox, one's own for who may only send."""
    demand(permit, *READING, *SENDING)
    rows = models.Submission.objects.filter(mailbox=permit.mailbox).prefetch_related("attempts")
    if permit.purpose in SENDING:
        rows = rows.filter(person=permit.person)
    return [value(row) for row in rows.order_by("-pk")[:limit]]


def due(states: Sequence[State] = (State.QUEUED,)) -> list[Submission]:
    """Those in one of these states, oldest first."""
    rows = models.Submission.objects.filter(state__in=states).prefetch_related("attempts")
    return [value(row) for row in rows.order_by("pk")]


def value(row: models.Submission) -> Submission:
    attempts = sorted(row.attempts.all(), key=lambda attempt: attempt.pk)
    return Submission(
        id=SubmissionId(row.pk),
        mailbox=MailboxId(row.mailbox_id),
        person=PersonId(row.person_id),
        manner=Manner(row.manner),
        message_id=row.message_id,
        subject=row.subject,
        recipients=tuple(map(Address, row.recipients)),
        state=State(row.state),
        created=row.created,
        attempts=tuple(Attempt(entry.at, Event(entry.event), entry.code, entry.text) for entry in attempts),
        refused=tuple((Address(address), code, text) for address, code, text in row.refused),
    )


def _row(submission: SubmissionId) -> models.Submission:
    row = models.Submission.objects.filter(pk=submission).select_related("blob").first()
    if row is None:
        raise NotFound("submission-unknown", submission=str(submission))
    return row
