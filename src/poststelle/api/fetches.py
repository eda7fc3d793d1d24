"""`/mailboxes/{id}/fetches`: fetch now."""

from asgiref.sync import async_to_sync
from django.http import HttpRequest
from ninja import Router

from poststelle.api.door import mailbox_of, permit_of, person_of
from poststelle.api.place import parts
from poststelle.api.shapes import FetchOut
from poststelle.mailroom import fetch
from poststelle.model.message import FetchResult
from poststelle.model.rights import Purpose

router = Router(tags=["fetches"])


@router.post("/mailboxes/{mailbox}/fetches", response=FetchOut)
def start(request: HttpRequest, mailbox: int) -> FetchResult:
    """Bring in what is new and answer with the counts (read-and-manage)."""
    mailbox_of(request, mailbox)
    permit = permit_of(request, mailbox, Purpose.FETCH)
    return async_to_sync(fetch.fetch)(parts(), person_of(request), permit.mailbox)
