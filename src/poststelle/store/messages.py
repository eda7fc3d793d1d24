"""Messages as fetched: row, watermark and search text in one transaction, after the octets are safely on the disk."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from poststelle.model.errors import NotFound
from poststelle.model.identifiers import FolderId, MailboxId, MessageId
from poststelle.model.message import Message, Party
from poststelle.model.rights import Permit, Purpose
from poststelle.store import indexing, models
from poststelle.store.blobs import Blobs
from poststelle.store.derive import Derived, derive
from poststelle.store.permits import READING, demand, folder_of
from poststelle.store.trouble import told

EXPORT_AT_ONCE = 200
NAMES_AT_ONCE = 500  # what SQLite binds in one statement without effort


@dataclass(frozen=True, slots=True)
class Flags:
    seen: bool = False
    answered: bool = False
    flagged: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as a server gave it: by `uid` (IMAP) or by `uidl` (POP3)."""

    uid: int
    octets: bytes
    received: datetime
    flags: Flags = Flags()
    uidl: str = ""


def keep(
    permit: Permit, blobs: Blobs, folder: FolderId, uid_validity: int, batch: Sequence[Incoming], watermark: int
) -> int:
    """Keep a batch whole with its watermark, or nothing of it; how many were new. What is there already is skipped."""
    demand(permit, Purpose.FETCH)
    digests = blobs.put_all([incoming.octets for incoming in batch])
    derived = [derive(incoming.octets) for incoming in batch]
    with told(), transaction.atomic():
        row = folder_of(permit, folder)
        there = set(_of(row, uid_validity).values_list("uid", "uidl"))
        fresh = {
            (incoming.uid, incoming.uidl): (incoming, digest, content)
            for incoming, digest, content in zip(batch, digests, derived, strict=True)
            if (incoming.uid, incoming.uidl) not in there
        }
        _bring_back(row, uid_validity, [one for one in batch if (one.uid, one.uidl) in there])
        new = _keep(row, uid_validity, list(fresh.values()))
        row.uid_validity, row.watermark = uid_validity, max(row.watermark, watermark)
        row.save(update_fields=["uid_validity", "watermark"])
    return new


def known(permit: Permit, folder: FolderId, uid_validity: int) -> dict[int, Flags]:
    """The UIDs that are here and not gone, with their flags."""
    demand(permit, Purpose.FETCH)
    rows = _of(folder_of(permit, folder), uid_validity).filter(gone=False)
    return {
        uid: Flags(*flags) for uid, *flags in rows.values_list("uid", "seen", "answered", "flagged", "draft").iterator()
    }


def known_uidls(permit: Permit, folder: FolderId) -> set[str]:
    demand(permit, Purpose.FETCH)
    rows = models.Message.objects.filter(folder=folder_of(permit, folder), gone=False)
    return set(rows.values_list("uidl", flat=True))


def flags(permit: Permit, folder: FolderId, uid_validity: int, wanted: Mapping[int, Flags]) -> int:
    """Set the flags of these UIDs as the server has them; how many rows differed."""
    demand(permit, Purpose.FETCH, Purpose.FILE)
    with transaction.atomic():
        rows = _of(folder_of(permit, folder), uid_validity)
        return sum(
            rows.filter(uid=uid).exclude(**asdict(state)).update(**asdict(state)) for uid, state in wanted.items()
        )


def gone(permit: Permit, folder: FolderId, uid_validity: int, uids: Iterable[int]) -> int:
    """The server no longer has these; their octets stay."""
    demand(permit, Purpose.FETCH, Purpose.FILE)
    return _mark_gone(_of(folder_of(permit, folder), uid_validity), "uid", list(uids))


def gone_uidls(permit: Permit, folder: FolderId, uidls: Iterable[str]) -> int:
    demand(permit, Purpose.FETCH)
    return _mark_gone(models.Message.objects.filter(folder=folder_of(permit, folder)), "uidl", list(uidls))


def page(permit: Permit, folder: FolderId | None, before: MessageId | None, limit: int) -> list[Message]:
    """The newest first; `before` is the last message of the page before. Without a folder: of all folders."""
    demand(permit, *READING)
    rows = models.Message.objects.filter(mailbox=permit.mailbox, gone=False, folder__gone=False)
    if folder is not None:
        rows = rows.filter(folder=folder_of(permit, folder))
    if before is not None:
        last = _row(permit, before)
        rows = rows.filter(Q(received__lt=last.received) | Q(received=last.received, pk__lt=last.pk))
    return [value(row) for row in rows.order_by("-received", "-pk")[:limit]]


def find(permit: Permit, message: MessageId) -> Message:
    demand(permit, *READING)
    return value(_row(permit, message))


def raw(permit: Permit, blobs: Blobs, message: MessageId) -> bytes:
    """The octets, as the server gave them."""
    demand(permit, *READING)
    return blobs.open(_row(permit, message).blob.digest)


def position(permit: Permit, message: MessageId) -> tuple[FolderId, int, int, str]:
    """Where the server has it: folder, UIDVALIDITY, UID, UIDL."""
    demand(permit, *READING)
    row = _row(permit, message)
    return FolderId(row.folder_id), row.uid_validity, row.uid, row.uidl


def thread(permit: Permit, message: MessageId) -> list[Message]:
    """The messages that answer each other around this one, oldest first; a copy in another folder counts once."""
    demand(permit, *READING)
    start = _row(permit, message)
    names = {name for name in (start.message_id, start.in_reply_to, *start.references) if name}
    rows = models.Message.objects.filter(mailbox=permit.mailbox, gone=False)
    related = Q(message_id__in=names) | Q(in_reply_to__in=names)
    if start.message_id:
        related |= Q(references__icontains=start.message_id)
    found = {row.message_id or str(row.pk): row for row in rows.filter(related).order_by("-pk")[:EXPORT_AT_ONCE]}
    found[start.message_id or str(start.pk)] = start
    return [value(row) for row in sorted(found.values(), key=lambda row: (row.received, row.pk))]


