"""`/messages` and `/mailboxes/{id}/messages`: list, search, read (scene 6; read-and-manage)."""

from typing import Annotated
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from poststelle.api.door import permit_of, person_of
from poststelle.api.place import parts
from poststelle.api.shapes import FolderOut, MessageOut, ReadableOut
from poststelle.mailroom import read, rights, search
from poststelle.model.identifiers import FolderId, MailboxId, MessageId
from poststelle.model.message import Folder, Message, Readable
from poststelle.model.rights import Purpose

router = Router(tags=["messages"])
MOST = 500
Number = Annotated[int | None, Query(ge=0, lt=2**63)]  # what a database can look for
Limit = Annotated[int, Query(ge=1, le=MOST)]


@router.get("/messages", response=list[MessageOut])
def everywhere(
    request: HttpRequest, search_for: Annotated[str, Query(alias="search")], limit: Limit = 50
) -> list[Message]:
    """Search in all mailboxes that the person may read, newest first."""
    return search.find(rights.readable(person_of(request)), search_for, limit)


@router.get("/mailboxes/{mailbox}/folders", response=list[FolderOut])
def folders(request: HttpRequest, mailbox: int) -> list[Folder]:
    return read.folders(permit_of(request, mailbox, Purpose.READ))


@router.get("/mailboxes/{mailbox}/messages", response=list[MessageOut])
def listed(
    request: HttpRequest,
    mailbox: int,
    folder: Number = None,
    search_for: Annotated[str | None, Query(alias="search")] = None,
    before: Number = None,
    limit: Limit = 50,
) -> list[Message]:
    """One page, newest first; `before` is the id of the last message of the page before."""
    permit = permit_of(request, mailbox, Purpose.READ)
    place = FolderId(folder) if folder is not None else None
    if search_for is not None:
        return search.find(rights.readable(person_of(request), MailboxId(mailbox)), search_for, limit, folder=place)
    return read.page(permit, place, MessageId(before) if before is not None else None, limit)


@router.get("/mailboxes/{mailbox}/messages/{message}", response=ReadableOut)
def opened(request: HttpRequest, mailbox: int, message: int, pictures: bool = False) -> Readable:
    """One message made readable: text, cleaned HTML, attachments. Remote pictures are blocked unless asked for."""
    return read.open(parts(), permit_of(request, mailbox, Purpose.READ), MessageId(message), pictures=pictures)


@router.get("/mailboxes/{mailbox}/messages/{message}/raw", response=None)
def raw(request: HttpRequest, mailbox: int, message: int) -> HttpResponse:
    """Byte for byte what the server gave."""
    octets = read.raw(parts(), permit_of(request, mailbox, Purpose.READ), MessageId(message))
    return _file(octets, "message/rfc822", f"{message}.eml")


@router.get("/mailboxes/{mailbox}/messages/{message}/attachments/{index}", response=None)
def attachment(request: HttpRequest, mailbox: int, message: int, index: int) -> HttpResponse:
    """One attachment by its `index`."""
    permit = permit_of(request, mailbox, Purpose.READ)
    found, octets = read.attachment(parts(), permit, MessageId(message), index)
    return _file(octets, found.content_type, found.name or f"{message}-{index}")


def _file(octets: bytes, content_type: str, name: str) -> HttpResponse:
    """To be kept, never to be shown: what strangers sent must not run in anybody's browser."""
    answer = HttpResponse(octets, content_type=content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
