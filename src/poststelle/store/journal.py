"""Who did what with which right. Addresses yes, subjects and bodies never."""

from datetime import datetime

from poststelle.model.identifiers import MailboxId, PersonId
from poststelle.model.journal import Entry
from poststelle.store import mailboxes, models, persons
from poststelle.store.trouble import told


def note(event: str, person: PersonId | None, mailbox: MailboxId | None, at: datetime, /, **facts: str) -> None:
    with told():
        models.JournalEntry.objects.create(at=at, person_id=person, mailbox_id=mailbox, event=event, facts=facts)


def page(among: frozenset[MailboxId] | None = None, before: int | None = None, limit: int = 50) -> list[Entry]:
    """The newest entries first; of these mailboxes only, unless `among` is `None`."""
    rows = models.JournalEntry.objects.select_related("person", "mailbox").order_by("-pk")
    if among is not None:
        rows = rows.filter(mailbox__in=among)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        Entry(
            id=row.pk,
            at=row.at,
            person=persons.value(row.person) if row.person else None,
            mailbox=mailboxes.value(row.mailbox) if row.mailbox else None,
            event=row.event,
            facts=row.facts,
        )
        for row in rows[:limit]
    ]
