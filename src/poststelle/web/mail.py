"""Scene 6: the folders of a mailbox and their messages, paging, search and fetching now."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from poststelle.mailroom import fetch as fetching
from poststelle.mailroom import read, rights, search, states
from poststelle.model.errors import NotFound, PoststelleError
from poststelle.model.identifiers import FolderId, MessageId
from poststelle.model.mailbox import Mailbox
from poststelle.model.message import Folder, Message, Use
from poststelle.model.person import Person
from poststelle.model.rights import Purpose, Right
from poststelle.web import place
from poststelle.web.door import for_mailbox
from poststelle.web.mistakes import in_words
from poststelle.web.pages import number

PAGE = 50
ORDER = list(Use)


@for_mailbox
def inbox(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    return _list(request, person, mailbox, None)


@for_mailbox
def folder(request: HttpRequest, person: Person, mailbox: Mailbox, folder: int) -> HttpResponse:
    return _list(request, person, mailbox, FolderId(folder))


def _list(request: HttpRequest, person: Person, mailbox: Mailbox, wanted: FolderId | None) -> HttpResponse:
    permit = rights.admit(person, mailbox.id, Purpose.READ)
    folders = sorted(read.folders(permit), key=_place)
    opened = _opened(folders, wanted)
    query = request.GET.get("q", "").strip()
    if query:
        hits = search.find(rights.readable(person, mailbox.id), query, PAGE, opened.id if opened and wanted else None)
        found = sorted(hits, key=lambda message: message.received, reverse=True)
    else:
        before = number(request.GET.get("before"))
        found = read.page(permit, opened.id, MessageId(before) if before else None, PAGE) if opened else []
    return render(request, "pages/folder.html", _context(person, mailbox, folders, opened, query, found))


def _context(
    person: Person, mailbox: Mailbox, folders: list[Folder], opened: Folder | None, query: str, found: list[Message]
) -> dict[str, Any]:
    return {
        "section": "mail",
        "mailbox": mailbox,
        "folders": folders,
        "folder": opened,
        "query": query,
        "found": found,
        "older": found[-1].id if len(found) == PAGE and not query else None,
        "outgoing": opened is not None and opened.use in (Use.SENT, Use.DRAFTS),
        "state": states.state(person, mailbox.id),
        "may_send": bool(rights.mine(person, mailbox.id) - {Right.READ_AND_MANAGE}),
    }


@require_POST
@for_mailbox
def fetch(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    try:
        result = place.wait(fetching.fetch, place.parts(), person, mailbox.id)
    except PoststelleError as error:
        if error.code == "right-missing":
            raise
        messages.error(request, in_words(error.code, error.facts))
    else:
        new = ngettext("%d new message.", "%d new messages.", result.new) % result.new
        messages.success(request, new if result.new else _("No new messages."))
    return redirect("inbox", mailbox.id)


def _opened(folders: list[Folder], wanted: FolderId | None) -> Folder | None:
    if wanted is None:
        return folders[0] if folders else None
    found = next((folder for folder in folders if folder.id == wanted), None)
    if found is None:
        raise NotFound("folder-unknown", folder=str(wanted))
    return found


def _place(folder: Folder) -> tuple[int, str]:
    """Inbox first, then the folders with a special use, then all others by name."""
    return (ORDER.index(folder.use) if folder.use else len(ORDER), folder.name.lower())
