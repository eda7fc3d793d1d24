"""Who holds which right on which mailbox, where we know it from, and how far it is proved."""

from datetime import datetime

from poststelle.model.errors import NotFound
from poststelle.model.identifiers import MailboxId, PersonId
from poststelle.model.rights import Grant, Proof, Right, Source
from poststelle.store import models

MAX_EVIDENCE = 500


def value(row: models.Grant) -> Grant:
    return Grant(
        mailbox=MailboxId(row.mailbox_id),
        person=PersonId(row.person_id),
        right=Right(row.right),
        source=Source(row.source),
        proof=Proof(row.proof),
        evidence=row.evidence,
        at=row.at,
    )


def of_mailbox(mailbox: MailboxId) -> list[Grant]:
    return [value(row) for row in models.Grant.objects.filter(mailbox=mailbox).order_by("person__name", "right")]


def of_person(person: PersonId) -> list[Grant]:
    return [value(row) for row in models.Grant.objects.filter(person=person).order_by("mailbox__name", "right")]


def of_right(right: Right) -> list[Grant]:
    """Who holds this right anywhere."""
    return [value(row) for row in models.Grant.objects.filter(right=right).order_by("mailbox", "person")]


def held(person: PersonId, mailbox: MailboxId) -> frozenset[Right]:
    rows = models.Grant.objects.filter(person=person, mailbox=mailbox).values_list("right", flat=True)
    return frozenset(map(Right, rows))


def put(grant: Grant) -> Grant:
    """Keep the grant. One that is there already keeps its proof, for granting again proves nothing."""
    row, made = models.Grant.objects.get_or_create(
        mailbox_id=grant.mailbox,
        person_id=grant.person,
        right=grant.right,
        defaults={
            "source": grant.source,
            "proof": grant.proof,
            "evidence": grant.evidence[:MAX_EVIDENCE],
            "at": grant.at,
        },
    )
    if not made and row.source != grant.source:
        row.source = grant.source
        row.save(update_fields=["source"])
    return value(row)


def remove(mailbox: MailboxId, person: PersonId, right: Right) -> bool:
    """Take the right away; whether it was there."""
    gone, _ = models.Grant.objects.filter(mailbox=mailbox, person=person, right=right).delete()
    return bool(gone)


def prove(
    mailbox: MailboxId, person: PersonId, right: Right, proof: Proof, evidence: str = "", at: datetime | None = None
) -> Grant:
    """Note how far the right is known to work at the server."""
    found = models.Grant.objects.filter(mailbox=mailbox, person=person, right=right)
    if not found.update(proof=proof, evidence=evidence[:MAX_EVIDENCE], at=at):
        raise NotFound("grant-unknown", right=right)
    return value(found.get())
