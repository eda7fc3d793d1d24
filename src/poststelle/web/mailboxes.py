"""All mailboxes with their state, and the overview of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from poststelle.mailroom import keyring, postbox, standing
from poststelle.model.mailbox import Mailbox
from poststelle.model.person import Person
from poststelle.web.door import for_mailbox, for_person
from poststelle.web.start import way


@for_person
def mailboxes(request: HttpRequest, person: Person) -> HttpResponse:
    stands = [standing.of(person, mailbox) for mailbox in postbox.everyone(person)]
    return render(request, "pages/mailboxes.html", {"section": "mailboxes", "stands": stands})


@for_mailbox
def mailbox(request: HttpRequest, person: Person, mailbox: Mailbox) -> HttpResponse:
    stand = standing.of(person, mailbox)
    context = {
        "section": "mailboxes",
        "tab": "overview",
        "mailbox": mailbox,
        "stand": stand,
        "path": way(stand),
        "keys": keyring.keys(mailbox.id),
    }
    return render(request, "pages/mailbox.html", context)