def with_message_id(permit: Permit, message_id: str) -> list[Message]:
    """Those with this Message-ID: how a message is recognised in several folders."""
    demand(permit, *READING)
    rows = models.Message.objects.filter(mailbox=permit.mailbox, message_id=message_id, gone=False)
    return [value(row) for row in rows]


def everything(permit: Permit, blobs: Blobs) -> Iterator[tuple[Message, bytes]]:
    """All messages with their octets, in the order of arrival, a few at a time."""
    demand(permit, Purpose.EXPORT)
    last = 0
    while True:
        rows = models.Message.objects.filter(mailbox=permit.mailbox, gone=False, pk__gt=last).select_related("blob")
        some = list(rows.order_by("pk")[:EXPORT_AT_ONCE])
        if not some:
            return
        for row in some:
            yield value(row), blobs.open(row.blob.digest)
        last = some[-1].pk


def value(row: models.Message) -> Message:
    return Message(
        id=MessageId(row.pk),
        mailbox=MailboxId(row.mailbox_id),
        folder=FolderId(row.folder_id),
        subject=row.subject,
        sender=Party(row.sender_name, row.sender_address),
        to=tuple(Party(*party) for party in row.to),
        cc=tuple(Party(*party) for party in row.cc),
        date=row.date,
        received=row.received,
        size_octets=row.size_octets,
        message_id=row.message_id,
        in_reply_to=row.in_reply_to,
        references=tuple(row.references),
        seen=row.seen,
        answered=row.answered,
        flagged=row.flagged,
        draft=row.draft,
        attachments=row.attachments,
        snippet=row.snippet,
        readable=row.readable,
    )


def _keep(folder: models.Folder, uid_validity: int, fresh: list[tuple[Incoming, str, Derived]]) -> int:
    """The rows of a batch, new or revived; returns how many were new."""
    blobs = _blobs({digest: len(incoming.octets) for incoming, digest, _ in fresh})
    lost = models.Message.objects.filter(folder=folder, gone=True, blob__in=list(blobs.values()))
    waiting = {row.blob_id: row.pk for row in lost.exclude(uid_validity=uid_validity)}
    rows, contents = [], []
    for incoming, digest, content in fresh:
        numbers = {"uid_validity": uid_validity, "uid": incoming.uid, "uidl": incoming.uidl, **asdict(incoming.flags)}
        if (known := waiting.pop(blobs[digest], None)) is not None:
            models.Message.objects.filter(pk=known).update(gone=False, **numbers)
            continue
        rows.append(_row_of(folder, blobs[digest], incoming, numbers, content))
        contents.append(content)
    made = models.Message.objects.bulk_create(rows)
    indexing.index(
        MailboxId(folder.mailbox_id),
        [(MessageId(row.pk), content) for row, content in zip(made, contents, strict=True)],
    )
    return len(made)


def _blobs(sizes: Mapping[str, int]) -> dict[str, int]:
    """The rows of these digests by digest, made where there are none."""
    rows = [models.Blob(digest=digest, size_octets=size) for digest, size in sizes.items()]
    models.Blob.objects.bulk_create(rows, ignore_conflicts=True)
    return dict(models.Blob.objects.filter(digest__in=list(sizes)).values_list("digest", "pk"))


def _row_of(
    folder: models.Folder, blob: int, incoming: Incoming, numbers: Mapping[str, Any], content: Derived
) -> models.Message:
    return models.Message(
        mailbox_id=folder.mailbox_id,
        folder=folder,
        blob_id=blob,
        received=incoming.received,
        size_octets=len(incoming.octets),
        **numbers,
        **_columns(content),
    )


def _bring_back(folder: models.Folder, uid_validity: int, there: Sequence[Incoming]) -> None:
    """What the server hid for a while under the same number is there again."""
    for incoming in there:
        hidden = _of(folder, uid_validity).filter(uid=incoming.uid, uidl=incoming.uidl, gone=True)
        hidden.update(gone=False, **asdict(incoming.flags))


def _columns(content: Derived) -> dict[str, Any]:
    return {
        "subject": content.subject,
        "sender_name": content.sender.name,
        "sender_address": content.sender.address,
        "to": [astuple(party) for party in content.to],
        "cc": [astuple(party) for party in content.cc],
        "date": content.date,
        "message_id": content.message_id,
        "in_reply_to": content.in_reply_to,
        "references": list(content.references),
        "attachments": content.attachments,
        "snippet": content.snippet,
        "readable": content.readable,
    }


def _of(folder: models.Folder, uid_validity: int) -> QuerySet[models.Message]:
    return models.Message.objects.filter(folder=folder, uid_validity=uid_validity)


def _mark_gone(rows: QuerySet[models.Message], field: str, names: list[int] | list[str]) -> int:
    some = (names[start : start + NAMES_AT_ONCE] for start in range(0, len(names), NAMES_AT_ONCE))
    with transaction.atomic():
        return sum(rows.filter(**{f"{field}__in": part}, gone=False).update(gone=True) for part in some)


def _row(permit: Permit, message: MessageId) -> models.Message:
    row = models.Message.objects.filter(pk=message, mailbox=permit.mailbox).select_related("blob").first()
    if row is None:
        raise NotFound("message-unknown", message=str(message))
    return row
