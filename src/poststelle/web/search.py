"""Search in all mailboxes the person may read."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.mailroom import postbox, rights
from poststelle.mailroom import search as finding
from poststelle.model.message import Message
from poststelle.model.person import Person
from poststelle.web.door import for_person

LIMIT = 100


@for_person
def search(request: HttpRequest, person: Person) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    found = finding.find(rights.readable(person), query, LIMIT) if query else []
    names = {mailbox.id: mailbox.name or mailbox.address for mailbox in postbox.everyone(person)}
    lines = [(message, names.get(message.mailbox, "")) for message in sorted(found, key=_when, reverse=True)]
    context = {"section": "search", "query": query, "lines": lines, "more": len(found) == LIMIT}
    return render(request, "pages/search.html", context)


def _when(message: Message) -> datetime:
    return message.received
