"""Folders as the server lists them, and how far each is fetched."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from poststelle.model.errors import NotFound
from poststelle.model.identifiers import FolderId, MailboxId
from poststelle.model.message import Folder, Use
from poststelle.model.rights import Permit, Purpose
from poststelle.store import models
from poststelle.store.permits import demand, folder_of

USE_ORDER = [Use.INBOX, Use.DRAFTS, Use.SENT, Use.ARCHIVE, Use.JUNK, Use.TRASH]


@dataclass(frozen=True, slots=True)
class Listed:
    """A folder as the server names it."""

    path: str
    name: str
    delimiter: str = "/"
    use: Use | None = None


@dataclass(frozen=True, slots=True)
class Watermark:
    """Every UID up to this one is fetched or gone; both are 0 before the first fetch."""

    uid_validity: int
    uid: int


def of_mailbox(mailbox: MailboxId) -> list[Folder]:
    """The folders that are there, the special ones first, with the numbers of their messages."""
    return sorted(map(value, _rows().filter(mailbox=mailbox, gone=False)), key=_place)


def find(mailbox: MailboxId, folder: FolderId) -> Folder:
    row = _rows().filter(mailbox=mailbox, pk=folder).first()
    if row is None:
        raise NotFound("folder-unknown", folder=str(folder))
    return value(row)


def sync(mailbox: MailboxId, listed: Iterable[Listed]) -> list[Folder]:
    """Bring the folders to what the server lists. Those it no longer lists are marked gone and keep their messages."""
    with transaction.atomic():
        seen = []
        for entry in listed:
            row, _ = models.Folder.objects.update_or_create(
                mailbox_id=mailbox,
                path=entry.path,
                defaults={
                    "name": entry.name,
                    "delimiter": entry.delimiter,
                    "use": entry.use or "",
                    "gone": False,
                },
            )
            seen.append(row.pk)
        models.Folder.objects.filter(mailbox=mailbox).exclude(pk__in=seen).update(gone=True)
        return of_mailbox(mailbox)


def watermark(folder: FolderId) -> Watermark:
    found = models.Folder.objects.filter(pk=folder).values_list("uid_validity", "watermark").first()
    if found is None:
        raise NotFound("folder-unknown", folder=str(folder))
    return Watermark(*found)


def restart(permit: Permit, folder: FolderId, uid_validity: int) -> None:
    """The server numbers anew (RFC 3501 section 2.3.1.1): what was fetched waits to be recognised by its octets."""
    demand(permit, Purpose.FETCH)
    with transaction.atomic():
        row = folder_of(permit, folder)
        if row.uid_validity == uid_validity:
            return
        models.Message.objects.filter(folder=row).exclude(uid_validity=uid_validity).update(gone=True)
        row.uid_validity, row.watermark = uid_validity, 0
        row.save(update_fields=["uid_validity", "watermark"])


def value(row: models.Folder) -> Folder:
    return Folder(
        id=FolderId(row.pk),
        mailbox=MailboxId(row.mailbox_id),
        name=row.name,
        path=row.path,
        delimiter=row.delimiter,
        use=Use(row.use) if row.use else None,
        messages=getattr(row, "there", 0),
        unseen=getattr(row, "unseen", 0),
    )


def _rows() -> QuerySet[models.Folder]:
    there = Q(messages__gone=False)
    return models.Folder.objects.annotate(
        there=Count("messages", filter=there), unseen=Count("messages", filter=there & Q(messages__seen=False))
    )


def _place(folder: Folder) -> tuple[int, str]:
    return (USE_ORDER.index(folder.use) if folder.use else len(USE_ORDER), folder.name.casefold())
